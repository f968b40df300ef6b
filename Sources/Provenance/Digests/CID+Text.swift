extension CID: CustomStringConvertible {
    /// `Qm…` for version 0, base 32 (`b…`) for version 1.
    public var description: String {
        switch version {
        case .v0: Base58.text(of: bytes)
        case .v1: "b" + Base32.text(of: bytes)
        }
    }

    /// The longest text that is read; base 58 takes time that grows with the square of it.
    private static let longestText = 256

    /// Reads `Qm…`, `b…` (base 32) or `z…` (base 58), and nothing around it: no `ipfs://`, no path, no white space.
    /// - Throws: `CIDError`
    public init(_ text: String) throws(CIDError) {
        let letters = Array(text.utf8.prefix(Self.longestText + 1))
        guard letters.count <= Self.longestText else { throw .tooLong }
        if text.hasPrefix("Qm") {
            guard letters.count == 46 else { throw .damaged }
            guard let bytes = Base58.bytes(of: letters) else { throw .letters(base: 58) }
            let cid = try CID(bytes: bytes)
            guard cid.version == .v0 else { throw .damaged }
            self = cid
            return
        }
        let bytes: [UInt8]
        switch letters.first {
        case UInt8(ascii: "b"):
            guard let decoded = Base32.bytes(of: letters.dropFirst()) else { throw .letters(base: 32) }
            bytes = decoded
        case UInt8(ascii: "z"):
            guard let decoded = Base58.bytes(of: letters.dropFirst()) else { throw .letters(base: 58) }
            bytes = decoded
        case nil: throw .empty
        default: throw .prefix(String(text.prefix(1)))
        }
        let cid = try CID(bytes: bytes)
        // Version 0 is written without the letter of a base.
        guard cid.version == .v1 else { throw .version(Version.v0.rawValue) }
        self = cid
    }
}
