/// Finds fingerprints near each other among many, without comparing each with each.
///
/// 64 bits are four bands of 16. Of two fingerprints that differ in at most d bits, one band differs in at most d / 4 of
/// them: so only those are compared that share a band, or nearly do. Ten thousand take milliseconds.
/// - SeeAlso: Norouzi, Punjani and Fleet 2012, Fast search in Hamming space with multi-index hashing.
public struct FingerprintSearch: Sendable {
    public struct Pair: Sendable, Hashable {
        /// Positions in the list, `first` < `second`.
        public var first: Int
        public var second: Int
        /// Bits in which they differ.
        public var distance: Int

        public init(first: Int, second: Int, distance: Int) {
            self.first = first
            self.second = second
            self.distance = distance
        }
    }

    private static let bands = 4
    /// Bits that a band may differ in before looking at all fingerprints is quicker than looking up all such bands.
    private static let widest = 2

    private let fingerprints: [Fingerprint]
    /// Positions by the value of each band.
    private let positions: [[UInt16: [Int]]]

    public init(_ fingerprints: [Fingerprint]) {
        self.fingerprints = fingerprints
        positions = (0..<Self.bands).map { band in
            Dictionary(grouping: fingerprints.indices) { Self.value(of: fingerprints[$0], band) }
        }
    }

    /// The positions of those that differ from `fingerprint` in at most `distance` bits, ascending.
    public func neighbours(of fingerprint: Fingerprint, within distance: Int) -> [Int] {
        guard distance >= 0 else { return [] }
        let reach = distance / Self.bands
        let candidates =
            reach > Self.widest
            ? Array(fingerprints.indices) : self.candidates(for: fingerprint, changes: Self.changes(upTo: reach))
        return candidates.filter { fingerprints[$0].distance(to: fingerprint) <= distance }
    }

    /// All pairs that differ in at most `distance` bits, by their positions. A crowd of n that are all alike has
    /// n (n - 1) / 2 pairs.
    public func pairs(within distance: Int) -> [Pair] {
        guard distance >= 0 else { return [] }
        let reach = distance / Self.bands
        let changes = reach > Self.widest ? [] : Self.changes(upTo: reach)
        return fingerprints.indices.flatMap { first in
            let others =
                reach > Self.widest
                ? Array(first..<fingerprints.count) : candidates(for: fingerprints[first], changes: changes)
            return others.compactMap { second in
                guard second > first else { return Pair?.none }
                let found = fingerprints[first].distance(to: fingerprints[second])
                return found <= distance ? Pair(first: first, second: second, distance: found) : nil
            }
        }
    }

    private func candidates(for fingerprint: Fingerprint, changes: [UInt16]) -> [Int] {
        var found: Set<Int> = []
        for band in 0..<Self.bands {
            let value = Self.value(of: fingerprint, band)
            for change in changes {
                if let positions = positions[band][value ^ change] { found.formUnion(positions) }
            }
        }
        return found.sorted()
    }

    private static func value(of fingerprint: Fingerprint, _ band: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: fingerprint.bits >> (16 * UInt64(band)))
    }

    /// Every 16-bit number of at most `bits` ones.
    private static func changes(upTo bits: Int) -> [UInt16] {
        (0...UInt16.max).filter { $0.nonzeroBitCount <= bits }
    }
}
