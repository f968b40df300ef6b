import Inference

/// A model and the name by which errors call it; its inputs are given by name.
struct NamedNetwork: Sendable {
    let name: String
    let model: any Model

    init(name: String, model: any Model) {
        self.name = name
        self.model = model
    }

    /// A network in a role.
    /// - Parameters:
    ///   - inputs: that the role knows; every input of the network must be one of them.
    ///   - needed: those of them that the network must have; nil for all.
    ///   - outputs: how many it must have at least.
    /// - Throws: `CompositingError.wrongNetwork`.
    init(
        _ model: any Model, name: String, inputs: [String], needed: [String]? = nil, outputs: Int = 1
    ) throws(CompositingError) {
        self.init(name: name, model: model)
        let found = model.inputs.map(\.name)
        guard found.allSatisfy(inputs.contains), (needed ?? inputs).allSatisfy(found.contains),
            model.outputs.count >= outputs
        else {
            throw wrong(
                "inputs \(inputs.joined(separator: ", ")) and \(outputs) outputs",
                found: "inputs \(found.joined(separator: ", ")) and \(model.outputs.count) outputs")
        }
    }

    func has(_ input: String) -> Bool { model.inputs.contains { $0.name == input } }

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
            let shaped = tensor.shaped(as: input)
            guard input.fits(shaped.shape) else {
                throw wrong("\(input.name) \(tensor.shape)", found: "\(input.name) \(input.shape)")
            }
            return shaped
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

extension Tensor {
    /// The same values in the shape that an input declares, where they fill it: files differ in whether one number is
    /// an array of one.
    fileprivate func shaped(as input: TensorDescription) -> Tensor {
        guard !input.shape.contains(-1), input.shape.reduce(1, *) == values.count else { return self }
        return Tensor(shape: input.shape, values: values)
    }
}
