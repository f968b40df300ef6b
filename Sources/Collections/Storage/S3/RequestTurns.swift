/// How many requests with bodies are under way at once: what they hold in memory is bounded by that.
actor RequestTurns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// Runs `body` when it is its turn.
    func run<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
        defer { if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() } }
        try Task.checkCancellation()
        return try await body()
    }
}
