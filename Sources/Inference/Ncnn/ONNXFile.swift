import Foundation

/// A network in the interchange format that every engine reads; only what networks of convolutions need.
/// - SeeAlso: github.com/onnx/onnx/blob/main/onnx/onnx.proto, which the field numbers below come from.
package struct ONNXFile: Sendable {
    private static let irVersion = 8
    private static let operatorSet = 17

    /// A side of an input or output.
    package enum Dimension: Sendable {
        case fixed(Int)
        case symbolic(String)
    }

    package enum Attribute: Sendable {
        case int(Int)
        case ints([Int])
        case float(Float)
        case string(String)
    }

    package struct Node: Sendable {
        let operation: String
        /// "" stands for an input that is left out.
        let inputs: [String]
        let output: String
        let attributes: KeyValuePairs<String, Attribute>

        package init(
            operation: String, inputs: [String], output: String, attributes: KeyValuePairs<String, Attribute> = [:]
        ) {
            self.operation = operation
            self.inputs = inputs
            self.output = output
            self.attributes = attributes
        }
    }

    /// A constant of the network. `values` are float32, little-endian, rows last.
    package struct Initializer: Sendable {
        let name: String
        let shape: [Int]
        let values: Data

        package init(name: String, shape: [Int], values: Data) {
            self.name = name
            self.shape = shape
            self.values = values
        }
    }

    /// An input or output, always float32.
    package struct Port: Sendable {
        let name: String
        let shape: [Dimension]

        package init(name: String, shape: [Dimension]) {
            self.name = name
            self.shape = shape
        }
    }

    var name: String
    package var inputs: [Port] = []
    package var outputs: [Port] = []
    package var nodes: [Node] = []
    package var initializers: [Initializer] = []

    package init(name: String) { self.name = name }

    /// The ModelProto.
    package func encoded() -> Data {
        var model = ProtobufMessage()
        model.append(1, Self.irVersion)
        model.append(2, "likeness")
        model.append(7, graph)
        var operators = ProtobufMessage()
        operators.append(1, "")
        operators.append(2, Self.operatorSet)
        model.append(8, operators)
        return model.bytes
    }

    private var graph: ProtobufMessage {
        var graph = ProtobufMessage()
        for node in nodes { graph.append(1, node.message) }
        graph.append(2, name)
        for initializer in initializers { graph.append(5, initializer.message) }
        for input in inputs { graph.append(11, input.message) }
        for output in outputs { graph.append(12, output.message) }
        return graph
    }
}

/// TensorProto.DataType.FLOAT
private let float32 = 1

extension ONNXFile.Node {
    var message: ProtobufMessage {
        var node = ProtobufMessage()
        for input in inputs { node.append(1, input) }
        node.append(2, output)
        node.append(3, output)
        node.append(4, operation)
        for (name, attribute) in attributes { node.append(5, attribute.message(named: name)) }
        return node
    }
}

extension ONNXFile.Attribute {
    /// Field 20 is the AttributeProto.AttributeType.
    fileprivate func message(named name: String) -> ProtobufMessage {
        var attribute = ProtobufMessage()
        attribute.append(1, name)
        switch self {
        case .float(let value):
            attribute.append(2, value)
            attribute.append(20, 1)
        case .int(let value):
            attribute.append(3, value)
            attribute.append(20, 2)
        case .string(let value):
            attribute.append(4, value)
            attribute.append(20, 3)
        case .ints(let values):
            for value in values { attribute.append(8, value) }
            attribute.append(20, 7)
        }
        return attribute
    }
}

extension ONNXFile.Initializer {
    var message: ProtobufMessage {
        var tensor = ProtobufMessage()
        for side in shape { tensor.append(1, side) }
        tensor.append(2, float32)
        tensor.append(8, name)
        tensor.append(9, values)
        return tensor
    }
}

extension ONNXFile.Port {
    fileprivate var message: ProtobufMessage {
        var sides = ProtobufMessage()
        for dimension in shape { sides.append(1, dimension.message) }
        var tensor = ProtobufMessage()
        tensor.append(1, float32)
        tensor.append(2, sides)
        var type = ProtobufMessage()
        type.append(1, tensor)
        var port = ProtobufMessage()
        port.append(1, name)
        port.append(2, type)
        return port
    }
}

extension ONNXFile.Dimension {
    fileprivate var message: ProtobufMessage {
        var dimension = ProtobufMessage()
        switch self {
        case .fixed(let length): dimension.append(1, length)
        case .symbolic(let name): dimension.append(2, name)
        }
        return dimension
    }
}
