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
            let data = try read(min(size, bytes + 1))
            state.hash.update(data: data)
            state.count += 1
            return (state.count, data)
        }
    }

    /// Pages of its own, which go back to the system with the piece: a heap would keep them.
    private func read(_ most: Int) throws(StorageError) -> Data {
        guard let pages = mmap(nil, most, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            pages != MAP_FAILED
        else { throw Self.failure(name) }
        var filled = 0
        while filled < most {
            let count = Foundation.read(descriptor, pages + filled, most - filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let failure = Self.failure(name)
                munmap(pages, most)
                throw failure
            }
            guard count > 0 else { break }
            filled += count
        }
        return Data(bytesNoCopy: pages, count: filled, deallocator: .custom { pages, _ in munmap(pages, most) })
    }

    /// Of all that was read.
    func digest() -> Digest { state.withLock { Digest($0.hash.finalize()) } }

    private static func failure(_ name: String) -> StorageError {
        .cannotRead(file: name, reason: String(cString: strerror(errno)).lowercased())
    }
}
