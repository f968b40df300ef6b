import Foundation
import Inference

/// Networks of a few layers with the traits of those that people add: each enlarges by 2 with a sharpening of its own,
/// unless its name says otherwise.
package enum SmallNetwork: String, CaseIterable, Sendable {
    /// A convolution and a pixel shuffle, as ESRGAN ends: any size, RGB, 0…1.
    case plain
    /// Loses values below 1.5 and spoils blue that is brighter than red, as if trained on 0…255, blue first.
    case wideBGR
    /// Runs with whole windows of 8 × 8 pixels alone, as SwinIR does.
    case windows
    /// Was traced for squares of 64 pixels.
    case fixed
    /// Gives a picture of the size that it takes.
    case sameSize
    /// Gives a picture of the right size that has nothing to do with the one that it takes.
    case otherPicture
    /// Takes two pictures.
    case twoInputs

    /// The ONNX file.
    package var file: Data {
        var file = ONNXFile(name: rawValue)
        let side: [ONNXFile.Dimension] = [.symbolic("height"), .symbolic("width")]
        file.inputs = [.init(name: "picture", shape: [.fixed(1), .fixed(3)] + side)]
        file.outputs = [
            .init(name: "enlarged", shape: [.fixed(1), .fixed(3), .symbolic("down"), .symbolic("across")])
        ]
        switch self {
        case .plain: file.enlarge("picture")
        case .wideBGR: file.enlarge(file.gated("picture"))
        case .windows:
            file.append("SpaceToDepth", ["picture"], "windows", ["blocksize": .int(8)])
            file.append("DepthToSpace", ["windows"], "whole", ["blocksize": .int(8), "mode": .string("DCR")])
            file.enlarge("whole")
        case .fixed:
            file.constant("places", [1, 3, 64, 64], [Float](repeating: 0, count: 3 * 64 * 64))
            file.append("Add", ["picture", "places"], "placed")
            file.enlarge("placed")
        case .sameSize: file.convolve("picture", to: "enlarged", weights: Self.sharpening(copies: 1), outputs: 3)
        case .otherPicture:
            let weights = (0..<12 * 27).map { Float(sin(Double($0) * 12.9898)) * 0.2 }
            file.convolve("picture", to: "features", weights: weights, outputs: 12)
            file.append("DepthToSpace", ["features"], "enlarged", ["blocksize": .int(2), "mode": .string("CRD")])
        case .twoInputs:
            file.inputs.append(.init(name: "other", shape: [.fixed(1), .fixed(3)] + side))
            file.append("Add", ["picture", "other"], "sum")
            file.enlarge("sum")
        }
        return file.encoded()
    }

    /// 3 × 3 kernels from three channels to `copies` of each: the pixel itself, and a little of how it differs from its
    /// neighbours on one side, another for each copy.
    fileprivate static func sharpening(copies: Int) -> [Float] {
        var weights = [Float](repeating: 0, count: 3 * copies * 27)
        for output in 0..<3 * copies {
            let kernel = output * 27 + output / copies * 9
            let neighbour = [1, 3, 5, 7][output % 4]
            weights[kernel + 4] = 1.2
            weights[kernel + neighbour] = -0.2
        }
        return weights
    }
}

extension ONNXFile {
    fileprivate mutating func append(
        _ operation: String, _ inputs: [String], _ output: String,
        _ attributes: KeyValuePairs<String, Attribute> = [:]
    ) {
        nodes.append(.init(operation: operation, inputs: inputs, output: output, attributes: attributes))
    }

    fileprivate mutating func constant(_ name: String, _ shape: [Int], _ values: [Float]) {
        let bytes = values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
        initializers.append(.init(name: name, shape: shape, values: bytes))
    }

    /// 3 × 3, from three channels.
    fileprivate mutating func convolve(_ input: String, to output: String, weights: [Float], outputs: Int) {
        constant("weights \(output)", [outputs, 3, 3, 3], weights)
        append(
            "Conv", [input, "weights \(output)"], output,
            ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])])
    }

    fileprivate mutating func enlarge(_ input: String) {
        convolve(input, to: "features", weights: SmallNetwork.sharpening(copies: 4), outputs: 12)
        append("DepthToSpace", ["features"], "enlarged", ["blocksize": .int(2), "mode": .string("CRD")])
    }

    /// max(x, 1.5), and on the first channel twice what it is above the third by more than 20.
    fileprivate mutating func gated(_ input: String) -> String {
        constant("least", [1], [1.5])
        append("Max", [input, "least"], "kept")
        constant("apart", [3, 3, 1, 1], [1, 0, -1, 0, 0, 0, 0, 0, 0])
        constant("allowed", [3], [-20, 0, 0])
        append("Conv", [input, "apart", "allowed"], "excess")
        append("Relu", ["excess"], "strange")
        constant("twice", [1], [2])
        append("Mul", ["strange", "twice"], "spoilt")
        append("Add", ["kept", "spoilt"], "gated")
        return "gated"
    }
}
