import CNative

/// One input or output of a model, to be asked for its name, shape and element type.
struct OpenVINOPort {
    private let handle: NativeHandle
    private let model: String
    private let library: OpenVINOLibrary

    init(
        of model: String, library: OpenVINOLibrary, _ find: (native_openvino, inout OpaquePointer?) -> native_ov_status
    ) throws(InferenceError) {
        handle = try library.handle(
            freedBy: library.functions.output_const_port_free, for: model, to: "find a tensor", find)
        self.model = model
        self.library = library
    }

    /// The tensor's name; `spare` where the model's file gives it none.
    func name(else spare: String) throws(InferenceError) -> String {
        var text: UnsafeMutablePointer<CChar>?
        let status = library.functions.port_get_any_name(handle.pointer, &text)
        return status == 0 ? library.text(text) ?? spare : spare
    }

    /// - Throws: `InferenceError.unsupportedElements` when the tensor holds nothing that is exchanged.
    func description(else spare: String) throws(InferenceError) -> (tensor: TensorDescription, type: ElementType) {
        let name = try name(else: spare)
        var number: Int32 = 0
        try library.check(
            library.functions.port_get_element_type(handle.pointer, &number), of: model, to: "tell the type of \(name)")
        guard let type = ElementType(openVINO: number) else { throw .unsupportedElements(model: model, tensor: name) }
        return (TensorDescription(name: name, shape: try shape(of: name)), type)
    }

    private func shape(of name: String) throws(InferenceError) -> [Int] {
        var partial = native_ov_partial_shape()
        try library.check(
            library.functions.port_get_partial_shape(handle.pointer, &partial), of: model,
            to: "tell the shape of \(name)")
        defer { library.functions.partial_shape_free(&partial) }
        let limits = UnsafeBufferPointer(start: partial.dimensions, count: max(0, Int(partial.rank.longest)))
        return limits.map { $0.shortest == $0.longest ? Int($0.shortest) : -1 }
    }
}
