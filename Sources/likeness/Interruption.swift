import Dispatch
import Foundation

/// Ctrl-C and its like while a work is made: what was begun is cancelled, and with it everything temporary goes.
enum Interruption {
    /// Runs `work`; a SIGINT, SIGTERM or SIGHUP cancels it and ends the process with 130.
    /// - Parameter patience: how long what was cancelled may take to tidy up where it is not at home.
    static func guarding<Result: Sendable>(
        saying words: String = "interrupted. Nothing was written.", waiting patience: DispatchTimeInterval = .never,
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task(operation: work)
        let end = DispatchSemaphore(value: 0)
        Task {
            _ = await task.result
            end.signal()
        }
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
            source.setEventHandler {
                // Cancellation handlers run inside this call: when it returns the staged directory is gone.
                task.cancel()
                if patience != .never { _ = end.wait(timeout: .now() + patience) }
                StandardError.write("\nlikeness: \(words)\n")
                // Threads inside C libraries cannot be waited for, so nothing of theirs is torn down either.
                _exit(130)
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await task.value
    }
}
