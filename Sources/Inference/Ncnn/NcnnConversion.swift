import Foundation

/// Turns a super-resolution network of ncnn into ONNX, with the same weights in float32.
///
/// ```swift
/// let model = try NcnnConversion.onnx(param: Data(contentsOf: text), weights: Data(contentsOf: bin))
/// ```
package enum NcnnConversion {
    /// Pictures have this many channels, going in and coming out.
    static let pictureChannels = 3

    /// - Returns: a model with `input` 1×3×H×W and `output` 1×3×sH×sW, both RGB 0…1; H and W are free, s is the
    ///   network's.
    static func onnx(param: Data, weights: Data) throws(NcnnError) -> Data {
        try onnx(try NcnnNetwork(param: param, weights: weights))
    }

    static func onnx(_ network: NcnnNetwork) throws(NcnnError) -> Data {
        var translation = NcnnTranslation()
        for layer in network.layers { try translation.add(layer) }
        return try translation.finished().encoded()
    }

    /// The same of a `.param` file with its `.bin` beside it.
    package static func onnx(of file: URL) throws(InferenceError) -> Data {
        do {
            let weights = file.deletingPathExtension().appendingPathExtension("bin")
            return try onnx(param: Data(contentsOf: file), weights: Data(contentsOf: weights))
        } catch {
            throw .unreadable(file: file.path, reason: "\(error)")
        }
    }
}

/// Why a file of ncnn was not converted, and where: the line of the `.param`, the layer, or the rest of the `.bin`.
enum NcnnError: Error, Equatable, Sendable {
    /// The `.param` is not UTF-8.
    case notText
    /// The `.param` starts with something else than `NcnnNetwork.magic`.
    case badMagic(found: String)
    case malformed(line: Int, reason: String)
    case wrongLayerCount(expected: Int, found: Int)

    case unknownLayer(NcnnPlace, type: String)
    case missingParameter(NcnnPlace, key: Int)
    /// The layer is known, but not like this.
    case unsupported(NcnnPlace, reason: String)
    /// A blob that no layer before this one wrote.
    case unknownBlob(NcnnPlace, blob: String)
    case duplicateBlob(NcnnPlace, blob: String)

    /// In bytes; `found` is what was left of the file.
    case truncatedWeights(NcnnPlace, expected: Int, found: Int)
    /// Neither float32 nor float16: int8 or a table.
    case unsupportedWeights(NcnnPlace, flag: UInt32)
    case surplusWeights(bytes: Int)

    case wrongInputCount(Int)
    /// The blobs that no layer reads, where there is not exactly one.
    case wrongOutputs([String])
}

/// Where in the `.param` text.
struct NcnnPlace: Equatable, Sendable, CustomStringConvertible {
    /// From 1.
    let line: Int
    let layer: String

    var description: String { "line \(line), \(layer)" }
}

extension NcnnError: CustomStringConvertible {
    var description: String {
        switch self {
        case .notText: "the .param is no text. Is it ncnn's binary form (.param.bin)?"
        case .badMagic(let found): "line 1: expected \(NcnnNetwork.magic), found \"\(found)\"."
        case .malformed(let line, let reason): "line \(line): \(reason)."
        case .wrongLayerCount(let expected, let found): "line 2 promises \(expected) layers, \(found) follow."
        case .unknownLayer(let place, let type): "\(place): layers of type \(type) are not known here."
        case .missingParameter(let place, let key): "\(place): parameter \(key) is missing."
        case .unsupported(let place, let reason): "\(place): \(reason)."
        case .unknownBlob(let place, let blob): "\(place): no layer before it writes \(blob)."
        case .duplicateBlob(let place, let blob): "\(place): another layer writes \(blob) too."
        case .truncatedWeights(let place, let expected, let found):
            "\(place): needs \(expected) bytes of weights, \(found) are left. Is the .bin complete?"
        case .unsupportedWeights(let place, let flag):
            "\(place): its weights are neither float32 nor float16 (flag 0x\(String(flag, radix: 16)))."
        case .surplusWeights(let bytes): "\(bytes) bytes of weights belong to no layer. Is it the .bin of this .param?"
        case .wrongInputCount(let count): "expected one Input layer, found \(count)."
        case .wrongOutputs(let blobs):
            "expected one blob that no layer reads, found [\(blobs.joined(separator: ", "))]."
        }
    }
}

/// The graph as it grows, layer by layer.
struct NcnnTranslation {
    /// What stands for a blob: a name in the graph, channels, and height and width as a multiple of the input's.
    /// Names begin with what they are, so that no name of the file meets one that is made here.
    private struct Value {
        let name: String
        let channels: Int
        let scale: Int
    }

    /// No network of the family enlarges more.
    private static let scaleLimit = 64

    private var file = ONNXFile(name: "ncnn")
    private var values: [String: Value] = [:]
    private var unread: [(blob: String, place: NcnnPlace)] = []
    private var inputCount = 0
    private var scalars: Set<String> = []
    private let inputChannels: Int

    init() { inputChannels = NcnnConversion.pictureChannels }

    /// A part of a network that begins with a blob, which has the given names.
    init(input names: [String], channels: Int) {
        inputChannels = channels
        inputCount = 1
        for name in names { values[name] = Value(name: "input", channels: channels, scale: 1) }
    }

    /// Of the one value that all of these blobs are; nil when they are not one.
    func channels(ofOne blobs: [String]) -> Int? {
        let values = blobs.compactMap { self.values[$0] }
        guard let first = values.first, values.count == blobs.count,
            values.allSatisfy({ $0.name == first.name && $0.scale == 1 })
        else { return nil }
        return first.channels
    }

    /// Of the last layer's result.
    var scale: Int { unread.last.flatMap { values[$0.blob]?.scale } ?? 1 }

    mutating func add(_ layer: NcnnLayer) throws(NcnnError) {
        var inputs: [Value] = []
        for blob in layer.inputs {
            guard let value = values[blob] else { throw .unknownBlob(layer.place, blob: blob) }
            inputs.append(value)
        }
        unread.removeAll { layer.inputs.contains($0.blob) }
        let value = try translated(layer, inputs)
        for blob in layer.outputs {
            guard values.updateValue(value, forKey: blob) == nil else { throw .duplicateBlob(layer.place, blob: blob) }
            unread.append((blob, layer.place))
        }
    }

    /// The graph with its ports: the one blob that is left over is the output.
    mutating func finished() throws(NcnnError) -> ONNXFile {
        guard inputCount == 1 else { throw .wrongInputCount(inputCount) }
        guard let last = unread.first, unread.count == 1, let value = values[last.blob] else {
            throw .wrongOutputs(unread.map(\.blob))
        }
        guard value.channels == NcnnConversion.pictureChannels else {
            throw .unsupported(last.place, reason: "the output has \(value.channels) channels, a picture has 3")
        }
        return finished(with: value)
    }

    /// The graph up to a blob.
    mutating func finished(as blob: String) throws(NcnnError) -> ONNXFile {
        guard inputCount == 1 else { throw .wrongInputCount(inputCount) }
        guard let value = values[blob] else { throw .wrongOutputs([blob]) }
        return finished(with: value)
    }

    private mutating func finished(with value: Value) -> ONNXFile {
        file.inputs = [Self.port("input", channels: inputChannels, scale: 1)]
        file.outputs = [Self.port("output", channels: value.channels, scale: value.scale)]
        append("Identity", [value.name], to: "output")
        return file
    }

    private static func port(_ name: String, channels: Int, scale: Int) -> ONNXFile.Port {
        let sides = ["H", "W"].map { ONNXFile.Dimension.symbolic(scale == 1 ? $0 : "\(scale)*\($0)") }
        return .init(name: name, shape: [.fixed(1), .fixed(channels)] + sides)
    }

    /// - Returns: what the layer's outputs are; several outputs share it.
    private mutating func translated(_ layer: NcnnLayer, _ inputs: [Value]) throws(NcnnError) -> Value {
        if case .input(let channels) = layer.operation { return try input(layer, channels) }
        // Every operation but the input was read with at least one blob.
        guard let first = inputs.first, let name = layer.outputs.first.map({ "blob." + $0 }) else {
            throw .unsupported(layer.place, reason: "it has no input or no output")
        }
        switch layer.operation {
        case .input, .split: return first
        case .concatenate: return try concatenated(inputs, as: name, at: layer.place)
        case .convolution(let convolution): return try convolved(first, convolution, as: name, at: layer.place)
        case .parametricReLU(let slopes, let count):
            return try activated(first, slopes, count, as: name, at: layer.place)
        case .leakyReLU(let slope): return activated(first, slope, as: name)
        case .sum(let coefficients): return try sum(inputs, coefficients, as: name, at: layer.place)
        case .binary(let binary, let scalar): return try combined(inputs, binary, scalar, as: name, at: layer.place)
        case .resize(let filter, let factor): return try resized(first, filter, factor, as: name, at: layer.place)
        case .pixelShuffle(let factor, let order):
            return try shuffled(first, factor, order, as: name, at: layer.place)
        }
    }
}

// MARK: - One function for each operation

extension NcnnTranslation {
    private mutating func input(_ layer: NcnnLayer, _ channels: Int?) throws(NcnnError) -> Value {
        inputCount += 1
        guard channels ?? NcnnConversion.pictureChannels == NcnnConversion.pictureChannels else {
            throw .unsupported(layer.place, reason: "the input has \(channels ?? 0) channels, a picture has 3")
        }
        return Value(name: "input", channels: NcnnConversion.pictureChannels, scale: 1)
    }

    private mutating func concatenated(
        _ inputs: [Value], as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        let channels = inputs.reduce(0) { $0 + $1.channels }
        guard let first = inputs.first, inputs.allSatisfy({ $0.scale == first.scale }) else {
            throw .unsupported(place, reason: "its inputs differ in size")
        }
        guard channels <= NcnnOperation.channelLimit else {
            throw .unsupported(place, reason: "\(channels) channels are too many")
        }
        append("Concat", inputs.map(\.name), to: name, ["axis": .int(1)])
        return Value(name: name, channels: channels, scale: first.scale)
    }

    private mutating func convolved(
        _ input: Value, _ convolution: NcnnConvolution, as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        guard input.channels == convolution.inputs else {
            throw .unsupported(
                place, reason: "its weights are for \(convolution.inputs) channels, its input has \(input.channels)")
        }
        let (height, width) = (convolution.height, convolution.width)
        let kernel = [height.kernel, width.kernel]
        let shape = [convolution.outputs, convolution.inputs] + kernel
        var names = [input.name, constant("weight." + name, shape, convolution.weights)]
        if let bias = convolution.bias { names.append(constant("bias." + name, [convolution.outputs], bias)) }
        let attributes: KeyValuePairs<String, ONNXFile.Attribute> = [
            "kernel_shape": .ints(kernel), "dilations": .ints([height.dilation, width.dilation]),
            "pads": .ints([height.before, width.before, height.after, width.after]),
        ]
        let result = Value(name: name, channels: convolution.outputs, scale: input.scale)
        switch convolution.activation {
        case .none:
            append("Conv", names, to: name, attributes)
            return result
        case .leakyReLU(let slope):
            let linear = Value(name: "linear." + name, channels: result.channels, scale: result.scale)
            append("Conv", names, to: linear.name, attributes)
            return activated(linear, slope, as: name)
        }
    }

    private mutating func activated(_ input: Value, _ slope: Float, as name: String) -> Value {
        if slope == 0 {
            append("Relu", [input.name], to: name)
        } else {
            append("LeakyRelu", [input.name], to: name, ["alpha": .float(slope)])
        }
        return Value(name: name, channels: input.channels, scale: input.scale)
    }

    private mutating func activated(
        _ input: Value, _ slopes: Data, _ count: Int, as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        guard count == 1 || count == input.channels else {
            throw .unsupported(place, reason: "it has \(count) slopes for \(input.channels) channels")
        }
        append("PRelu", [input.name, constant("slope." + name, [count, 1, 1], slopes)], to: name)
        return Value(name: name, channels: input.channels, scale: input.scale)
    }

    private mutating func sum(
        _ inputs: [Value], _ coefficients: [Float], as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        let first = try alike(inputs, at: place)
        var total: String?
        for (index, input) in inputs.enumerated() {
            var term = input.name
            if coefficients.indices.contains(index), coefficients[index] != 1 {
                append("Mul", [term, scalar(coefficients[index])], to: "term\(index).\(name)")
                term = "term\(index).\(name)"
            }
            if let sum = total {
                let isLast = index == inputs.count - 1
                append("Add", [sum, term], to: isLast ? name : "sum\(index).\(name)")
                term = isLast ? name : "sum\(index).\(name)"
            }
            total = term
        }
        return Value(name: total ?? first.name, channels: first.channels, scale: first.scale)
    }

    private mutating func combined(
        _ inputs: [Value], _ binary: NcnnBinary, _ scalar: Float?, as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        let first = try alike(inputs, at: place)
        let operation =
            switch binary {
            case .add: "Add"
            case .subtract: "Sub"
            case .multiply: "Mul"
            case .divide: "Div"
            case .maximum: "Max"
            case .minimum: "Min"
            }
        append(operation, inputs.map(\.name) + (scalar.map { [self.scalar($0)] } ?? []), to: name)
        return Value(name: name, channels: first.channels, scale: first.scale)
    }

    private mutating func resized(
        _ input: Value, _ filter: NcnnFilter, _ factor: Float, as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        // A side that is no whole multiple of the input's would depend on how each engine rounds.
        guard let scale = Int(exactly: Float(input.scale) * factor), (1...Self.scaleLimit).contains(scale) else {
            throw .unsupported(place, reason: "\(input.scale) × \(factor) is no whole scale up to \(Self.scaleLimit)")
        }
        let factors = constant("scales." + name, [4], Self.bytes(of: [1, 1, factor, factor]))
        append("Resize", [input.name, "", factors], to: name, Self.attributes(of: filter))
        return Value(name: name, channels: input.channels, scale: scale)
    }

    private static func attributes(of filter: NcnnFilter) -> KeyValuePairs<String, ONNXFile.Attribute> {
        switch filter {
        case .nearest:
            [
                "mode": .string("nearest"), "coordinate_transformation_mode": .string("asymmetric"),
                "nearest_mode": .string("floor"),
            ]
        case .linear:
            ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")]
        case .cubic:
            [
                "mode": .string("cubic"), "coordinate_transformation_mode": .string("half_pixel"),
                "cubic_coeff_a": .float(-0.75),
            ]
        }
    }

    private mutating func shuffled(
        _ input: Value, _ factor: Int, _ order: NcnnShuffle, as name: String, at place: NcnnPlace
    ) throws(NcnnError) -> Value {
        let scale = input.scale * factor
        guard input.channels.isMultiple(of: factor * factor), scale <= Self.scaleLimit else {
            throw .unsupported(
                place, reason: "\(input.channels) channels at scale \(input.scale) do not shuffle by \(factor)")
        }
        let mode =
            switch order {
            case .channelFirst: "CRD"
            case .pixelFirst: "DCR"
            }
        append("DepthToSpace", [input.name], to: name, ["blocksize": .int(factor), "mode": .string(mode)])
        return Value(name: name, channels: input.channels / (factor * factor), scale: scale)
    }
}

// MARK: - Nodes and constants

extension NcnnTranslation {
    /// - Returns: the first, after a check that all have the same channels and size.
    private func alike(_ inputs: [Value], at place: NcnnPlace) throws(NcnnError) -> Value {
        guard let first = inputs.first,
            inputs.allSatisfy({ $0.channels == first.channels && $0.scale == first.scale })
        else { throw .unsupported(place, reason: "its inputs differ in channels or size") }
        return first
    }

    private mutating func append(
        _ operation: String, _ inputs: [String], to output: String,
        _ attributes: KeyValuePairs<String, ONNXFile.Attribute> = [:]
    ) {
        file.nodes.append(.init(operation: operation, inputs: inputs, output: output, attributes: attributes))
    }

    private mutating func constant(_ name: String, _ shape: [Int], _ values: Data) -> String {
        file.initializers.append(.init(name: name, shape: shape, values: values))
        return name
    }

    /// Equal numbers share one constant.
    private mutating func scalar(_ value: Float) -> String {
        let name = "scalar.\(value)"
        return scalars.insert(name).inserted ? constant(name, [], Self.bytes(of: [value])) : name
    }

    private static func bytes(of values: [Float]) -> Data {
        values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
    }
}
