import Foundation

/// An input, output or noted value of a network as an ONNX file stores it.
/// - SeeAlso: github.com/onnx/onnx/blob/main/onnx/onnx.proto, ValueInfoProto
struct ONNXPort: Sendable {
    private(set) var name = ""
    /// nil for a side that the file leaves open; empty as well where it says nothing.
    private(set) var shape: [Int?] = []

    private static let highestRank = 64

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(ProtobufReader.Fault) {
        var fields = ProtobufReader(bytes, in: range)
        while let (number, value) = try fields.next() {
            guard case .bytes(let block) = value else { continue }
            if number == 1 { name = String(decoding: bytes[block], as: UTF8.self) }
            // TypeProto.tensor_type, TypeProto.Tensor.shape
            guard number == 2, let tensor = try Self.first(1, bytes, in: block),
                let shape = try Self.first(2, bytes, in: tensor)
            else { continue }
            var sides = ProtobufReader(bytes, in: shape)
            while let (number, value) = try sides.next(), self.shape.count < Self.highestRank {
                if number == 1, case .bytes(let side) = value { self.shape.append(try Self.length(bytes, in: side)) }
            }
        }
    }

    private static func first(
        _ field: Int, _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
    ) throws(ProtobufReader.Fault) -> Range<Int>? {
        var fields = ProtobufReader(bytes, in: range)
        while let (number, value) = try fields.next() {
            if number == field, case .bytes(let block) = value { return block }
        }
        return nil
    }

    private static func length(
        _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
    ) throws(ProtobufReader.Fault) -> Int? {
        var fields = ProtobufReader(bytes, in: range)
        while let (number, value) = try fields.next() {
            if number == 1, case .varint(let length) = value { return Int(exactly: length) }
        }
        return nil
    }
}
