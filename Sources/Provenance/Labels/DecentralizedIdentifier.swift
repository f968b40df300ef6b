/// A decentralized identifier that names an Ethereum account: `did:pkh:eip155:1:0x…` or `did:ethr:0x…`.
/// - SeeAlso: W3C DID Core 1.0; CAIP-10; the method specifications did:pkh and did:ethr.
public struct DecentralizedIdentifier: Sendable, Hashable, CustomStringConvertible {
    public enum Account: Sendable, Hashable {
        case address(EthereumAddress)
        /// A point of secp256k1 in its compressed form of 33 bytes. Whether it lies on the curve is not checked.
        case publicKey([UInt8])
    }

    /// The identifier as it was given.
    public let description: String
    /// The chain's number or, for did:ethr, also its name; nil when it is not said (did:ethr: Ethereum).
    public let chain: String?
    public let account: Account

    /// Whether a text is to be read as an identifier: any other text is a name.
    public static func isMeant(by text: String) -> Bool { text.hasPrefix("did:") }

    /// - Throws: what is wrong with the method, the chain or the address. Paths and fragments are refused.
    public init(_ text: String) throws(DecentralizedIdentifierError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        description = text
        switch (parts.first, parts.dropFirst().first) {
        case ("did", "pkh") where parts.count == 5 && parts[2] == "eip155":
            guard Self.isNumber(parts[3]) else { throw .wrongChain(text: text, chain: parts[3]) }
            chain = parts[3]
            account = .address(try EthereumAddress(parts[4]))
        case ("did", "ethr") where parts.count == 3 || parts.count == 4:
            chain = parts.count == 4 ? parts[2] : nil
            if let chain, !Self.isNetwork(chain) { throw .wrongChain(text: text, chain: chain) }
            account = try Self.account(parts[parts.count - 1])
        default:
            throw .unknownMethod(text: text)
        }
    }

    private static func account(_ text: String) throws(DecentralizedIdentifierError) -> Account {
        if text.hasPrefix("0x"), let bytes = [UInt8](hexadecimal: text.utf8.dropFirst(2)), bytes.count == 33,
            bytes[0] == 2 || bytes[0] == 3
        {
            return .publicKey(bytes)
        }
        return .address(try EthereumAddress(text))
    }

    /// CAIP-2: up to 32 characters; numbers have no leading zero.
    private static func isNumber(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count) && !text.hasPrefix("0")
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// A number, a hexadecimal number or a name such as `sepolia`.
    private static func isNetwork(_ text: String) -> Bool {
        if text.hasPrefix("0x") {
            let digits = text.utf8.dropFirst(2)
            return (1...32).contains(digits.count) && digits.allSatisfy { [UInt8](hexadecimal: [0x30, $0]) != nil }
        }
        let isName = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "-")
        }
        return isNumber(text) || (isName && (1...32).contains(text.utf8.count))
    }
}
