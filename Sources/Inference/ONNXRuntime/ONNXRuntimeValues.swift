import CNative

/// Tensors in and out of the library's memory.
struct ONNXRuntimeValues {
    let model: String
    let library: ONNXRuntimeLibrary

    /// A copy of a tensor, with elements of the type that the model declares.
    func value(of tensor: Tensor, as type: ElementType) throws(InferenceError) -> NativeHandle {
        let allocator = try library.allocator(for: model)
        // One more than is told: a tensor without dimensions has an address for them too.
        let lengths = tensor.shape.map(Int64.init) + [1]
        let value = try library.handle(
            freedBy: library.functions.release_value, for: model, to: "allocate an input"
        ) { $0.create_tensor(allocator, lengths, tensor.shape.count, type.onnx, &$1) }
        let memory = try memory(of: value, count: tensor.values.count, type)
        withExtendedLifetime(value) { type.write(tensor.values, to: memory) }
        return value
    }

    func tensor(of value: NativeHandle, as type: ElementType) throws(InferenceError) -> Tensor {
        let description = try library.handle(
            freedBy: library.functions.release_tensor_type, for: model, to: "describe an output"
        ) { $0.tensor_type(value.pointer, &$1) }
        let (element, shape) = try library.elementsAndShape(
            of: description.pointer, named: "an output", of: model)
        guard element == type.onnx else {
            throw .engineFailed(
                engine: ONNXRuntimeLibrary.title, model: model, step: "give an output",
                reason: "its elements are of type \(element), \(type.onnx) was declared")
        }
        let memory = try memory(of: value, count: shape.reduce(1, *), type)
        return withExtendedLifetime(value) {
            Tensor(shape: shape, values: type.values(in: UnsafeRawBufferPointer(memory)))
        }
    }

    /// Lives as long as `value`.
    private func memory(
        of value: NativeHandle, count: Int, _ type: ElementType
    ) throws(InferenceError) -> UnsafeMutableRawBufferPointer {
        var data: UnsafeMutableRawPointer?
        try library.check(library.functions.tensor_data(value.pointer, &data), of: model, to: "open a tensor")
        guard count == 0 || data != nil else {
            throw .engineFailed(
                engine: ONNXRuntimeLibrary.title, model: model, step: "open a tensor", reason: "it has no memory")
        }
        return UnsafeMutableRawBufferPointer(start: data, count: count * type.width)
    }
}
