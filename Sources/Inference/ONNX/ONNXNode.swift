import Foundation

/// A step of a network as an ONNX file stores it; of its attributes, the whole numbers and texts.
/// - SeeAlso: github.com/onnx/onnx/blob/main/onnx/onnx.proto, NodeProto and AttributeProto
struct ONNXNode: Sendable {
    enum Attribute: Sendable, Equatable {
        case int(Int)
        case ints([Int])
        case string(String)
        /// A graph of its own, which can use any value of the graph around it.
        case graph
        case other
    }

    private(set) var operation = ""
    /// "" for ONNX's own operations.
    private(set) var domain = ""
    private(set) var inputs: [String] = []
    private(set) var outputs: [String] = []
    private(set) var attributes: [String: Attribute] = [:]
    /// Where it lies in the file.
    let range: Range<Int>

    /// Longer lists than any operation on pictures takes are left out.
    private static let longestList = 64

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(ProtobufReader.Fault) {
        self.range = range
        var fields = ProtobufReader(bytes, in: range)
        while let (number, value) = try fields.next() {
            guard case .bytes(let block) = value else { continue }
            switch number {
            case 1, 2:
                guard inputs.count + outputs.count < ONNXReader.mostParts else { throw ONNXReader.tooMany("values") }
                let name = String(decoding: bytes[block], as: UTF8.self)
                if number == 1 { inputs.append(name) } else { outputs.append(name) }
            case 4: operation = String(decoding: bytes[block], as: UTF8.self)
            case 5:
                let (name, attribute) = try Self.attribute(bytes, in: block)
                attributes[name] = attribute
            case 7: domain = String(decoding: bytes[block], as: UTF8.self)
            default: break
            }
        }
    }

    private static func attribute(
        _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
    ) throws(ProtobufReader.Fault) -> (name: String, Attribute) {
        var fields = ProtobufReader(bytes, in: range)
        var name = ""
        var attribute = Attribute.other
        var list: [Int] = []
        while let (number, value) = try fields.next() {
            switch (number, value) {
            case (1, .bytes(let text)): name = String(decoding: bytes[text], as: UTF8.self)
            case (3, .varint(let value)): attribute = .int(Int(truncatingIfNeeded: value))
            case (4, .bytes(let text)): attribute = .string(String(decoding: bytes[text], as: UTF8.self))
            case (6, _), (11, _): attribute = .graph
            case (8, .varint(let value)) where list.count <= longestList: list.append(Int(truncatingIfNeeded: value))
            case (8, .bytes(let packed)) where packed.count <= longestList * 10:
                list += try ProtobufReader.varints(bytes, in: packed).map { Int(truncatingIfNeeded: $0) }
            default: break
            }
        }
        return (name, list.isEmpty || list.count > longestList ? attribute : .ints(list))
    }

    func int(_ name: String) -> Int? {
        if case .int(let value)? = attributes[name] { value } else { nil }
    }

    func ints(_ name: String) -> [Int]? {
        if case .ints(let values)? = attributes[name] { values } else { nil }
    }

    func string(_ name: String) -> String? {
        if case .string(let value)? = attributes[name] { value } else { nil }
    }
}
