import Foundation

/// A 3 × 3 convolution of many channels, and the nodes that do the same with Winograd's algorithm.
///
/// All is plain ONNX: a convolution moves each channel's squares to where they are multiplied, one matrix product for
/// each place does the work, another moves the results back. The products of wide layers are large, and what engines
/// do best. Nothing depends on the picture's size.
struct WideConvolution: Sendable {
    /// With fewer squares in the picture, reading the larger filters takes longer than multiplying.
    static let fewestSquares = 64
    /// What the moved values of one layer may take while it runs.
    private static let mostBytes = 256 << 20

    let node: ONNXNode
    let filters: ONNXTensor
    let form: WinogradForm
    /// Above, left, below, right, as ONNX counts.
    private let padding: [Int]

    var outputs: Int { filters.shape[0] }
    var inputs: Int { filters.shape[1] }

    /// nil for whatever is something else, or not worth it.
    init?(_ node: ONNXNode, filters: ONNXTensor, size: PictureSizes.Size?, form: WinogradForm) {
        guard node.operation == "Conv", node.domain.isEmpty, (2...3).contains(node.inputs.count),
            node.outputs.count == 1, filters.isFloat32, filters.shape.count == 4, filters.shape[2...] == [3, 3],
            filters.shape[0] >= form.fewestChannels, filters.shape[1] >= form.fewestChannels,
            node.int("group") ?? 1 == 1, (node.ints("strides") ?? [1, 1]) == [1, 1],
            (node.ints("dilations") ?? [1, 1]) == [1, 1], (node.ints("kernel_shape") ?? [3, 3]) == [3, 3]
        else { return nil }
        switch node.string("auto_pad") ?? "NOTSET" {
        case "NOTSET": padding = node.ints("pads") ?? [0, 0, 0, 0]
        case "VALID": padding = [0, 0, 0, 0]
        case "SAME_UPPER", "SAME_LOWER": padding = [1, 1, 1, 1]
        default: return nil
        }
        guard padding.count == 4, padding.allSatisfy({ (0...64).contains($0) }), let size,
            let moved = Self.moved(size, channels: filters.shape[0...1], form), moved.squares >= Self.fewestSquares,
            moved.bytes <= Self.mostBytes
        else { return nil }
        self.node = node
        self.filters = filters
        self.form = form
    }

    /// nil where nobody has as much memory.
    private static func moved(
        _ size: PictureSizes.Size, channels: ArraySlice<Int>, _ form: WinogradForm
    ) -> (squares: Int, bytes: Int)? {
        let down = (size.height + form.outputs - 1) / form.outputs
        let across = (size.width + form.outputs - 1) / form.outputs
        let (squares, tooMany) = down.multipliedReportingOverflow(by: across)
        let (values, tooLarge) = squares.multipliedReportingOverflow(by: (channels.max() ?? 0) * form.products * 4)
        return tooMany || tooLarge ? nil : (squares, values)
    }

    /// What all layers of a form share, under this prefix.
    static func sharedConstants(_ form: WinogradForm, prefix: String) -> [ONNXConstant] {
        [
            ONNXConstant(prefix + "values", [form.products, 1, form.side, form.side], floats: form.squareOfValues),
            ONNXConstant(
                prefix + "results", [form.outputs * form.outputs, form.products], floats: form.squareOfResults),
            ONNXConstant(prefix + "planes", [-1, 1, 0, 0]),
            ONNXConstant(prefix + "products", [0, form.products, -1]),
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
            ONNXConstant(prefix + "pictures", [-1, inputs * form.products, 0, 0]),
            ONNXConstant(prefix + "channels", [0, inputs, form.products, -1]),
            ONNXConstant(prefix + "depth", [0, form.outputs * form.outputs * outputs]),
            ONNXConstant(prefix + "growth", [padding[0] + padding[2] - 2, padding[1] + padding[3] - 2]),
        ]
    }

    /// Shapes on the right: N pictures, C channels in and O out, P products, h × w squares of m × m results.
    /// - Parameters:
    ///   - shared: the prefix of the constants that all layers share.
    ///   - prefix: that of this layer's own, among which `filters` (1, P, O, C).
    func nodes(shared: String, prefix: String) -> [ONNXFile.Node] {
        let m = form.outputs
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
                "kernel_shape": .ints([form.side, form.side]), "strides": .ints([m, m]),
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
