import ArgumentParser

/// `1-12,40`: works by their numbers.
struct WorkNumbers: ExpressibleByArgument {
    let numbers: Set<Int>

    /// More than any collection has; a slip of the finger is no reason to fill the memory.
    private static let most = 1_000_000

    init?(argument: String) {
        var numbers: Set<Int> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first >= 0,
                first <= last, last - first < Self.most
            else { return nil }
            numbers.formUnion(first...last)
        }
        self.numbers = numbers
    }
}
