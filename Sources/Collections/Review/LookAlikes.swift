/// Finds works that a collector would take for the same: the same picture with the same face in it.
///
/// Works of one target have nearly the same picture, works of one source nearly the same face. Only where both are alike is
/// it one work twice.
package enum LookAlikes {
    /// A work by what it looks like.
    package struct Look: Sendable {
        var number: Int
        var whole: Fingerprint
        var face: FaceSignature

        package init(number: Int, whole: Fingerprint, face: FaceSignature) {
            self.number = number
            self.whole = whole
            self.face = face
        }
    }

    /// Bits in which two pictures that look the same differ at most.
    private static let wholeDistance = 6
    /// Works of one source and target, made under other settings, differ by 0 to 0.25; those of one target with faces of two
    /// people by 0.3 to 0.45.
    private static let faceDistance = 0.25

    /// - Returns: groups of two or more, each by number; a work that is like two others brings them together.
    package static func groups(of looks: [Look]) -> [[Int]] {
        let looks = looks.sorted { $0.number < $1.number }
        // Works of one target mostly have one fingerprint: what is near it is searched for once.
        let crowds = Dictionary(grouping: looks.indices) { looks[$0].whole }.sorted { $0.value[0] < $1.value[0] }
        let search = FingerprintSearch(crowds.map(\.key))
        var union = Union(looks.count)
        for (position, crowd) in crowds.enumerated() {
            for other in search.neighbours(of: crowd.key, within: wholeDistance) where other >= position {
                for first in crowd.value {
                    for second in crowds[other].value where other > position || second > first {
                        guard !union.joins(first, second) else { continue }
                        if looks[first].face.distance(to: looks[second].face) <= faceDistance {
                            union.join(first, second)
                        }
                    }
                }
            }
        }
        return union.groups.map { $0.map { looks[$0].number } }
    }
}

/// Sets of positions that are joined two by two.
private struct Union {
    private var leaders: [Int]

    init(_ count: Int) { leaders = Array(0..<count) }

    private mutating func leader(of position: Int) -> Int {
        var position = position
        while leaders[position] != position {
            leaders[position] = leaders[leaders[position]]
            position = leaders[position]
        }
        return position
    }

    mutating func joins(_ a: Int, _ b: Int) -> Bool { leader(of: a) == leader(of: b) }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (leader(of: a), leader(of: b))
        leaders[max(a, b)] = min(a, b)
    }

    /// Of two or more, in the order of their first.
    var groups: [[Int]] {
        var copy = self
        let grouped = Dictionary(grouping: leaders.indices) { copy.leader(of: $0) }
        return grouped.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }
}
