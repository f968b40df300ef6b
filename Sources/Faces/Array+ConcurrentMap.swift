import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// The results of all elements in their order, worked out on all cores.
    /// - Throws: what the first of the elements that failed threw.
    func concurrentMap<Result: Sendable>(_ transform: (Element) throws -> Result) throws -> [Result] {
        let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: count))
        withoutActuallyEscaping(transform) { transform in
            // Safe: concurrentPerform returns only when every call is done.
            nonisolated(unsafe) let work = transform
            DispatchQueue.concurrentPerform(iterations: count) { index in
                let result = Swift.Result { try work(self[index]) }
                results.withLock { $0[index] = result }
            }
        }
        return try results.withLock { $0.compactMap { $0 } }.map { try $0.get() }
    }
}
