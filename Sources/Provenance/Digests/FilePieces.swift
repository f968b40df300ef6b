import Foundation

/// Reads a regular file from its beginning in pieces of one size.
struct FilePieces: ~Copyable {
    private let descriptor: Int32
    private let file: String

    init(url: URL) throws(DigestError) {
        file = url.lastPathComponent
        // A pipe without a writer would wait for ever; what is not a file is refused below.
        descriptor = url.withUnsafeFileSystemRepresentation { path in
            path.map { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
        }
        guard descriptor >= 0 else {
            let number = errno
            throw number == ENOENT || number == ENOTDIR
                ? .missing(file: file) : .unreadable(file: file, reason: Self.reason(number))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notAFile(file: file)
        }
    }

    deinit { close(descriptor) }

    /// Fills `buffer`, or as much of it as the file still has.
    /// - Returns: the number of bytes; fewer than the buffer holds only at the file's end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DigestError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = Foundation.read(descriptor, rest.baseAddress, rest.count)
            if count == 0 { break }
            if count < 0 {
                let number = errno
                if number == EINTR { continue }
                throw .unreadable(file: file, reason: Self.reason(number))
            }
            filled += count
        }
        return filled
    }

    private static func reason(_ number: Int32) -> String {
        String(cString: strerror(number)).lowercased()
    }
}
