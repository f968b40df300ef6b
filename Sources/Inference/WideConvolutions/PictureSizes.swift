/// About how large the pictures within a network are, as far as a look at its nodes tells. It decides what is worth
/// rewriting, never what is right: what it does not know it takes for unchanged, or leaves open.
struct PictureSizes {
    struct Size: Equatable {
        var height: Int
        var width: Int
    }

    private var sizes: [String: Size] = [:]
    private let scales: [String: [Float]]

    /// What keeps the size of its first input, or about.
    private static let even: Set<String> = [
        "Identity", "Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "Tanh", "Elu", "Gelu", "HardSwish", "Softplus",
        "Sqrt", "Exp", "Cast", "Dropout", "BatchNormalization", "InstanceNormalization", "Pad",
    ]
    /// What gives the largest of its inputs.
    private static let mixing: Set<String> = ["Add", "Sub", "Mul", "Div", "Pow", "Concat", "Where"]
    private static let moving: Set<String> = ["Conv", "MaxPool", "AveragePool"]
    private static let scaling: Set<String> = ["Resize", "Upsample"]

    /// - Parameters:
    ///   - shapes: of the network's inputs, and of other values where they are known.
    ///   - scales: values of constants, for what enlarges.
    init(_ shapes: [String: [Int]], scales: [String: [Float]]) {
        self.scales = scales
        for (name, shape) in shapes where shape.count == 4 && shape[2] > 0 && shape[3] > 0 {
            sizes[name] = Size(height: shape[2], width: shape[3])
        }
    }

    subscript(_ value: String) -> Size? { sizes[value] }

    /// Takes note of what a node gives; nodes come in the order in which they run.
    mutating func note(_ node: ONNXNode) {
        guard let size = result(of: node) else { return }
        for output in node.outputs where sizes[output] == nil { sizes[output] = size }
    }

    private func result(of node: ONNXNode) -> Size? {
        if Self.mixing.contains(node.operation) {
            return node.inputs.compactMap { sizes[$0] }.max { $0.height < $1.height }
        }
        guard let first = node.inputs.first, let size = sizes[first] else { return nil }
        if Self.even.contains(node.operation) { return size }
        if Self.moving.contains(node.operation) {
            let strides = node.ints("strides") ?? [1, 1]
            guard strides.count == 2, strides.allSatisfy({ (1...64).contains($0) }) else { return nil }
            return Size(
                height: (size.height + strides[0] - 1) / strides[0], width: (size.width + strides[1] - 1) / strides[1])
        }
        if Self.scaling.contains(node.operation) {
            let factors = node.inputs.dropFirst().compactMap { scales[$0] }.first { $0.count == 4 }
            guard let factors, factors[2...].allSatisfy({ $0 > 0 && $0 <= 64 }) else { return nil }
            return Size(height: Int(Float(size.height) * factors[2]), width: Int(Float(size.width) * factors[3]))
        }
        return nil
    }
}
