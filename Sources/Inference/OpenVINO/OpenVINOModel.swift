import CNative
import Synchronization

/// A model that OpenVINO has compiled.
///
/// Sendable because the library lets requests be made from several threads, and every run has a request of its own.
final class OpenVINOModel: Model {
    let inputs: [TensorDescription]
    let outputs: [TensorDescription]

    private let name: String
    private let library: OpenVINOLibrary
    private let compiled: NativeHandle
    private let types: (inputs: [ElementType], outputs: [ElementType])
    /// Requests that nobody uses just now; at most as many come to be as runs go on at once.
    private let idle = Mutex<[OpenVINORequest]>([])

    /// - Parameter names: as the model's file gives them.
    init(
        _ compiled: NativeHandle, name: String, names: OpenVINOLibrary.PortNames, library: OpenVINOLibrary
    ) throws(InferenceError) {
        self.compiled = compiled
        self.name = name
        self.library = library
        var count = 0
        try library.check(
            library.functions.compiled_model_inputs_size(compiled.pointer, &count), of: name, to: "count the inputs")
        var inputs: [(tensor: TensorDescription, type: ElementType)] = []
        for index in 0..<count {
            let port = try OpenVINOPort(of: name, library: library) {
                $0.compiled_model_input_by_index(compiled.pointer, index, &$1)
            }
            var input = try port.description(else: "input\(index)")
            if index < names.inputs.count { input.tensor.name = names.inputs[index] }
            inputs.append(input)
        }
        try library.check(
            library.functions.compiled_model_outputs_size(compiled.pointer, &count), of: name, to: "count the outputs")
        var outputs: [(tensor: TensorDescription, type: ElementType)] = []
        for index in 0..<count {
            let port = try OpenVINOPort(of: name, library: library) {
                $0.compiled_model_output_by_index(compiled.pointer, index, &$1)
            }
            var output = try port.description(else: "output\(index)")
            if index < names.outputs.count { output.tensor.name = names.outputs[index] }
            outputs.append(output)
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
        let request = try idle.withLock { $0.popLast() } ?? OpenVINORequest(of: compiled, named: name, library: library)
        let results = try request.run(zip(tensors, types.inputs), outputs: types.outputs)
        // A request that failed is not used again.
        idle.withLock { $0.append(request) }
        return results
    }
}
