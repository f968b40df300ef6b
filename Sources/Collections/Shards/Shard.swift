import Foundation

/// One of equal parts of a collection, so that several machines build it together without talking to each other.
///
/// Pure: the same plan and the same count always give the same parts. Parts are runs of neighbours, which often share a
/// source, so that few identities are prepared twice.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public let index: Int
    public let count: Int

    /// - Returns: nil unless 1 ≤ index ≤ count.
    public init?(index: Int, count: Int) {
        guard count >= 1, (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// `3/8`
    public var description: String { "\(index)/\(count)" }

    /// The positions that are this shard's, of `total`.
    public func positions(of total: Int) -> Range<Int> {
        total * (index - 1) / count..<total * index / count
    }
}

extension PlannedCollection {
    /// The works of a shard; all where there is none.
    public func works(of shard: Shard?) -> ArraySlice<PlannedWork> {
        shard.map { works[$0.positions(of: works.count)] } ?? works[...]
    }

    /// The ledger of a shard, or of a whole build.
    public func ledger(of shard: Shard?) -> URL {
        ledgers.appending(path: shard.map { "shard-\($0.index)-of-\($0.count).sqlite" } ?? "whole.sqlite")
    }
}
