import CNative

/// A place where one run of a compiled model happens, with its input tensors.
///
/// `@unchecked`: `OpenVINOModel` lends a request to one run at a time, so that no two threads are ever in it.
final class OpenVINORequest: @unchecked Sendable {
    /// The library's status for what it refuses.
    private static let invalidParameter: native_ov_status = -14

    private let request: NativeHandle
    private let name: String
    private let library: OpenVINOLibrary
    private var inputs: [Input] = []

    private struct Input {
        var shape: [Int]
        var tensor: NativeHandle
    }

    init(of compiled: NativeHandle, named name: String, library: OpenVINOLibrary) throws(InferenceError) {
        self.name = name
        self.library = library
        request = try library.handle(
            freedBy: library.functions.infer_request_free, for: name, to: "prepare a run"
        ) {
            $0.compiled_model_create_infer_request(compiled.pointer, &$1)
        }
    }

    /// - Parameters:
    ///   - tensors: as many as the model has inputs, of shapes that fit, each with what the model declares.
    ///   - outputs: what the model declares.
    func run(
        _ tensors: Zip2Sequence<[Tensor], [ElementType]>, outputs: [ElementType]
    ) throws(InferenceError) -> [Tensor] {
        for (index, (tensor, type)) in tensors.enumerated() {
            try place(tensor, as: type, at: index)
        }
        try library.check(library.functions.infer_request_infer(request.pointer), of: name, to: "run")
        var results: [Tensor] = []
        for (index, type) in outputs.enumerated() { results.append(try output(index, as: type)) }
        return results
    }

    private func place(_ tensor: Tensor, as type: ElementType, at index: Int) throws(InferenceError) {
        if index == inputs.count {
            inputs.append(Input(shape: tensor.shape, tensor: try bind(tensor.shape, type, at: index)))
        } else if inputs[index].shape != tensor.shape {
            inputs[index] = Input(shape: tensor.shape, tensor: try bind(tensor.shape, type, at: index))
        }
        let memory = try memory(of: inputs[index].tensor, count: tensor.values.count, type)
        type.write(tensor.values, to: memory)
    }

    /// A new input tensor of the library's own memory.
    private func bind(_ shape: [Int], _ type: ElementType, at index: Int) throws(InferenceError) -> NativeHandle {
        // One more than is told: a tensor without dimensions has an address for them too.
        var lengths = shape.map(Int64.init) + [1]
        let tensor = try library.handle(
            freedBy: library.functions.tensor_free, for: name, to: "allocate input \(index)"
        ) { functions, pointer in
            lengths.withUnsafeMutableBufferPointer {
                functions.tensor_create(
                    type.openVINO, native_ov_shape(rank: Int64(shape.count), lengths: $0.baseAddress), &pointer)
            }
        }
        try library.check(
            library.functions.infer_request_set_input_tensor_by_index(request.pointer, index, tensor.pointer),
            of: name, to: "take input \(index)")
        return tensor
    }

    private func output(_ index: Int, as type: ElementType) throws(InferenceError) -> Tensor {
        let tensor = try library.handle(
            freedBy: library.functions.tensor_free, for: name, to: "give output \(index)"
        ) {
            $0.infer_request_get_output_tensor_by_index(request.pointer, index, &$1)
        }
        let shape = try shape(of: tensor, type)
        let memory = try memory(of: tensor, count: shape.reduce(1, *), type)
        return withExtendedLifetime(tensor) {
            Tensor(shape: shape, values: type.values(in: UnsafeRawBufferPointer(memory)))
        }
    }

    private func shape(of tensor: NativeHandle, _ type: ElementType) throws(InferenceError) -> [Int] {
        var native = native_ov_shape()
        let status = library.functions.tensor_get_shape(tensor.pointer, &native)
        // The library refuses to tell the shape of what has no dimension: a single element is left.
        var bytes = 0
        if status == Self.invalidParameter, library.functions.tensor_get_byte_size(tensor.pointer, &bytes) == 0,
            bytes == type.width
        {
            return []
        }
        try library.check(status, of: name, to: "tell the shape of an output")
        defer { _ = library.functions.shape_free(&native) }
        return UnsafeBufferPointer(start: native.lengths, count: Int(native.rank)).map { Int($0) }
    }

    /// The tensor's memory, which lives as long as `tensor`.
    private func memory(
        of tensor: NativeHandle, count: Int, _ type: ElementType
    ) throws(InferenceError) -> UnsafeMutableRawBufferPointer {
        var bytes = 0
        try library.check(
            library.functions.tensor_get_byte_size(tensor.pointer, &bytes), of: name, to: "tell a tensor's size")
        guard bytes == count * type.width else {
            throw .engineFailed(
                engine: "OpenVINO", model: name, step: "exchange a tensor",
                reason: "it has \(bytes) bytes where \(count) elements of \(type.width) were expected")
        }
        var data: UnsafeMutableRawPointer?
        try library.check(library.functions.tensor_data(tensor.pointer, &data), of: name, to: "open a tensor")
        guard bytes == 0 || data != nil else {
            throw .engineFailed(engine: "OpenVINO", model: name, step: "exchange a tensor", reason: "it has no memory")
        }
        return UnsafeMutableRawBufferPointer(start: data, count: bytes)
    }
}
