import Synchronization

extension CollectionMirror {
    /// Tells a watcher how many files are done, one call at a time.
    final class Counter: Sendable {
        private let done = Mutex(0)
        private let total: Int
        private let watcher: Watcher

        init(total: Int, watcher: @escaping Watcher) {
            self.total = total
            self.watcher = watcher
        }

        func done(_ file: String) {
            done.withLock { done in
                done += 1
                watcher(Progress(file: file, done: done, total: total))
            }
        }
    }
}
