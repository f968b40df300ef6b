/// The 20 bytes that name an account on Ethereum and on chains like it.
public struct EthereumAddress: Sendable, Hashable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// Reads `0x` and 40 hexadecimal digits. Digits in one case are taken as they are; digits in mixed case hold a
    /// checksum (EIP-55), which must be right.
    public init(_ text: String) throws(DecentralizedIdentifierError) {
        guard text.hasPrefix("0x") else { throw .notHexadecimal(text: text) }
        let digits = Array(text.utf8.dropFirst(2))
        guard let bytes = [UInt8](hexadecimal: digits) else { throw .notHexadecimal(text: text) }
        guard bytes.count == 20 else { throw .wrongLength(text: text, bytes: bytes.count) }
        self.bytes = bytes
        let isMixed =
            digits.contains { (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
            && digits.contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
        guard !isMixed || text == description else { throw .wrongChecksum(text: text) }
    }

    /// The address with its checksum in the letters' case (EIP-55).
    public var description: String {
        let digits = bytes.flatMap { [$0 >> 4, $0 & 15] }
        let letters = digits.map { $0 < 10 ? UInt8(ascii: "0") + $0 : UInt8(ascii: "a") + $0 - 10 }
        let hash = Keccak256.digest(of: letters).flatMap { [$0 >> 4, $0 & 15] }
        let cased = zip(letters, hash).map { letter, nibble in
            letter > UInt8(ascii: "9") && nibble >= 8 ? letter - 32 : letter
        }
        return "0x" + String(decoding: cased, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Nil unless the digits are hexadecimal and even in number.
    package init?(hexadecimal digits: some Collection<UInt8>) {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var values: [UInt8] = []
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): values.append(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): values.append(digit - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): values.append(digit - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        self = stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
