import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// The results of all elements in their order, worked out on all cores.
    /// - Throws: what the first of the elements that failed threw.
    package func concurrentMap<Result: Sendable, Failure>(
        _ transform: (Element) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        let results = Mutex([Swift.Result<Result, Failure>?](repeating: nil, count: count))
        withoutActuallyEscaping(transform) { transform in
            // Safe: concurrentPerform returns only when every call is done.
            nonisolated(unsafe) let work = transform
            DispatchQueue.concurrentPerform(iterations: count) { index in
                let result = Swift.Result { () throws(Failure) in try work(self[index]) }
                results.withLock { $0[index] = result }
            }
        }
        return try results.withLock { $0.compactMap { $0 } }.map { result throws(Failure) in try result.get() }
    }
}
