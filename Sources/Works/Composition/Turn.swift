/// One at a time, in the order of asking, without holding a thread meanwhile.
///
/// Networks that enlarge take every core: two of them side by side would only wait for each other, with twice the memory.
package actor Turn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init() {}

    package func run<Result: Sendable>(_ work: @Sendable () async throws -> Result) async throws -> Result {
        await take()
        defer { giveBack() }
        return try await work()
    }

    private func take() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func giveBack() {
        guard !waiting.isEmpty else {
            isTaken = false
            return
        }
        waiting.removeFirst().resume()
    }
}
