/// A hash that says which function made it (multiformats/multihash).
public struct Multihash: Sendable, Hashable {
    /// A hash function's number in the table of multicodecs.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: UInt64

        public init(rawValue: UInt64) {
            self.rawValue = rawValue
        }

        public static let sha256 = Code(rawValue: 0x12)
    }

    /// More than any hash in use; a longer one is a damaged or hostile text.
    package static let longestDigest = 128

    public let code: Code
    public let digest: [UInt8]

    /// - Throws: `CIDError.digestLength` when the digest is empty, longer than 128 bytes, or not 32 bytes for SHA-256.
    public init(code: Code, digest: [UInt8]) throws(CIDError) {
        let fits = code == .sha256 ? digest.count == 32 : (1...Self.longestDigest).contains(digest.count)
        guard fits else { throw .digestLength(digest.count) }
        self.init(code: code, checked: digest)
    }

    init(code: Code, checked digest: [UInt8]) {
        self.code = code
        self.digest = digest
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digest.count + 3)
        UnsignedVarint.append(code.rawValue, to: &bytes)
        UnsignedVarint.append(UInt64(digest.count), to: &bytes)
        return bytes + digest
    }

    /// Reads a multihash that fills `bytes` to the end.
    package init(bytes: ArraySlice<UInt8>) throws(CIDError) {
        var rest = bytes
        guard let code = UnsignedVarint.take(from: &rest), let length = UnsignedVarint.take(from: &rest) else {
            throw .damaged
        }
        guard length == UInt64(rest.count) else { throw .damaged }
        try self.init(code: Code(rawValue: code), digest: Array(rest))
    }
}
