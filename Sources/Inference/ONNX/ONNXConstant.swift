import Foundation

/// A constant to be written into an ONNX file.
struct ONNXConstant: Sendable {
    /// Where numbers lie that a file leaves to another one beside it.
    struct Place: Sendable {
        var file: String
        var offset: Int
        var bytes: Int
    }

    /// By TensorProto.DataType.
    private enum Elements: Int {
        case float32 = 1
        case int64 = 7
    }

    private enum Numbers: Sendable {
        case here(Data)
        case elsewhere(Place)
    }

    let name: String
    private let shape: [Int]
    private let elements: Elements
    private let numbers: Numbers

    /// A row of whole numbers, such as a shape.
    init(_ name: String, _ values: [Int]) {
        self.name = name
        shape = [values.count]
        elements = .int64
        numbers = .here(values.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) })
    }

    init(_ name: String, _ shape: [Int], floats: [Float]) {
        self.name = name
        self.shape = shape
        elements = .float32
        numbers = .here(floats.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) })
    }

    /// Float32, little-endian, in another file.
    init(_ name: String, _ shape: [Int], at place: Place) {
        self.name = name
        self.shape = shape
        elements = .float32
        numbers = .elsewhere(place)
    }

    /// The TensorProto.
    var message: ProtobufMessage {
        var tensor = ProtobufMessage()
        for side in shape { tensor.append(1, side) }
        tensor.append(2, elements.rawValue)
        tensor.append(8, name)
        switch numbers {
        case .here(let bytes): tensor.append(9, bytes)
        case .elsewhere(let place):
            let entries = [("location", place.file), ("offset", "\(place.offset)"), ("length", "\(place.bytes)")]
            for (key, value) in entries {
                var entry = ProtobufMessage()
                entry.append(1, key)
                entry.append(2, value)
                tensor.append(13, entry)
            }
            tensor.append(14, 1)
        }
        return tensor
    }
}
