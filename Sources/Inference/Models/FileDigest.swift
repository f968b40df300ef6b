import CDeflate
import Crypto
import Foundation

/// Size, SHA-256 and CRC-32 of a file, read in pieces.
package struct FileDigest: Equatable {
    package let bytes: Int
    /// Lower-case hexadecimal.
    package let sha256: String
    /// The sum that zlib and PNG use, eight lower-case hexadecimal digits.
    package let crc32: String

    private static let piece = 1 << 20

    package init(of file: URL) throws(InferenceError) {
        var hash = SHA256()
        var sum: UInt32 = 0
        var bytes = 0
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            while let data = try handle.read(upToCount: Self.piece), !data.isEmpty {
                hash.update(data: data)
                sum = data.withUnsafeBytes { libdeflate_crc32(sum, $0.baseAddress, $0.count) }
                bytes += data.count
            }
        } catch {
            throw .unreadable(file: file.path, reason: (error as NSError).localizedDescription)
        }
        self.bytes = bytes
        sha256 = hash.finalize().reduce(into: "") { $0 += Self.hexadecimal($1) }
        crc32 = stride(from: 24, through: 0, by: -8).reduce(into: "") { text, shift in
            text += Self.hexadecimal(UInt8(truncatingIfNeeded: sum >> UInt32(shift)))
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
}
