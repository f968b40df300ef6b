import CNative
import Synchronization

/// A model that ONNX Runtime has compiled.
///
/// Sendable because the library lets one session run on several threads at once on the processor; accelerators take
/// turns.
final class ONNXRuntimeModel: Model {
    let inputs: [TensorDescription]
    let outputs: [TensorDescription]

    private let name: String
    private let session: ONNXRuntimeSession
    private let types: (inputs: [ElementType], outputs: [ElementType])
    private let takesTurns: Bool
    private let turn = Mutex(())

    /// - Parameters:
    ///   - shapes: fixed shapes, by input; what the session leaves open of them is fixed here.
    ///   - takesTurns: whether only one run may be under way at a time.
    init(
        _ session: ONNXRuntimeSession, name: String, shapes: [String: [Int]], takesTurns: Bool
    ) throws(InferenceError) {
        self.session = session
        self.name = name
        self.takesTurns = takesTurns
        let ports = ONNXRuntimePorts(of: session, model: name)
        var inputs = try ports.inputs()
        let outputs = try ports.outputs()
        for (input, shape) in shapes.sorted(by: { $0.key < $1.key }) {
            guard let index = inputs.firstIndex(where: { $0.tensor.name == input }) else {
                throw .unknownInput(model: name, input: input, known: inputs.map(\.tensor.name))
            }
            guard inputs[index].tensor.fits(shape) else {
                throw .wrongShape(
                    model: name, input: input, expected: inputs[index].tensor.shape, found: shape)
            }
            inputs[index].tensor.shape = shape
        }
        self.inputs = inputs.map(\.tensor)
        self.outputs = outputs.map(\.tensor)
        types = (inputs.map(\.type), outputs.map(\.type))
    }

    func run(_ tensors: [Tensor]) throws -> [Tensor] {
        guard tensors.count == inputs.count else {
            throw InferenceError.wrongInputCount(model: name, expected: inputs.count, found: tensors.count)
        }
        for (input, tensor) in zip(inputs, tensors) where !input.fits(tensor.shape) {
            throw InferenceError.wrongShape(
                model: name, input: input.name, expected: input.shape, found: tensor.shape)
        }
        let values = ONNXRuntimeValues(model: name, library: session.library)
        var given: [NativeHandle] = []
        for (tensor, type) in zip(tensors, types.inputs) { given.append(try values.value(of: tensor, as: type)) }
        let made = takesTurns ? try turn.withLock { _ in try outputs(from: given) } : try outputs(from: given)
        var results: [Tensor] = []
        for (value, type) in zip(made, types.outputs) { results.append(try values.tensor(of: value, as: type)) }
        return results
    }

    private func outputs(from given: [NativeHandle]) throws(InferenceError) -> [NativeHandle] {
        let library = session.library
        var made = [OpaquePointer?](repeating: nil, count: outputs.count)
        let status = (inputs + outputs).map(\.name).withCStrings { names in
            let pointers: [OpaquePointer?] = given.map(\.pointer)
            let names: [UnsafePointer<CChar>?] = names
            return withExtendedLifetime(given) {
                library.functions.run(
                    session.pointer, nil, Array(names.prefix(inputs.count)), pointers, inputs.count,
                    Array(names.suffix(outputs.count)), outputs.count, &made)
            }
        }
        let results = made.compactMap { $0 }.map { NativeHandle($0, freedBy: library.functions.release_value) }
        try library.check(status, of: name, to: "run")
        guard results.count == outputs.count else {
            throw .engineFailed(
                engine: ONNXRuntimeLibrary.title, model: name, step: "run",
                reason: "it gave \(results.count) of \(outputs.count) outputs")
        }
        return results
    }
}
