/// What is wrong with a decentralized identifier.
public enum DecentralizedIdentifierError: Error, Sendable, Equatable {
    case unknownMethod(text: String)
    /// `chain` is what stands in the chain's place.
    case wrongChain(text: String, chain: String)
    case notHexadecimal(text: String)
    case wrongLength(text: String, bytes: Int)
    case wrongChecksum(text: String)
}

extension DecentralizedIdentifierError: CustomStringConvertible {
    /// `text: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .unknownMethod(let text):
            "\(text): is a DID of a kind that is not checked here. Give did:pkh:eip155:CHAIN:0xADDRESS or "
                + "did:ethr:0xADDRESS, or a name that does not begin with did:."
        case .wrongChain(let text, let chain):
            "\(text): \"\(chain)\" names no chain. Give its number, such as 1 for Ethereum."
        case .notHexadecimal(let text):
            "\(text): is no address of 0x and hexadecimal digits. Copy the whole address from the wallet."
        case .wrongLength(let text, let bytes):
            "\(text): has \(bytes) bytes where an address has 20. Copy the whole address from the wallet."
        case .wrongChecksum(let text):
            "\(text): a letter of the address is wrong, its checksum (EIP-55) says. Copy it again from the wallet."
        }
    }
}
