import Foundation

/// A file's bytes, of which a small window is kept, since headers are read a few bytes at a time.
///
/// Owns the descriptor.
package final class FileBytes: RandomBytes {
    private static let windowBytes = 1 << 16

    package let count: Int
    package let permissions: mode_t
    private let descriptor: CInt
    private var window: [UInt8] = []
    private var windowStart = 0

    /// - Throws: `MetadataError.unreadable`.
    package init(_ url: URL) throws(MetadataError) {
        let name = url.lastPathComponent
        // A pipe must not be waited for.
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(file: name, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable(file: name, reason: "it is a folder or a device")
        }
        self.descriptor = descriptor
        count = Int(status.st_size)
        permissions = status.st_mode & 0o7777
    }

    deinit { close(descriptor) }

    package func bytes(at offset: Int, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else { return nil }
        guard count <= Self.windowBytes / 4 else { return read(at: offset, count: count) }
        if offset < windowStart || offset + count > windowStart + window.count {
            guard let fresh = read(at: offset, count: min(Self.windowBytes, self.count - offset)) else { return nil }
            (window, windowStart) = (fresh, offset)
        }
        let start = offset - windowStart
        return Array(window[start..<start + count])
    }

    /// Nil when the file is shorter than it was, or cannot be read.
    private func read(at offset: Int, count: Int) -> [UInt8]? {
        let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            while filled < count {
                let got = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return }
                filled += got
            }
        }
        return result.count == count ? result : nil
    }
}
