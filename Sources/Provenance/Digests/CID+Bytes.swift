extension CID {
    /// The identifier in binary, as blocks and CAR files hold it.
    public var bytes: [UInt8] {
        guard version == .v1 else { return hash.bytes }
        var bytes: [UInt8] = []
        UnsignedVarint.append(version.rawValue, to: &bytes)
        UnsignedVarint.append(codec.rawValue, to: &bytes)
        return bytes + hash.bytes
    }

    /// Reads a binary identifier that fills `bytes` to the end.
    /// - Throws: `CIDError`
    public init(bytes: [UInt8]) throws(CIDError) {
        var rest = bytes[...]
        guard let first = UnsignedVarint.take(from: &rest) else { throw .damaged }
        // CIDv0 has no version: it begins with the number of SHA-256 and the length 32 (multiformats/cid, "Decoding").
        if first == Multihash.Code.sha256.rawValue {
            self.init(version: .v0, codec: .dagPB, hash: try Multihash(bytes: bytes[...]))
            return
        }
        guard first == Version.v1.rawValue else { throw .version(first) }
        guard let codec = UnsignedVarint.take(from: &rest) else { throw .damaged }
        self.init(version1: Codec(rawValue: codec), hash: try Multihash(bytes: rest))
    }
}
