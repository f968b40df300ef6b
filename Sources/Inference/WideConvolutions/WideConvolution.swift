import Foundation

/// A 3 × 3 convolution of many channels, and the nodes that do the same with Winograd's algorithm.
///
/// All is plain ONNX: a convolution moves each channel's squares to where they are multiplied, one matrix product for
/// each place does the work, another moves the results back. The products of wide layers are large, and what engines
/// do best. Nothing depends on the picture's size.
struct WideConvolution: Sendable {
    /// With fewer channels on either side, moving values back and forth takes what the multiplications save.
    static let fewestChannels = 128
    /// With fewer squares in the picture, reading the larger filters takes longer than multiplying.
    private static let fewestSquares = 16
    /// What the moved values of one layer may take while it runs.
    private static let mostBytes = 256 << 20

    let node: ONNXNode
    let filters: ONNXTensor
    /// Multiplications of the plain convolution.
    let work: Int
    /// Above, left, below, right, as ONNX counts.
    private let padding: [Int]

    var outputs: Int { filters.shape[0] }
    var inputs: Int { filters.shape[1] }

    /// nil for whatever is something else, or not worth it.
    init?(_ node: ONNXNode, filters: ONNXTensor, size: PictureSizes.Size?) {
        guard node.operation == "Conv", node.domain.isEmpty, (2...3).contains(node.inputs.count),
            node.outputs.count == 1, filters.isFloat32, filters.shape.count == 4, filters.shape[2...] == [3, 3],
            let taps = filters.count, filters.shape[0...1].allSatisfy({ $0 >= Self.fewestChannels }),
            node.int("group") ?? 1 == 1, (node.ints("strides") ?? [1, 1]) == [1, 1],
            (node.ints("dilations") ?? [1, 1]) == [1, 1], (node.ints("kernel_shape") ?? [3, 3]) == [3, 3]
        else { return nil }
        switch node.string("auto_pad") ?? "NOTSET" {
        case "NOTSET": padding = node.ints("pads") ?? [0, 0, 0, 0]
        case "VALID": padding = [0, 0, 0, 0]
        case "SAME_UPPER", "SAME_LOWER": padding = [1, 1, 1, 1]
        default: return nil
        }
        guard padding.count == 4, padding.allSatisfy({ (0...64).contains($0) }), let size else { return nil }
        let side = { (length: Int) in (length + WinogradForm.results - 1) / WinogradForm.results }
        let (squares, endless) = side(size.height).multipliedReportingOverflow(by: side(size.width))
        let channels = max(filters.shape[0], filters.shape[1])
        let (bytes, tooLarge) = squares.multipliedReportingOverflow(by: channels * WinogradForm.products * 4)
        guard !endless, !tooLarge, squares >= Self.fewestSquares, bytes <= Self.mostBytes else { return nil }
        self.node = node
        self.filters = filters
        work = taps * size.height * size.width
    }

    /// What all layers share, under this prefix.
    static func sharedConstants(prefix: String) -> [ONNXConstant] {
        let (m, products, side) = (WinogradForm.results, WinogradForm.products, WinogradForm.values)
        return [
            ONNXConstant(prefix + "values", [products, 1, side, side], floats: WinogradForm.squareOfValues),
            ONNXConstant(prefix + "results", [m * m, products], floats: WinogradForm.squareOfResults),
            ONNXConstant(prefix + "planes", [-1, 1, 0, 0]),
            ONNXConstant(prefix + "products", [0, products, -1]),
            ONNXConstant(prefix + "bias", [1, -1, 1, 1]),
            ONNXConstant(prefix + "size.first", [2]),
            ONNXConstant(prefix + "size.end", [4]),
            ONNXConstant(prefix + "size.sides", [2, 3]),
            ONNXConstant(prefix + "corner", [0, 0]),
        ]
    }

    /// The layer's own constants but its filters.
    func constants(prefix: String) -> [ONNXConstant] {
        [
            ONNXConstant(prefix + "pictures", [-1, inputs * WinogradForm.products, 0, 0]),
            ONNXConstant(prefix + "channels", [0, inputs, WinogradForm.products, -1]),
            ONNXConstant(prefix + "depth", [0, WinogradForm.results * WinogradForm.results * outputs]),
            ONNXConstant(prefix + "growth", [padding[0] + padding[2] - 2, padding[1] + padding[3] - 2]),
        ]
    }

    /// Shapes on the right: N pictures, C channels in and O out, P products, h × w squares of m × m results.
    /// - Parameters:
    ///   - shared: the prefix of the constants that all layers share.
    ///   - prefix: that of this layer's own, among which `filters` (1, P, O, C).
    func nodes(shared: String, prefix: String) -> [ONNXFile.Node] {
        let m = WinogradForm.results
        var nodes: [ONNXFile.Node] = []
        func value(
            _ name: String, _ operation: String, _ inputs: [String],
            _ attributes: KeyValuePairs<String, ONNXFile.Attribute> = [:]
        ) -> String {
            nodes.append(
                ONNXFile.Node(operation: operation, inputs: inputs, output: prefix + name, attributes: attributes))
            return prefix + name
        }
        let picture = node.inputs[0]
        let planes = value("planes", "Reshape", [picture, shared + "planes"])  // N·C, 1, height, width
        // A square may reach beyond the picture: so many more rows that all results are reached, whatever the size.
        let moved = value(
            "moved", "Conv", [planes, shared + "values"],
            [
                "kernel_shape": .ints([WinogradForm.values, WinogradForm.values]), "strides": .ints([m, m]),
                "pads": .ints([padding[0], padding[1], padding[2] + m - 1, padding[3] + m - 1]),
            ])  // N·C, P, h, w
        let squares = value(
            "squares", "Slice", [value("shape", "Shape", [moved]), shared + "size.first", shared + "size.end"])
        let pictures = value("apart", "Reshape", [moved, prefix + "pictures"])  // N, C·P, h, w
        let columns = value("columns", "Reshape", [pictures, prefix + "channels"])  // N, C, P, h·w
        let placed = value("placed", "Transpose", [columns], ["perm": .ints([0, 2, 1, 3])])  // N, P, C, h·w
        let products = value("products", "MatMul", [prefix + "filters", placed])  // N, P, O, h·w
        let flat = value("flat", "Reshape", [products, shared + "products"])  // N, P, O·h·w
        let back = value("back", "MatMul", [shared + "results", flat])  // N, m·m, O·h·w
        let shape = value("depth.shape", "Concat", [prefix + "depth", squares], ["axis": .int(0)])
        let deep = value("deep", "Reshape", [back, shape])  // N, m·m·O, h, w
        var whole = value("whole", "DepthToSpace", [deep], ["blocksize": .int(m), "mode": .string("DCR")])
        if node.inputs.count == 3, !node.inputs[2].isEmpty {
            let bias = value("bias", "Reshape", [node.inputs[2], shared + "bias"])
            whole = value("biased", "Add", [whole, bias])
        }
        let size = value(
            "size", "Slice", [value("picture", "Shape", [picture]), shared + "size.first", shared + "size.end"])
        let end = value("end", "Add", [size, prefix + "growth"])
        nodes.append(
            ONNXFile.Node(
                operation: "Slice", inputs: [whole, shared + "corner", end, shared + "size.sides"],
                output: node.outputs[0]))
        return nodes
    }
}
