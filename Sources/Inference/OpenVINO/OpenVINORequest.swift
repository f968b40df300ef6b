import CNative

/// A place where one run of a compiled model happens, with its input tensors.
///
/// `@unchecked`: `OpenVINOModel` lends a request to one run at a time, so that no two threads are ever in it.
final class OpenVINORequest: @unchecked Sendable {
    private let request: OpenVINOHandle
    private let name: String
    private let library: OpenVINOLibrary
    private var inputs: [Input] = []

    private struct Input {
        var shape: [Int]
        var tensor: OpenVINOHandle
    }

    init(of compiled: OpenVINOHandle, named name: String, library: OpenVINOLibrary) throws(InferenceError) {
        self.name = name
        self.library = library
        request = try library.handle(
            freedBy: library.functions.infer_request_free, for: name, to: "prepare a run"
        ) {
            $0.compiled_model_create_infer_request(compiled.pointer, &$1)
        }
    }

    /// - Parameter tensors: as many as the model has inputs, of shapes that fit.
    func run(_ tensors: [Tensor], outputs: Int) throws(InferenceError) -> [Tensor] {
        for (index, tensor) in tensors.enumerated() {
            try place(tensor, at: index)
        }
        try library.check(library.functions.infer_request_infer(request.pointer), of: name, to: "run")
        var results: [Tensor] = []
        for index in 0..<outputs { results.append(try output(index)) }
        return results
    }

    private func place(_ tensor: Tensor, at index: Int) throws(InferenceError) {
        if index == inputs.count {
            inputs.append(Input(shape: tensor.shape, tensor: try bind(tensor.shape, at: index)))
        } else if inputs[index].shape != tensor.shape {
            inputs[index] = Input(shape: tensor.shape, tensor: try bind(tensor.shape, at: index))
        }
        let values = try self.values(of: inputs[index].tensor, count: tensor.values.count)
        tensor.values.withUnsafeBytes { UnsafeMutableRawBufferPointer(values).copyMemory(from: $0) }
    }

    /// A new input tensor of the library's own memory.
    private func bind(_ shape: [Int], at index: Int) throws(InferenceError) -> OpenVINOHandle {
        var lengths = shape.map(Int64.init)
        let tensor = try library.handle(
            freedBy: library.functions.tensor_free, for: name, to: "allocate input \(index)"
        ) { functions, pointer in
            lengths.withUnsafeMutableBufferPointer {
                functions.tensor_create(
                    Int32(NATIVE_OV_FLOAT32), native_ov_shape(rank: Int64($0.count), lengths: $0.baseAddress), &pointer)
            }
        }
        try library.check(
            library.functions.infer_request_set_input_tensor_by_index(request.pointer, index, tensor.pointer),
            of: name, to: "take input \(index)")
        return tensor
    }

    private func output(_ index: Int) throws(InferenceError) -> Tensor {
        let tensor = try library.handle(
            freedBy: library.functions.tensor_free, for: name, to: "give output \(index)"
        ) {
            $0.infer_request_get_output_tensor_by_index(request.pointer, index, &$1)
        }
        let shape = try shape(of: tensor)
        let values = try self.values(of: tensor, count: shape.reduce(1, *))
        return withExtendedLifetime(tensor) { Tensor(shape: shape, values: Array(values)) }
    }

    private func shape(of tensor: OpenVINOHandle) throws(InferenceError) -> [Int] {
        var native = native_ov_shape()
        let status = library.functions.tensor_get_shape(tensor.pointer, &native)
        var bytes = 0
        // The C library refuses to tell the shape of a tensor that is one number.
        if status != 0, library.functions.tensor_get_byte_size(tensor.pointer, &bytes) == 0,
            bytes == MemoryLayout<Float>.stride
        {
            return []
        }
        try library.check(status, of: name, to: "tell the shape of an output")
        defer { _ = library.functions.shape_free(&native) }
        return UnsafeBufferPointer(start: native.lengths, count: Int(native.rank)).map { Int($0) }
    }

    /// The tensor's memory, which lives as long as `tensor`.
    private func values(
        of tensor: OpenVINOHandle, count: Int
    ) throws(InferenceError) -> UnsafeMutableBufferPointer<Float> {
        var bytes = 0
        try library.check(
            library.functions.tensor_get_byte_size(tensor.pointer, &bytes), of: name, to: "tell a tensor's size")
        guard bytes == count * MemoryLayout<Float>.stride else {
            throw .engineFailed(
                engine: "OpenVINO", model: name, step: "exchange a tensor",
                reason: "it has \(bytes) bytes where \(count) float32 values were expected")
        }
        var data: UnsafeMutableRawPointer?
        try library.check(library.functions.tensor_data(tensor.pointer, &data), of: name, to: "open a tensor")
        return UnsafeMutableBufferPointer(
            start: data?.assumingMemoryBound(to: Float.self), count: data == nil ? 0 : count)
    }
}
