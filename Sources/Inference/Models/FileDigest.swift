import Crypto
import Foundation

/// Size and SHA-256 of a file, read in pieces.
struct FileDigest: Equatable {
    let bytes: Int
    /// Lower-case hexadecimal.
    let sha256: String

    private static let piece = 1 << 20

    init(of file: URL) throws(InferenceError) {
        var hash = SHA256()
        var bytes = 0
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            while let data = try handle.read(upToCount: Self.piece), !data.isEmpty {
                hash.update(data: data)
                bytes += data.count
            }
        } catch {
            throw .unreadable(file: file.path, reason: (error as NSError).localizedDescription)
        }
        self.bytes = bytes
        sha256 = hash.finalize().map { String(UInt8($0) >> 4, radix: 16) + String(UInt8($0) & 15, radix: 16) }.joined()
    }
}
