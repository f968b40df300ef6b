import Crypto
import Foundation

/// A network whose wide convolutions are rewritten for speed: see `WideConvolution`. All else stays as it is.
struct WideConvolutions: Sendable {
    /// All names that a rewritten network adds begin so.
    static let prefix = "likeness.wide."
    /// ONNX's operations as the nodes use them: up to 10, Pad, Slice and DepthToSpace were others; what comes after the
    /// last may be.
    private static let operatorSets = 11...26
    /// Multiplications of all wide layers together, below which a run does not repay rewriting and the larger filters:
    /// two cores do as many in a tenth of a second.
    private static let leastWork = 5_000_000_000
    /// Constants larger than this are no scales or pads.
    private static let largestList = 64

    private let reader: ONNXReader
    let layers: [WideConvolution]
    /// Filters that nothing needs any more.
    private let dropped: Set<String>

    /// nil when the network has nothing to rewrite.
    /// - Parameter shapes: of inputs that the file leaves open.
    /// - Throws: `InferenceError.unreadable`.
    init?(_ reader: ONNXReader, shapes: [String: [Int]]) throws(InferenceError) {
        guard Self.operatorSets.contains(try reader.operatorSet()) else { return nil }
        var filters: [String: ONNXTensor] = [:]
        var scales: [String: [Float]] = [:]
        for tensor in try reader.initializers() {
            guard !tensor.isElsewhere, !tensor.name.hasPrefix(Self.prefix) else { return nil }
            filters[tensor.name] = tensor.shape.count == 4 ? tensor : nil
            if tensor.isFloat32, tensor.shape.count == 1, tensor.shape[0] <= Self.largestList {
                scales[tensor.name] = try reader.values(of: tensor)
            }
        }
        let inputs = try reader.ports(.input)
        var known = shapes
        for port in inputs + (try reader.ports(.noted)) where known[port.name] == nil {
            known[port.name] = port.shape.map { $0 ?? 0 }
        }
        var sizes = PictureSizes(known, scales: scales)
        var uses: [String: Int] = [:]
        var layers: [WideConvolution] = []
        var isPlain = true
        try reader.forEachNode { node in
            // A graph within a node may use any value by its name.
            isPlain = isPlain && !node.attributes.values.contains(.graph)
            for input in node.inputs { uses[input, default: 0] += 1 }
            if node.inputs.count > 1, let weights = filters[node.inputs[1]],
                let layer = WideConvolution(node, filters: weights, size: sizes[node.inputs[0]])
            {
                layers.append(layer)
            }
            sizes.note(node)
        }
        // What is left of a number that no memory holds is no small one.
        let work = layers.reduce(0) { $0.addingReportingOverflow($1.work).partialValue }
        guard isPlain, work < 0 || work >= Self.leastWork else { return nil }
        let kept = Set(inputs.map(\.name)).union(try reader.ports(.output).map(\.name))
        let rewritten = Dictionary(layers.map { ($0.filters.name, 1) }, uniquingKeysWith: +)
        dropped = Set(rewritten.filter { uses[$0.key] == $0.value && !kept.contains($0.key) }.keys)
        self.reader = reader
        self.layers = layers
    }

    /// Tells apart what is rewritten of the same file for pictures of other sizes.
    var fingerprint: String {
        let names = layers.map(\.node.outputs[0]).joined(separator: "\n")
        return SHA256.hash(data: Data(names.utf8)).prefix(4)
            .map { String(UInt8($0) >> 4, radix: 16) + String(UInt8($0) & 15, radix: 16) }.joined()
    }

    /// Writes the network into a folder: filters apart from the rest, so that they are mapped into memory, not read.
    /// - Returns: the network's file.
    /// - Throws: `InferenceError.unreadable`, `.cannotWrite`.
    func write(to folder: URL) throws(InferenceError) -> URL {
        let weights = try MovedFilters.write(layers, of: reader, to: folder.appending(path: "filters.bin"))
        let file = folder.appending(path: "network.onnx")
        let network = try encoded(weights)
        do {
            try network.write(to: file)
        } catch {
            throw .cannotWrite(file: file.path, reason: (error as NSError).localizedDescription)
        }
        return file
    }

    private func encoded(_ places: [ONNXConstant.Place]) throws(InferenceError) -> Data {
        var graph = ProtobufMessage()
        let starts = Dictionary(layers.enumerated().map { ($0.element.node.range, $0.offset) }) { first, _ in first }
        for constant in WideConvolution.sharedConstants(prefix: Self.prefix) { graph.append(5, constant.message) }
        for (index, (layer, place)) in zip(layers, places).enumerated() {
            let prefix = Self.prefix + "\(index)."
            let shape = [1, WinogradForm.products, layer.outputs, layer.inputs]
            graph.append(5, ONNXConstant(prefix + "filters", shape, at: place).message)
            for constant in layer.constants(prefix: prefix) { graph.append(5, constant.message) }
        }
        try reader.forEachGraphField { bytes, field, value throws(ProtobufReader.Fault) in
            if field == 1, case .bytes(let range) = value, let index = starts[range] {
                let nodes = layers[index].nodes(shared: Self.prefix, prefix: Self.prefix + "\(index).")
                for node in nodes { graph.append(1, node.message) }
                return
            }
            if field == 5, case .bytes(let range) = value, dropped.contains(try ONNXTensor(bytes, in: range).name) {
                return
            }
            graph.append(field, value, of: bytes)
        }
        return try reader.model(with: graph)
    }
}
