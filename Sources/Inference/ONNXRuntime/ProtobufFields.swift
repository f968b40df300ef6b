/// The fields of a message of protocol buffers, one after the other; ends where the bytes are no more fields.
/// - SeeAlso: protobuf.dev/programming-guides/encoding
struct ProtobufFields: Sequence, IteratorProtocol {
    struct Field {
        let number: Int
        /// Of a text, a message or packed numbers; empty for a number.
        let bytes: UnsafeRawBufferPointer
    }

    private var rest: Slice<UnsafeRawBufferPointer>

    /// - Parameter bytes: must outlive the sequence and its fields.
    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    mutating func next() -> Field? {
        guard let key = varint() else { return nil }
        let number = Int(truncatingIfNeeded: key >> 3)
        switch key & 7 {
        case 0: return varint().map { _ in Field(number: number, bytes: .init(start: nil, count: 0)) }
        case 1: return field(number, length: 8)
        case 2:
            guard let length = varint(), length <= rest.count else { return nil }
            return field(number, length: Int(length))
        case 5: return field(number, length: 4)
        default: return nil
        }
    }

    private mutating func field(_ number: Int, length: Int) -> Field? {
        guard length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return Field(number: number, bytes: UnsafeRawBufferPointer(rebasing: rest.prefix(length)))
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
