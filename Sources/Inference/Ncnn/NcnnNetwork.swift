import Foundation

/// A super-resolution network as ncnn stores it: the layers of a `.param` text, with their weights from the `.bin`.
///
/// Reading checks everything that one layer can tell by itself; whether layers fit together is `NcnnConversion`'s
/// concern.
/// - SeeAlso: github.com/Tencent/ncnn/wiki/param-and-model-file-structure
struct NcnnNetwork: Sendable {
    static let magic = "7767517"

    /// In the order of the text, which is an order in which they can run.
    let layers: [NcnnLayer]

    init(param: Data, weights: Data) throws(NcnnError) {
        guard let text = String(data: param, encoding: .utf8) else { throw .notText }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
            .map { NcnnLine(number: $0.offset + 1, words: $0.element.split(whereSeparator: \.isWhitespace)) }
            .filter { !$0.words.isEmpty }
        try self.init(lines: lines, weights: weights)
    }

    private init(lines: [NcnnLine], weights: Data) throws(NcnnError) {
        guard let first = lines.first, first.words == [Substring(Self.magic)] else {
            throw .badMagic(found: String((lines.first?.words.joined(separator: " ") ?? "").prefix(40)))
        }
        guard let counts = lines.dropFirst().first, counts.words.count == 2, let count = counts.count(at: 0) else {
            let line = lines.dropFirst().first?.number ?? first.number + 1
            throw .malformed(line: line, reason: "expected the number of layers and of blobs")
        }
        let body = lines.dropFirst(2)
        guard body.count == count else { throw .wrongLayerCount(expected: count, found: body.count) }

        var reader = NcnnWeightReader(weights)
        var layers: [NcnnLayer] = []
        for line in body { layers.append(try NcnnLayer(line, weights: &reader)) }
        guard reader.remaining == 0 else { throw .surplusWeights(bytes: reader.remaining) }
        self.layers = layers
    }
}

/// One layer: what it does, and the names of the blobs that it reads and writes.
struct NcnnLayer: Sendable {
    let place: NcnnPlace
    let operation: NcnnOperation
    let inputs: [String]
    let outputs: [String]

    /// - Parameter weights: stands at this layer's weights, and afterwards at the next layer's.
    fileprivate init(_ line: NcnnLine, weights: inout NcnnWeightReader) throws(NcnnError) {
        let words = line.words
        guard words.count >= 4, let inputCount = line.count(at: 2), let outputCount = line.count(at: 3) else {
            throw .malformed(line: line.number, reason: "expected a type, a name and the numbers of inputs and outputs")
        }
        let blobs = words.dropFirst(4).prefix(inputCount + outputCount).map(String.init)
        guard blobs.count == inputCount + outputCount else {
            throw .malformed(
                line: line.number, reason: "expected \(inputCount + outputCount) blobs, found \(blobs.count)")
        }
        let parameters = try NcnnParameters(
            words.dropFirst(4 + blobs.count), at: NcnnPlace(line: line.number, layer: String(words[1])))
        let operation = try NcnnOperation(type: String(words[0]), parameters: parameters, weights: &weights)
        guard operation.inputCounts.contains(inputCount), operation.outputCounts.contains(outputCount) else {
            throw .malformed(
                line: line.number, reason: "\(words[0]) cannot have \(inputCount) inputs and \(outputCount) outputs")
        }
        place = parameters.place
        self.operation = operation
        inputs = Array(blobs.prefix(inputCount))
        outputs = Array(blobs.dropFirst(inputCount))
    }
}

/// What a layer does, with numbers and weights. Weights are float32, little-endian, as ONNX stores them too.
enum NcnnOperation: Sendable {
    /// `channels` is nil where the file leaves it open.
    case input(channels: Int?)
    case split
    case concatenate
    case convolution(NcnnConvolution)
    /// One slope for all channels, or one for each.
    case parametricReLU(slopes: Data, count: Int)
    /// Slope 0 is the plain ReLU.
    case leakyReLU(slope: Float)
    /// One coefficient for each input, or none.
    case sum(coefficients: [Float])
    /// `scalar` stands for the second input where there is none.
    case binary(NcnnBinary, scalar: Float?)
    case resize(NcnnFilter, factor: Float)
    case pixelShuffle(factor: Int, NcnnShuffle)
}

/// The number of ncnn's BinaryOp.
enum NcnnBinary: Int, Sendable {
    case add, subtract, multiply, divide, maximum, minimum
}

/// The number of ncnn's Interp. Linear and cubic place pixel centres at halves; cubic has A = −0.75.
enum NcnnFilter: Int, Sendable {
    case nearest = 1
    case linear
    case cubic
}

/// Which comes first in the channels: the channel that remains, or the pixel within a block.
enum NcnnShuffle: Int, Sendable {
    case channelFirst, pixelFirst
}

/// A convolution of stride 1 that keeps height and width.
struct NcnnConvolution: Sendable {
    enum Activation: Sendable {
        case none
        case leakyReLU(slope: Float)
    }

    let inputs: Int
    let outputs: Int
    let height: NcnnWindow
    let width: NcnnWindow
    /// Order output, input, row, column.
    let weights: Data
    let bias: Data?
    let activation: Activation
}

/// The extent of a kernel along one side of the picture, in pixels.
struct NcnnWindow: Sendable {
    let kernel: Int
    let dilation: Int
    let before: Int
    let after: Int

    var keepsSize: Bool { before + after == dilation * (kernel - 1) }
}

extension NcnnOperation {
    /// No layer of the family has more channels; the limit keeps every product of counts within an Int.
    static let channelLimit = 1 << 16
    static let factorLimit = 16

    fileprivate init(type: String, parameters: NcnnParameters, weights: inout NcnnWeightReader) throws(NcnnError) {
        switch type {
        case "Input": self = .input(channels: try parameters.inputChannels())
        case "Split": self = .split
        case "Concat": self = try parameters.concatenation()
        case "Convolution": self = .convolution(try NcnnConvolution(parameters, weights: &weights))
        case "PReLU": self = try parameters.parametricReLU(&weights)
        case "ReLU": self = .leakyReLU(slope: try parameters.real(0, default: 0))
        case "Eltwise": self = try parameters.elementwise()
        case "BinaryOp": self = try parameters.binary()
        case "Interp": self = try parameters.resize()
        case "PixelShuffle": self = try parameters.pixelShuffle()
        default: throw .unknownLayer(parameters.place, type: type)
        }
    }

    fileprivate var inputCounts: ClosedRange<Int> {
        switch self {
        case .input: 0...0
        case .split, .convolution, .parametricReLU, .leakyReLU, .resize, .pixelShuffle: 1...1
        case .concatenate: 1...Int.max
        case .sum(let coefficients): coefficients.isEmpty ? 2...Int.max : coefficients.count...coefficients.count
        case .binary(_, let scalar): scalar == nil ? 2...2 : 1...1
        }
    }

    fileprivate var outputCounts: ClosedRange<Int> {
        if case .split = self { 1...Int.max } else { 1...1 }
    }
}

extension NcnnConvolution {
    fileprivate init(_ parameters: NcnnParameters, weights: inout NcnnWeightReader) throws(NcnnError) {
        outputs = try parameters.integer(0, in: 1...NcnnOperation.channelLimit)
        (height, width) = try parameters.windows()
        try parameters.requireDefaults([3: 1, 13: 1, 8: 0, 18: 0, 19: 0])
        guard height.keepsSize, width.keepsSize else {
            throw .unsupported(parameters.place, reason: "its padding changes the size of the picture")
        }
        let count = try parameters.integer(6, in: 1...Int(Int32.max))
        let each = outputs * height.kernel * width.kernel
        guard count.isMultiple(of: each) else {
            throw .unsupported(parameters.place, reason: "\(count) weights do not fit \(each) kernel elements")
        }
        inputs = count / each
        activation = try parameters.activation()
        self.weights = try weights.flagged(count, for: parameters.place)
        let hasBias = try parameters.integer(5, default: 0, in: 0...1) == 1
        bias = hasBias ? try weights.plain(outputs, for: parameters.place) : nil
    }
}

extension NcnnParameters {
    fileprivate func inputChannels() throws(NcnnError) -> Int? {
        let channels = try integer(2, default: 0, in: 0...NcnnOperation.channelLimit)
        return channels == 0 ? nil : channels
    }

    fileprivate func concatenation() throws(NcnnError) -> NcnnOperation {
        guard [0, -3].contains(try integer(0, default: 0, in: -4...3)) else {
            throw .unsupported(place, reason: "it joins along another axis than the channels")
        }
        return .concatenate
    }

    fileprivate func windows() throws(NcnnError) -> (height: NcnnWindow, width: NcnnWindow) {
        let kernel = try integer(1, in: 1...255)
        let dilation = try integer(2, default: 1, in: 1...255)
        let left = try integer(4, default: 0, in: 0...65_025)
        let top = try integer(14, default: left, in: 0...65_025)
        let width = NcnnWindow(
            kernel: kernel, dilation: dilation, before: left, after: try integer(15, default: left, in: 0...65_025))
        let height = NcnnWindow(
            kernel: try integer(11, default: kernel, in: 1...255),
            dilation: try integer(12, default: dilation, in: 1...255), before: top,
            after: try integer(16, default: top, in: 0...65_025))
        return (height, width)
    }

    fileprivate func activation() throws(NcnnError) -> NcnnConvolution.Activation {
        switch try integer(9, default: 0, in: 0...Int(Int32.max)) {
        case 0: return .none
        case 1: return .leakyReLU(slope: 0)
        case 2:
            guard let slope = try array(10).first else { throw .missingParameter(place, key: 10) }
            return .leakyReLU(slope: slope)
        case let other: throw .unsupported(place, reason: "its activation \(other) is none of 0, 1, 2")
        }
    }

    fileprivate func parametricReLU(_ weights: inout NcnnWeightReader) throws(NcnnError) -> NcnnOperation {
        let count = try integer(0, in: 1...NcnnOperation.channelLimit)
        return .parametricReLU(slopes: try weights.plain(count, for: place), count: count)
    }

    fileprivate func elementwise() throws(NcnnError) -> NcnnOperation {
        guard try integer(0, default: 0, in: 0...2) == 1 else {
            throw .unsupported(place, reason: "Eltwise is supported as a sum only (0=1)")
        }
        return .sum(coefficients: try array(1))
    }

    fileprivate func binary() throws(NcnnError) -> NcnnOperation {
        let number = try integer(0, default: 0, in: 0...255)
        guard let binary = NcnnBinary(rawValue: number) else {
            throw .unsupported(place, reason: "its operation \(number) is none of 0…5")
        }
        let hasScalar = try integer(1, default: 0, in: 0...1) == 1
        return .binary(binary, scalar: hasScalar ? try real(2, default: 0) : nil)
    }

    fileprivate func resize() throws(NcnnError) -> NcnnOperation {
        let number = try integer(0, in: 0...255)
        guard let filter = NcnnFilter(rawValue: number) else {
            throw .unsupported(place, reason: "its filter \(number) is none of 1, 2, 3")
        }
        try requireDefaults([3: 0, 4: 0, 5: 0, 6: 0])
        let (vertical, horizontal) = (try real(1, default: 1), try real(2, default: 1))
        guard vertical == horizontal, vertical > 0, vertical <= Float(NcnnOperation.factorLimit) else {
            throw .unsupported(place, reason: "it scales by \(vertical) × \(horizontal)")
        }
        return .resize(filter, factor: vertical)
    }

    fileprivate func pixelShuffle() throws(NcnnError) -> NcnnOperation {
        let factor = try integer(0, default: 1, in: 1...NcnnOperation.factorLimit)
        let isPixelFirst = try integer(1, default: 0, in: 0...1) == 1
        return .pixelShuffle(factor: factor, isPixelFirst ? .pixelFirst : .channelFirst)
    }

    /// Parameters that a network of the family leaves alone; any other value would change what the layer does.
    fileprivate func requireDefaults(_ defaults: [Int: Int]) throws(NcnnError) {
        for (key, value) in defaults.sorted(by: { $0.key < $1.key }) {
            let found = try real(key, default: Float(value))
            guard found == Float(value) else {
                throw .unsupported(place, reason: "parameter \(key) is \(found), only \(value) is supported")
            }
        }
    }
}

/// A line of the text that is not blank, by words.
private struct NcnnLine {
    /// From 1, as editors count.
    let number: Int
    let words: [Substring]

    /// No line names more blobs than this, so that sums of counts stay small.
    static let limit = 1 << 20

    func count(at index: Int) -> Int? {
        guard words.indices.contains(index), let count = Int(words[index]) else { return nil }
        return (0...Self.limit).contains(count) ? count : nil
    }
}

/// The `key=value` words of a layer: `0=64` is a number, `-23310=1,0.2` an array for key 10 with its length in front.
private struct NcnnParameters {
    static let firstArrayKey = -23300

    let place: NcnnPlace
    private var numbers: [Int: Double] = [:]
    private var arrays: [Int: [Double]] = [:]

    init(_ words: ArraySlice<Substring>, at place: NcnnPlace) throws(NcnnError) {
        self.place = place
        for word in words {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = sides.first, let values = sides.dropFirst().first, let key = Int(name) else {
                throw .malformed(line: place.line, reason: "\"\(word)\" is not key=value")
            }
            let list = values.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
            guard list.allSatisfy(\.isFinite) else {
                throw .malformed(line: place.line, reason: "\"\(word)\" does not hold numbers")
            }
            guard store(list, for: key) else {
                throw .malformed(line: place.line, reason: "\"\(word)\" has a wrong key or a wrong length")
            }
        }
    }

    /// - Returns: whether `key` is one of ncnn's 32, and fits the number of values.
    private mutating func store(_ values: [Double], for key: Int) -> Bool {
        guard let first = values.first else { return false }
        switch key {
        case 0..<32:
            numbers[key] = first
            return values.count == 1
        case (Self.firstArrayKey - 31)...Self.firstArrayKey:
            arrays[Self.firstArrayKey - key] = Array(values.dropFirst())
            return first == Double(values.count - 1)
        default: return false
        }
    }

    func integer(_ key: Int, default fallback: Int? = nil, in range: ClosedRange<Int>) throws(NcnnError) -> Int {
        guard let number = numbers[key] else {
            guard let fallback else { throw .missingParameter(place, key: key) }
            return fallback
        }
        guard let integer = Int(exactly: number), range.contains(integer) else {
            throw .unsupported(place, reason: "parameter \(key) is \(number), expected a whole number in \(range)")
        }
        return integer
    }

    func real(_ key: Int, default fallback: Float) throws(NcnnError) -> Float {
        try single(numbers[key] ?? Double(fallback), key: key)
    }

    /// Empty where there is none.
    func array(_ key: Int) throws(NcnnError) -> [Float] {
        var values: [Float] = []
        for value in arrays[key] ?? [] { values.append(try single(value, key: key)) }
        return values
    }

    private func single(_ value: Double, key: Int) throws(NcnnError) -> Float {
        guard Float(value).isFinite else {
            throw .unsupported(place, reason: "parameter \(key) is \(value), which is no float32")
        }
        return Float(value)
    }
}

/// Hands out the `.bin` piece by piece: it has no table of contents, the layers say how much is theirs.
private struct NcnnWeightReader {
    private enum Flag {
        static let single: Set<UInt32> = [0, 0x0002_C056]
        static let half: UInt32 = 0x0130_6B47
    }

    private var rest: Data

    init(_ data: Data) { rest = data }

    var remaining: Int { rest.count }

    /// `count` float32 without a flag in front.
    mutating func plain(_ count: Int, for place: NcnnPlace) throws(NcnnError) -> Data {
        try take(count * 4, for: place)
    }

    /// `count` weights in the format that the flag in front names.
    mutating func flagged(_ count: Int, for place: NcnnPlace) throws(NcnnError) -> Data {
        let flag = try take(4, for: place).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        if Flag.single.contains(flag) { return try plain(count, for: place) }
        guard flag == Flag.half else { throw .unsupportedWeights(place, flag: flag) }
        let padded = (count * 2 + 3) & ~3
        return Self.singles(try take(padded, for: place), count: count)
    }

    private mutating func take(_ bytes: Int, for place: NcnnPlace) throws(NcnnError) -> Data {
        guard bytes <= rest.count else { throw .truncatedWeights(place, expected: bytes, found: rest.count) }
        defer { rest = rest.dropFirst(bytes) }
        return rest.prefix(bytes)
    }

    /// Float16 is not on every platform, so the bits are moved here; exact for every value.
    private static func singles(_ halves: Data, count: Int) -> Data {
        let words = halves.withUnsafeBytes { raw in
            (0..<count).map { single(.init(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self))) }
        }
        return words.withUnsafeBytes { Data($0) }
    }

    private static func single(_ half: UInt16) -> UInt32 {
        let sign = UInt32(half & 0x8000) << 16
        let magnitude = UInt32(half & 0x7FFF)
        let bits =
            switch magnitude {
            case ..<0x0400: (Float(magnitude) * 0x1p-24).bitPattern
            case ..<0x7C00: (magnitude << 13) + (112 << 23)
            default: 0x7F80_0000 | (magnitude << 13)
            }
        return (sign | bits).littleEndian
    }
}
