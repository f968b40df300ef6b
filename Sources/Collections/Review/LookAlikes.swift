/// Finds works that a collector would take for the same: the same picture with the same face in it.
///
/// Works of one target have nearly the same picture, works of one source nearly the same face. Only where both are alike is
/// it one work twice.
enum LookAlikes {
    /// A work by what it looks like.
    struct Look: Sendable, Hashable {
        var whole: Fingerprint
        var face: Fingerprint
    }

    /// Bits in which two whole pictures, or two faces, that look the same differ at most.
    private static let (wholeDistance, faceDistance) = (6, 6)

    /// - Returns: groups of two or more, each by number; a work that is like two others brings them together.
    static func groups(of looks: [(number: Int, look: Look)]) -> [[Int]] {
        // Crowds of equal looks are one place: their pairs would be too many.
        let places = Dictionary(grouping: looks.indices) { looks[$0].look }
            .sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
        var leaders = Array(looks.indices)
        func leader(of index: Int) -> Int {
            var index = index
            while leaders[index] != index { index = leaders[index] }
            return index
        }
        func join(_ a: Int, _ b: Int) {
            let (a, b) = (leader(of: a), leader(of: b))
            leaders[max(a, b)] = min(a, b)
        }
        for place in places {
            for index in place.value { join(place.value[0], index) }
        }
        let search = FingerprintSearch(places.map(\.key.face))
        for (position, place) in places.enumerated() {
            for other in search.neighbours(of: place.key.face, within: faceDistance) where other > position {
                if place.key.whole.distance(to: places[other].key.whole) <= wholeDistance {
                    join(place.value[0], places[other].value[0])
                }
            }
        }
        return Dictionary(grouping: looks.indices, by: leader).values.filter { $0.count > 1 }
            .map { $0.map { looks[$0].number }.sorted() }.sorted { $0[0] < $1[0] }
    }
}
