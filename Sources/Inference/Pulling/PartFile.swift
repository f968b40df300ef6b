import Foundation
import Synchronization

/// A file that is not whole yet, open to one process at a time.
package final class PartFile: Sendable {
    private struct State {
        /// −1 once it has been given up.
        var descriptor: Int32
        var length: Int
    }

    private let file: URL
    private let state: Mutex<State>

    /// Opens the file at its end; makes it where it is not there.
    /// - Throws: `InferenceError.cannotWrite`, `.pullUnderWay`.
    package init(_ file: URL) throws(InferenceError) {
        self.file = file
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(file) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .pullUnderWay(file: file.path)
        }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else {
            let failure = Self.failure(file)
            close(descriptor)
            throw failure
        }
        state = Mutex(State(descriptor: descriptor, length: Int(end)))
    }

    deinit { release() }

    /// Bytes that it has.
    package var length: Int { state.withLock { $0.length } }

    /// Gives it up to others; nothing is written any more.
    package func release() {
        state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
            state.descriptor = -1
        }
    }

    package func empty() throws(InferenceError) {
        let hasFailed = state.withLock { state in
            state.length = 0
            return ftruncate(state.descriptor, 0) != 0 || lseek(state.descriptor, 0, SEEK_SET) != 0
        }
        if hasFailed { throw Self.failure(file) }
    }

    package func append(_ data: Data) throws(InferenceError) {
        let hasFailed = state.withLock { state in
            data.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = write(state.descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count < 0 && errno == EINTR { continue }
                    guard count > 0 else { return true }
                    state.length += count
                    rest = rest.dropFirst(count)
                }
                return false
            }
        }
        if hasFailed { throw Self.failure(file) }
    }

    private static func failure(_ file: URL) -> InferenceError {
        .cannotWrite(file: file.path, reason: String(cString: strerror(errno)).lowercased())
    }
}
