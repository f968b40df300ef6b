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
    /// - Throws: `DigestError`, also for what is no regular file.
    public init(ofFile url: URL) throws(DigestError) {
        let file = try FilePieces(url: url)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var hash = SHA256()
        var count = 0
        repeat {
            count = try file.read(into: buffer)
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } while count == buffer.count
        hexadecimal = Self.text(hash.finalize())
    }

    package init(_ digest: SHA256.Digest) {
        hexadecimal = Self.text(digest)
    }

    /// Reads 64 lower-case hexadecimal digits; nil for anything else.
    public init?(hexadecimal: String) {
        let isDigest =
            hexadecimal.utf8.count == 64
            && hexadecimal.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isDigest else { return nil }
        self.hexadecimal = hexadecimal
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
