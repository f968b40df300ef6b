import Inference

/// A network in a role: its inputs go by name, in whatever order its file has them.
struct RoleNetwork: Sendable {
    /// As the model manifest has it.
    let name: String
    private let model: any Model

    /// - Parameters:
    ///   - inputs: that the role knows; every input of the network must be one of them.
    ///   - needed: those of them that the network must have.
    ///   - outputs: how many it must have at least.
    /// - Throws: `CompositingError.wrongNetwork`.
    init(
        _ model: any Model, name: String, inputs: [String], needed: [String]? = nil, outputs: Int = 1
    ) throws(CompositingError) {
        let found = model.inputs.map(\.name)
        guard found.allSatisfy(inputs.contains), (needed ?? inputs).allSatisfy(found.contains),
            model.outputs.count >= outputs
        else {
            throw .wrongNetwork(
                network: name, expected: "inputs \(inputs.joined(separator: ", ")) and \(outputs) outputs",
                found: "inputs \(found.joined(separator: ", ")) and \(model.outputs.count) outputs")
        }
        self.name = name
        self.model = model
    }

    func has(_ input: String) -> Bool { model.inputs.contains { $0.name == input } }

    /// Runs once with those of `tensors` that the network asks for; results in the order of its file.
    /// - Throws: `InferenceError`; `CompositingError.wrongNetwork` when it asks for another.
    func run(_ tensors: [String: Tensor]) throws -> [Tensor] {
        let given = try model.inputs.map { input in
            guard let tensor = tensors[input.name] else {
                throw CompositingError.wrongNetwork(
                    network: name, expected: tensors.keys.sorted().joined(separator: ", "), found: input.name)
            }
            return tensor.shaped(as: input)
        }
        return try model.run(given)
    }
}

extension Tensor {
    /// The same values in the shape that an input declares, where they fill it: files differ in whether one number is
    /// an array of one.
    fileprivate func shaped(as input: TensorDescription) -> Tensor {
        guard !input.shape.contains(-1), input.shape.reduce(1, *) == values.count else { return self }
        return Tensor(shape: input.shape, values: values)
    }
}
