import CNative

/// The inputs and outputs of a session: their names, shapes and element types.
struct ONNXRuntimePorts {
    typealias Port = (tensor: TensorDescription, type: ElementType)

    private let session: ONNXRuntimeSession
    private let model: String

    private var library: ONNXRuntimeLibrary { session.library }

    init(of session: ONNXRuntimeSession, model: String) {
        self.session = session
        self.model = model
    }

    /// - Throws: `InferenceError.unsupportedElements` when one holds nothing that is exchanged.
    func inputs() throws(InferenceError) -> [Port] {
        let functions = library.functions
        return try ports(
            count: functions.session_input_count, name: functions.session_input_name, type: functions.session_input_type
        )
    }

    func outputs() throws(InferenceError) -> [Port] {
        let functions = library.functions
        return try ports(
            count: functions.session_output_count, name: functions.session_output_name,
            type: functions.session_output_type)
    }

    private typealias Status = OpaquePointer?

    private func ports(
        count: (OpaquePointer, UnsafeMutablePointer<Int>) -> Status,
        name: (OpaquePointer, Int, OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Status,
        type: (OpaquePointer, Int, UnsafeMutablePointer<OpaquePointer?>) -> Status
    ) throws(InferenceError) -> [Port] {
        let allocator = try library.allocator(for: model)
        var total = 0
        try check(count(session.pointer, &total), "count its tensors")
        var ports: [Port] = []
        for index in 0..<total {
            var text: UnsafeMutablePointer<CChar>?
            try check(name(session.pointer, index, allocator, &text), "name a tensor")
            let tensor = text.map { String(cString: $0) } ?? "tensor\(index)"
            if let text { try check(library.functions.allocator_free(allocator, text), "name a tensor") }
            let handle = try library.handle(
                freedBy: library.functions.release_type, for: model, to: "tell the type of \(tensor)"
            ) { type(session.pointer, index, &$1) }
            ports.append(try port(named: tensor, of: handle))
        }
        return ports
    }

    private func port(named name: String, of handle: NativeHandle) throws(InferenceError) -> Port {
        var type: OpaquePointer?
        try check(library.functions.type_as_tensor(handle.pointer, &type), "tell the type of \(name)")
        guard let type else { throw .unsupportedElements(model: model, tensor: name) }
        let (element, shape) = try withExtendedLifetime(handle) { () throws(InferenceError) in
            try library.elementsAndShape(of: type, named: name, of: model)
        }
        guard let element = ElementType(onnx: element) else {
            throw .unsupportedElements(model: model, tensor: name)
        }
        return (TensorDescription(name: name, shape: shape), element)
    }

    private func check(_ status: OpaquePointer?, _ step: String) throws(InferenceError) {
        try library.check(status, of: model, to: step)
    }
}

extension ONNXRuntimeLibrary {
    /// ONNX's number of the elements' type, and the shape, −1 where it is open.
    func elementsAndShape(
        of type: OpaquePointer, named tensor: String, of model: String
    ) throws(InferenceError) -> (element: Int32, shape: [Int]) {
        var element: Int32 = 0
        try check(functions.tensor_type_element(type, &element), of: model, to: "tell the elements of \(tensor)")
        var rank = 0
        try check(functions.tensor_type_rank(type, &rank), of: model, to: "tell the shape of \(tensor)")
        // One more than is asked: a tensor without dimensions has an address for them too.
        var lengths = [Int64](repeating: -1, count: rank + 1)
        try check(functions.tensor_type_shape(type, &lengths, rank), of: model, to: "tell the shape of \(tensor)")
        return (element, lengths.prefix(rank).map { max(-1, Int($0)) })
    }
}
