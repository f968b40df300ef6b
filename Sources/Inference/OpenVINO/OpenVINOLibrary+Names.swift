import CNative

extension OpenVINOLibrary {
    /// The names that a model's file gives its inputs and outputs, in order.
    struct PortNames {
        var inputs: [String]
        var outputs: [String]
    }

    /// To be asked before the model is compiled: where compiling takes away a conversion at a door, as in files of half
    /// precision, the port takes over the name of what lies behind it, and of its names the first by alphabet is told.
    func portNames(of graph: NativeHandle, named model: String) throws(InferenceError) -> PortNames {
        PortNames(
            inputs: try names(
                of: model, counted: { $0.model_inputs_size(graph.pointer, &$1) },
                found: { $0.model_const_input_by_index(graph.pointer, $1, &$2) }, else: "input"),
            outputs: try names(
                of: model, counted: { $0.model_outputs_size(graph.pointer, &$1) },
                found: { $0.model_const_output_by_index(graph.pointer, $1, &$2) }, else: "output"))
    }

    private func names(
        of model: String, counted: (native_openvino, inout Int) -> native_ov_status,
        found: (native_openvino, Int, inout OpaquePointer?) -> native_ov_status, else spare: String
    ) throws(InferenceError) -> [String] {
        var count = 0
        try check(counted(functions, &count), of: model, to: "count the \(spare)s")
        var names: [String] = []
        for index in 0..<count {
            let port = try OpenVINOPort(of: model, library: self) { found($0, index, &$1) }
            names.append(try port.name(else: "\(spare)\(index)"))
        }
        return names
    }
}
