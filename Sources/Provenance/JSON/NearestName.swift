extension Sequence<String> {
    /// The name that a person most likely meant, or nil when none is near: at most one edit for every three letters,
    /// where an edit is a letter inserted, dropped, changed or swapped with its neighbour.
    package func nearest(to name: String) -> String? {
        let limit = Swift.max(1, name.count / 3)
        let candidates = map { (name: $0, distance: editDistance($0.lowercased(), name.lowercased())) }
        return candidates.filter { $0.distance <= limit }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }
}

/// The restricted Damerau–Levenshtein distance (optimal string alignment), O(n·m).
private func editDistance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first), Array(second))
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, letter) in first.enumerated() {
        var current = [row + 1]
        for (column, other) in second.enumerated() {
            var distance = Swift.min(last[column + 1] + 1, current[column] + 1)
            distance = Swift.min(distance, last[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                distance = Swift.min(distance, beforeLast[column - 1] + 1)
            }
            current.append(distance)
        }
        (beforeLast, last) = (last, current)
    }
    return last[second.count]
}
