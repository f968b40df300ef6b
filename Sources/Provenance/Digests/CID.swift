/// A content identifier (multiformats/cid): the name that IPFS gives to a block, made from the block's hash.
///
/// ```swift
/// let cid = try CID("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku")
/// cid.codec                     // .raw
/// CID(version1: .dagPB, sha256: digest).description   // "bafybei…"
/// ```
public struct CID: Sendable, Hashable {
    /// The form of the identifier.
    public enum Version: UInt64, Sendable, Hashable {
        /// A bare SHA-256 of a dag-pb block: `Qm…`.
        case v0 = 0
        /// Version, codec and hash, each named: `baf…`.
        case v1 = 1
    }

    /// What the bytes of the block are (multiformats/multicodec).
    public struct Codec: RawRepresentable, Sendable, Hashable {
        public let rawValue: UInt64

        public init(rawValue: UInt64) {
            self.rawValue = rawValue
        }

        /// Bytes as they are.
        public static let raw = Codec(rawValue: 0x55)
        /// A node of UnixFS: links and data.
        public static let dagPB = Codec(rawValue: 0x70)
        /// A node in CBOR, such as the head of a CAR.
        public static let dagCBOR = Codec(rawValue: 0x71)
    }

    public let version: Version
    public let codec: Codec
    public let hash: Multihash

    /// A CIDv0: always dag-pb and SHA-256.
    /// - Parameter sha256: the block's hash, 32 bytes.
    /// - Throws: `CIDError.digestLength`.
    public init(version0SHA256 sha256: [UInt8]) throws(CIDError) {
        self.init(version: .v0, codec: .dagPB, hash: try Multihash(code: .sha256, digest: sha256))
    }

    /// A CIDv1.
    public init(version1 codec: Codec, hash: Multihash) {
        self.init(version: .v1, codec: codec, hash: hash)
    }

    /// The caller sees to it that version 0 has dag-pb and SHA-256.
    init(version: Version, codec: Codec, hash: Multihash) {
        self.version = version
        self.codec = codec
        self.hash = hash
    }

    /// The same block's CIDv1.
    public var inVersion1: CID { CID(version1: codec, hash: hash) }
}
