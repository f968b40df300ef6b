extension Sequence where Element: Sendable, Self: Sendable {
    /// The results of `body` in the elements' order, `width` of them under way at once. The first failure ends the rest.
    func mapAtOnce<Result: Sendable>(
        _ width: Int, _ body: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Int: Result] = [:]
            var waiting = enumerated().makeIterator()
            var running = 0
            while true {
                while running < width, let (index, element) = waiting.next() {
                    group.addTask { (index, try await body(element)) }
                    running += 1
                }
                guard running > 0, let (index, result) = try await group.next() else { break }
                results[index] = result
                running -= 1
            }
            return (0..<results.count).compactMap { results[$0] }
        }
    }
}
