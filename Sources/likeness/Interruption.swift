import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and its like while a work is made: what was begun is cancelled, and with it everything temporary goes.
enum Interruption {
    /// Runs `work`; a SIGINT, SIGTERM or SIGHUP cancels it and ends the process with 130.
    /// - Parameter patience: how long what was cancelled may take to tidy up where it is not at home.
    static func guarding<Result: Sendable>(
        saying words: String = "interrupted. Nothing was written.", waiting patience: DispatchTimeInterval = .never,
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task(operation: work)
        let (end, isInterrupted) = (DispatchSemaphore(value: 0), Flag())
        Task {
            _ = await task.result
            end.signal()
        }
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
            source.setEventHandler {
                isInterrupted.raise()
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
        do {
            return try await task.value
        } catch {
            // The handler has the last word.
            while isInterrupted.isUp { try await Task.sleep(for: .seconds(1)) }
            throw error
        }
    }

    private final class Flag: Sendable {
        private let state = Mutex(false)

        var isUp: Bool { state.withLock { $0 } }

        func raise() { state.withLock { $0 = true } }
    }
}
