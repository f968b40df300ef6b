/// Whole numbers as multiformats and Protocol Buffers write them: seven bits a byte, lowest first, the top bit set on
/// all bytes but the last (multiformats/unsigned-varint).
package enum UnsignedVarint {
    /// The standard's limit: nine bytes, 63 bits.
    private static let longest = 9

    package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package static func length(of value: UInt64) -> Int {
        max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7)
    }

    /// Takes a number from the front of `bytes`; nil when it is cut short, too long, or not in its shortest form.
    package static func take(from bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for (index, byte) in bytes.prefix(longest).enumerated() {
            value |= UInt64(byte & 0x7F) << (7 * UInt64(index))
            guard byte & 0x80 == 0 else { continue }
            guard byte != 0 || index == 0 else { return nil }
            bytes = bytes.dropFirst(index + 1)
            return value
        }
        return nil
    }
}
