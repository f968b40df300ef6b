import Foundation

/// Keeps other processes out while something is done that only one may do at a time.
enum FolderLock {
    /// Waits for its turn at `file`, which is made when it is not there.
    static func held<Result>(
        on file: URL, _ body: () throws(InferenceError) -> Result
    ) throws(InferenceError) -> Result {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotWrite(file: file.path, reason: String(cString: strerror(errno)).lowercased())
        }
        // Closing gives it up, as does the end of the process.
        defer { close(descriptor) }
        // An interrupted wait is begun again.
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
        return try body()
    }
}
