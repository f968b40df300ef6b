import Foundation

/// Threads for blocking C calls (decode, inference, encode), so that they never hold the cooperative pool.
///
/// Use as a task's preference: `addTask(executorPreference: executor) { … }`.
public final class NativeExecutor: TaskExecutor {
    private let queue = Queue()

    /// - Parameter threads: how many blocking calls may run at once.
    public init(threads: Int) {
        for index in 0..<max(1, threads) {
            let thread = Thread { [queue] in
                while let job = queue.next() { job() }
            }
            thread.name = "likeness.native.\(index)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { queue.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.add { job.runSynchronously(on: executor) }
    }

    /// A blocking queue of closures.
    ///
    /// `@unchecked`: `waiting` and `isClosed` are read and written only while `condition` is locked.
    private final class Queue: @unchecked Sendable {
        private let condition = NSCondition()
        private var waiting: [@Sendable () -> Void] = []
        private var isClosed = false

        func add(_ work: @escaping @Sendable () -> Void) {
            condition.lock()
            waiting.append(work)
            condition.signal()
            condition.unlock()
        }

        func next() -> (@Sendable () -> Void)? {
            condition.lock()
            defer { condition.unlock() }
            while waiting.isEmpty && !isClosed { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }

        func close() {
            condition.lock()
            isClosed = true
            condition.broadcast()
            condition.unlock()
        }
    }
}
