import ArgumentParser
import Collections

/// Numbers of works: `3,7-9`.
struct NumberList: ExpressibleByArgument {
    private let text: String
    private let ranges: [ClosedRange<Int>]

    init?(argument: String) {
        text = argument
        var ranges: [ClosedRange<Int>] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, 0 <= first, first <= last
            else { return nil }
            ranges.append(first...last)
        }
        self.ranges = ranges
    }

    /// - Throws: `CollectionError.noSuchWork` when the plan has none of them.
    func numbers(in collection: PlannedCollection) throws(CollectionError) -> Set<Int> {
        let numbers = Set(collection.works.map(\.number).filter { number in ranges.contains { $0.contains(number) } })
        for range in ranges where !numbers.contains(where: range.contains) {
            let known = collection.works.first.map { first in
                "It has \(first.number) to \(collection.works.last?.number ?? first.number)."
            }
            throw .noSuchWork(asked: "--only \(text)", hint: known ?? "It has none.")
        }
        return numbers
    }
}
