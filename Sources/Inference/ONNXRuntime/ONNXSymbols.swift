import Foundation

/// The names that an ONNX file gives to the free dimensions of its inputs: ONNX Runtime takes fixed lengths by these.
///
/// Reads the file's outline alone and skips its weights. What is no ONNX has no names; the engine says what is wrong.
/// - SeeAlso: github.com/onnx/onnx/blob/main/onnx/onnx.proto, which the field numbers come from.
struct ONNXSymbols {
    /// By input, one for each dimension; nil where the length is given, or nothing.
    private let names: [String: [String?]]

    init(of file: URL) throws(InferenceError) {
        do {
            self.init(in: try Data(contentsOf: file, options: .mappedIfSafe))
        } catch {
            throw .unreadable(file: file.path, reason: (error as NSError).localizedDescription)
        }
    }

    init(in model: Data) {
        names = model.withUnsafeBytes { bytes in
            var names: [String: [String?]] = [:]
            for graph in ProtobufFields(bytes) where graph.number == Field.graph {
                for input in ProtobufFields(graph.bytes) where input.number == Field.input {
                    let (name, symbols) = Self.port(input.bytes)
                    names[name] = symbols
                }
            }
            return names
        }
    }

    /// The lengths of free dimensions, by their names, that give inputs these shapes.
    func dimensions(for shapes: [String: [Int]]) -> [String: Int] {
        var dimensions: [String: Int] = [:]
        for (input, shape) in shapes.sorted(by: { $0.key < $1.key }) {
            for (symbol, length) in zip(names[input] ?? [], shape) {
                // Of two lengths for one name the first counts; the other input's shape does not fit then.
                if let symbol, dimensions[symbol] == nil { dimensions[symbol] = length }
            }
        }
        return dimensions
    }

    private enum Field {
        /// ModelProto
        static let graph = 7
        /// GraphProto
        static let input = 11
        /// ValueInfoProto
        static let (name, type) = (1, 2)
        /// TypeProto, TypeProto.Tensor, TensorShapeProto
        static let (tensor, shape, dimension) = (1, 2, 1)
        /// TensorShapeProto.Dimension
        static let symbol = 2
    }

    private static func port(_ bytes: UnsafeRawBufferPointer) -> (name: String, symbols: [String?]) {
        var (name, symbols) = ("", [String?]())
        for field in ProtobufFields(bytes) {
            if field.number == Field.name { name = String(decoding: field.bytes, as: UTF8.self) }
            guard field.number == Field.type else { continue }
            for tensor in ProtobufFields(field.bytes) where tensor.number == Field.tensor {
                for shape in ProtobufFields(tensor.bytes) where shape.number == Field.shape {
                    for dimension in ProtobufFields(shape.bytes) where dimension.number == Field.dimension {
                        let symbol = ProtobufFields(dimension.bytes).first { $0.number == Field.symbol }
                        symbols.append(symbol.map { String(decoding: $0.bytes, as: UTF8.self) })
                    }
                }
            }
        }
        return (name, symbols)
    }
}
