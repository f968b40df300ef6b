import Foundation
import Inference

/// A network of one input that was found to be what its role needs.
struct FaceNetwork: Sendable {
    private let role: String
    private let model: any Model
    /// Values that each output must hold, in its order.
    private let counts: [Int]

    /// - Parameters:
    ///   - shape: of the input. Lengths that the file leaves open are fixed to it, which engines run faster.
    ///   - counts: values of each output; outputs beyond them are left alone.
    /// - Throws: `InferenceError`; `FacesError.wrongModel` when the file's input or outputs are others.
    init(
        role: String, file: URL, input shape: [Int], outputs counts: [Int], engine: any Engine, options: ModelOptions
    ) throws {
        self.role = role
        self.counts = counts
        var model = try engine.load(file, options: options)
        let (inputs, outputs) = (model.inputs, model.outputs)
        guard inputs.count == 1, inputs[0].fits(shape), outputs.count >= counts.count,
            zip(outputs, counts).allSatisfy({ $0.mayHold($1) })
        else {
            throw FacesError.wrongModel(
                role: role, expected: Self.text(shape, counts),
                found: "inputs \(inputs.map(\.shape)) and outputs \(outputs.map(\.shape))")
        }
        if inputs[0].shape != shape {
            var fixed = options
            fixed.inputShapes = [inputs[0].name: shape]
            model = try engine.load(file, options: fixed)
        }
        self.model = model
    }

    /// The outputs' values.
    /// - Throws: `InferenceError`; `FacesError.wrongModel` when an output that the file leaves open is another.
    func callAsFunction(_ tensor: Tensor) throws -> [[Float]] {
        let outputs = try model.run([tensor])
        guard zip(outputs, counts).allSatisfy({ $0.values.count == $1 }) else {
            throw FacesError.wrongModel(
                role: role, expected: Self.text(tensor.shape, counts), found: "outputs \(outputs.map(\.shape))")
        }
        return outputs.prefix(counts.count).map(\.values)
    }

    private static func text(_ shape: [Int], _ counts: [Int]) -> String {
        let input = shape.map(String.init).joined(separator: "×")
        return "input \(input) and outputs of \(counts.map(String.init).joined(separator: ", ")) values"
    }
}

extension TensorDescription {
    /// Whether this many values can be there: open lengths take what is left.
    fileprivate func mayHold(_ count: Int) -> Bool {
        let known = shape.filter { $0 >= 0 }.reduce(1, *)
        return shape.contains(-1) ? known > 0 && count % known == 0 : known == count
    }
}
