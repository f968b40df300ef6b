/// A dense float32 array in row-major order. What a model declares otherwise (float16, double, int64, …) its engine
/// converts.
public struct Tensor: Sendable, Equatable {
    public var shape: [Int]
    public var values: [Float]

    public init(shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "a tensor holds the product of its shape")
        self.shape = shape
        self.values = values
    }
}

/// Name and shape of one input or output of a model; a dimension that the model leaves open is −1.
public struct TensorDescription: Sendable, Equatable, Codable {
    public var name: String
    public var shape: [Int]

    public init(name: String, shape: [Int]) {
        self.name = name
        self.shape = shape
    }
}

extension TensorDescription {
    /// Whether a tensor of this shape can be given for it: −1 takes any length.
    package func fits(_ shape: [Int]) -> Bool {
        self.shape.count == shape.count && zip(self.shape, shape).allSatisfy { $0 == -1 || $0 == $1 }
    }

    /// Whether a port of this shape can be the one that is described: what either leaves open goes.
    package func agrees(with shape: [Int]) -> Bool {
        self.shape.count == shape.count
            && zip(self.shape, shape).allSatisfy { $0 == -1 || $1 == -1 || $0 == $1 }
    }

    /// `source [1, 512], target [1, 3, 128, 128]`.
    package static func list(_ tensors: [TensorDescription]) -> String {
        tensors.map { "\($0.name) \($0.shape)" }.joined(separator: ", ")
    }
}
