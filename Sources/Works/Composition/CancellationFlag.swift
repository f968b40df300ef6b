import Synchronization

/// Tells threads that belong to no task, such as an encoder's own, that the work was given up.
final class CancellationFlag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    func set() { value.withLock { $0 = true } }
}
