import Foundation
import Provenance
import Synchronization

import struct Crypto.SHA256

/// A file that is read once, in order, whoever asks for the next piece.
final class PieceReader: Sendable {
    private struct State {
        var hash = SHA256()
        var count = 0
    }

    let bytes: Int
    private let name: String
    private let descriptor: CInt
    private let state = Mutex(State())

    /// - Throws: `StorageError.cannotRead`.
    init(_ file: URL) throws(StorageError) {
        name = file.lastPathComponent
        descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(name) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .cannotRead(file: name, reason: "it is no file")
        }
        bytes = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The next bytes, as many as are there up to `most`.
    func next(_ most: Int) throws(StorageError) -> Data { try numbered(most).data }

    /// The next piece, and which one it is, from 1.
    func numbered(_ size: Int) throws(StorageError) -> (number: Int, data: Data) {
        try state.withLock { state throws(StorageError) in
            var data = Data(count: min(size, bytes + 1))
            var filled = 0
            while filled < data.count {
                let count = data.withUnsafeMutableBytes { bytes in
                    read(descriptor, bytes.baseAddress.map { $0 + filled }, bytes.count - filled)
                }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw Self.failure(name) }
                guard count > 0 else { break }
                filled += count
            }
            data.removeSubrange(filled...)
            state.hash.update(data: data)
            state.count += 1
            return (state.count, data)
        }
    }

    /// Of all that was read.
    func digest() -> Digest { state.withLock { Digest($0.hash.finalize()) } }

    private static func failure(_ name: String) -> StorageError {
        .cannotRead(file: name, reason: String(cString: strerror(errno)).lowercased())
    }
}
