import Foundation

/// The fields of one message of protocol buffers, read where they lie. Every length is checked against the message's
/// end, so that a damaged or hostile file ends in an error.
/// - SeeAlso: protobuf.dev/programming-guides/encoding
struct ProtobufReader {
    enum Value: Equatable {
        case varint(UInt64)
        case word(UInt32)
        case long(UInt64)
        /// Where the text, the message or the packed numbers lie.
        case bytes(Range<Int>)
    }

    struct Fault: Error, Equatable {
        let reason: String
    }

    /// The format's own limit: 29 bits.
    private static let highestNumber: UInt64 = 1 << 29

    private let bytes: UnsafeRawBufferPointer
    private var at: Int
    private let end: Int

    /// - Parameter range: lies within `bytes`, which outlive these fields.
    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        self.bytes = bytes
        at = max(0, range.lowerBound)
        end = min(range.upperBound, bytes.count)
    }

    /// The next field, nil at the message's end.
    mutating func next() throws(Fault) -> (number: Int, value: Value)? {
        guard at < end else { return nil }
        let key = try varint()
        let number = key >> 3
        guard number > 0, number < Self.highestNumber else { throw Fault(reason: "a field is numbered \(number)") }
        switch key & 7 {
        case 0: return (Int(number), .varint(try varint()))
        case 1: return (Int(number), .long(try fixed(UInt64.self)))
        case 2: return (Int(number), .bytes(try block()))
        case 5: return (Int(number), .word(try fixed(UInt32.self)))
        case let wire: throw Fault(reason: "field \(number) is of the unknown wire type \(wire)")
        }
    }

    /// Numbers packed into one field, one after the other.
    static func varints(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(Fault) -> [UInt64] {
        var fields = ProtobufReader(bytes, in: range)
        var numbers: [UInt64] = []
        while fields.at < fields.end { numbers.append(try fields.varint()) }
        return numbers
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    private mutating func varint() throws(Fault) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard at < end else { throw Fault(reason: "it ends within a number") }
            let byte = bytes[at]
            at += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
        }
        throw Fault(reason: "a number has more than ten bytes")
    }

    private mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) throws(Fault) -> Number {
        guard end - at >= MemoryLayout<Number>.size else { throw Fault(reason: "it ends within a number") }
        defer { at += MemoryLayout<Number>.size }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Number.self))
    }

    private mutating func block() throws(Fault) -> Range<Int> {
        let length = try varint()
        guard length <= UInt64(end - at) else {
            throw Fault(reason: "a field says \(length) bytes where \(end - at) are left")
        }
        defer { at += Int(length) }
        return at..<at + Int(length)
    }
}
