import Inference

/// A model and the name by which errors call it; its inputs are given by name.
struct NamedNetwork: Sendable {
    let name: String
    let model: any Model

    /// The input of this name.
    /// - Throws: `CompositingError.wrongNetwork` when there is none.
    func input(_ name: String) throws(CompositingError) -> TensorDescription {
        guard let input = model.inputs.first(where: { $0.name == name }) else {
            throw wrong("an input \"\(name)\"", found: model.inputs.map(\.name).joined(separator: ", "))
        }
        return input
    }

    /// Runs once; inputs that the model does not have are left out.
    /// - Throws: `CompositingError.wrongNetwork` when one is missing or of another shape; `InferenceError`.
    func run(_ tensors: [String: Tensor]) throws -> [Tensor] {
        let ordered = try model.inputs.map { input throws(CompositingError) in
            guard let tensor = tensors[input.name] else {
                throw wrong("the inputs \(tensors.keys.sorted().joined(separator: ", "))", found: input.name)
            }
            guard input.fits(tensor.shape) else {
                throw wrong("\(input.name) \(tensor.shape)", found: "\(input.name) \(input.shape)")
            }
            return tensor
        }
        return try model.run(ordered)
    }

    /// Runs a network of one input, whatever its name.
    func run(_ tensor: Tensor) throws -> [Tensor] {
        guard let input = model.inputs.first, model.inputs.count == 1 else {
            throw wrong("one input", found: model.inputs.map(\.name).joined(separator: ", "))
        }
        return try run([input.name: tensor])
    }

    func wrong(_ expected: String, found: String) -> CompositingError {
        .wrongNetwork(network: name, expected: expected, found: found)
    }
}
