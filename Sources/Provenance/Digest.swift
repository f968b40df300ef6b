import Crypto
import Foundation

/// The SHA-256 (FIPS 180-4) of a file or of bytes.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let hexadecimal: String

    public var description: String { hexadecimal }

    public init(of bytes: some DataProtocol) {
        var hash = SHA256()
        hash.update(data: bytes)
        hexadecimal = Self.text(hash.finalize())
    }

    /// Reads the file in pieces of 1 MiB; its size does not matter.
    /// - Throws: `CocoaError` when the file cannot be read.
    public init(ofFile url: URL) throws {
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        var hash = SHA256()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
        }
        hexadecimal = Self.text(hash.finalize())
    }

    private static func text(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
