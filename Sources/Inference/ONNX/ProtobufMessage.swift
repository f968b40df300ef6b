import Foundation

/// A message of protocol buffers, written field by field.
/// - SeeAlso: protobuf.dev/programming-guides/encoding
struct ProtobufMessage {
    private enum Wire: UInt64 {
        case varint = 0
        case bytes = 2
        case word = 5
    }

    private(set) var bytes = Data()

    mutating func append(_ field: UInt64, _ value: Int) {
        appendKey(field, .varint)
        appendVarint(UInt64(bitPattern: Int64(value)))
    }

    mutating func append(_ field: UInt64, _ value: Float) {
        appendKey(field, .word)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ field: UInt64, _ value: String) {
        append(field, Data(value.utf8))
    }

    mutating func append(_ field: UInt64, _ value: ProtobufMessage) {
        append(field, value.bytes)
    }

    mutating func append(_ field: UInt64, _ value: Data) {
        appendKey(field, .bytes)
        appendVarint(UInt64(value.count))
        bytes.append(value)
    }

    private mutating func appendKey(_ field: UInt64, _ wire: Wire) {
        appendVarint(field << 3 | wire.rawValue)
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
