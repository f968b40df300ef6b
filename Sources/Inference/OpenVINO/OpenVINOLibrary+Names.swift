import CNative

extension OpenVINOLibrary {
    /// The names that a model's file gives its inputs, in order.
    ///
    /// To be asked before it is compiled: where compiling takes away a conversion behind an input, as in files of half
    /// precision, the input takes over the name of its result, and of its names the first by alphabet is told.
    func inputNames(of graph: NativeHandle, named model: String) throws(InferenceError) -> [String] {
        var count = 0
        try check(functions.model_inputs_size(graph.pointer, &count), of: model, to: "count the inputs")
        var names: [String] = []
        for index in 0..<count {
            let port = try OpenVINOPort(of: model, library: self) {
                $0.model_const_input_by_index(graph.pointer, index, &$1)
            }
            names.append(try port.name(else: "input\(index)"))
        }
        return names
    }
}
