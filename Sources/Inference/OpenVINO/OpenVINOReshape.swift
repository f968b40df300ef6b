import CNative

/// Gives inputs of a model that was read, but not yet compiled, their fixed shapes, all at once: shapes that depend on
/// each other never pass through a state that does not fit.
struct OpenVINOReshape {
    private let shapes: [(input: String, shape: [Int])]

    init(_ shapes: [String: [Int]]) {
        self.shapes = shapes.sorted { $0.key < $1.key }.map { (input: $0.key, shape: $0.value) }
    }

    func apply(to graph: NativeHandle, named model: String, library: OpenVINOLibrary) throws(InferenceError) {
        let functions = library.functions
        let known = try library.portNames(of: graph, named: model).inputs
        var fixed: [native_ov_partial_shape] = []
        defer {
            for index in fixed.indices { functions.partial_shape_free(&fixed[index]) }
        }
        for (input, shape) in shapes {
            guard known.contains(input) else { throw .unknownInput(model: model, input: input, known: known) }
            var partial = native_ov_partial_shape()
            let lengths = shape.map(Int64.init)
            try library.check(
                functions.partial_shape_create_static(Int64(lengths.count), lengths, &partial), of: model,
                to: "take the shape \(shape)")
            fixed.append(partial)
        }
        let status = shapes.map(\.input).withCStrings { texts in
            var names: [UnsafePointer<CChar>?] = texts
            return functions.model_reshape(graph.pointer, &names, fixed, fixed.count)
        }
        try library.check(status, of: model, to: "give \(shapes.map(\.input).joined(separator: ", ")) a fixed shape")
    }
}
