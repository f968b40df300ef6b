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

    private static let bandBits = 16
    /// Bits that a band may differ in before looking at all fingerprints is quicker than looking up all such bands.
    private static let widest = 2

    private let fingerprints: [Fingerprint]
    private let bands: [Band]

    public init(_ fingerprints: [Fingerprint]) {
        self.fingerprints = fingerprints
        bands = stride(from: 0, to: UInt64.bitWidth, by: Self.bandBits).map { Band(of: fingerprints, shift: $0) }
    }

    /// The positions of those that differ from `fingerprint` in at most `distance` bits, ascending.
    public func neighbours(of fingerprint: Fingerprint, within distance: Int) -> [Int] {
        let changes = changes(within: distance)
        var marks = [Int](repeating: -1, count: fingerprints.count)
        return near(fingerprint, from: 0, within: distance, changes: changes, marks: &marks, round: 0).map(\.position)
    }

    /// All pairs that differ in at most `distance` bits, by their positions. A crowd of n that are all alike has
    /// n (n - 1) / 2 pairs.
    public func pairs(within distance: Int) -> [Pair] {
        let changes = changes(within: distance)
        var marks = [Int](repeating: -1, count: fingerprints.count)
        var pairs: [Pair] = []
        for first in fingerprints.indices {
            let found = near(
                fingerprints[first], from: first + 1, within: distance, changes: changes, marks: &marks, round: first)
            for (position, distance) in found {
                pairs.append(Pair(first: first, second: position, distance: distance))
            }
        }
        return pairs
    }

    /// What two values of one band may differ in; nil where all fingerprints are looked at.
    private func changes(within distance: Int) -> [Int]? {
        let reach = max(0, distance) / bands.count
        guard reach <= Self.widest else { return nil }
        return (0..<1 << Self.bandBits).filter { $0.nonzeroBitCount <= reach }
    }

    /// - Parameters:
    ///   - start: positions below it do not count.
    ///   - marks: of each position the last round in which it was looked at.
    private func near(
        _ fingerprint: Fingerprint, from start: Int, within distance: Int, changes: [Int]?, marks: inout [Int],
        round: Int
    ) -> [(position: Int, distance: Int)] {
        var found: [(position: Int, distance: Int)] = []
        func look(at position: Int) {
            let away = fingerprints[position].distance(to: fingerprint)
            if away <= distance { found.append((position, away)) }
        }
        guard let changes else {
            for position in start..<max(start, fingerprints.count) { look(at: position) }
            return found
        }
        for band in bands {
            let value = band.value(of: fingerprint)
            for change in changes {
                for position in band.positions(of: value ^ change) where position >= start && marks[position] != round {
                    marks[position] = round
                    look(at: position)
                }
            }
        }
        return found.sorted { $0.position < $1.position }
    }

    /// The positions of fingerprints in the order of 16 of their bits.
    private struct Band: Sendable {
        let shift: Int
        private var order: [Int]
        /// Where the positions of each value begin in `order`.
        private var starts: [Int]

        init(of fingerprints: [Fingerprint], shift: Int) {
            self.shift = shift
            starts = [Int](repeating: 0, count: (1 << bandBits) + 1)
            order = [Int](repeating: 0, count: fingerprints.count)
            for fingerprint in fingerprints { starts[value(of: fingerprint) + 1] += 1 }
            for value in 1..<starts.count { starts[value] += starts[value - 1] }
            var next = starts
            for (position, fingerprint) in fingerprints.enumerated() {
                let value = value(of: fingerprint)
                order[next[value]] = position
                next[value] += 1
            }
        }

        func value(of fingerprint: Fingerprint) -> Int {
            Int(fingerprint.bits >> UInt64(shift) & 0xFFFF)
        }

        func positions(of value: Int) -> ArraySlice<Int> { order[starts[value]..<starts[value + 1]] }
    }
}
