/// Proves that a provider works: a network of one node is prepared for it and run.
///
/// That the library was built with a provider says little: its driver, its own libraries or its device may be missing.
enum ONNXRuntimeProbe {
    static func run(
        on provider: ONNXRuntimeProvider, in environment: ONNXRuntimeEnvironment
    ) throws(InferenceError) {
        var file = ONNXFile(name: "probe")
        file.inputs = [.init(name: "x", shape: [.fixed(2)])]
        file.outputs = [.init(name: "y", shape: [.fixed(2)])]
        file.nodes = [.init(operation: "Relu", inputs: ["x"], output: "y")]
        let options = try ONNXRuntimeOptions(
            ModelOptions(threads: 1), providers: [provider], model: provider.name, in: environment)
        let session = try ONNXRuntimeSession(file.encoded(), options: options, model: provider.name, in: environment)
        let model = try ONNXRuntimeModel(session, name: provider.name, shapes: [:], takesTurns: true)
        let input = Tensor(shape: [2], values: [-1, 1])
        do {
            guard try model.run([input]).map(\.values) == [[0, 1]] else {
                throw InferenceError.engineFailed(
                    engine: ONNXRuntimeLibrary.title, model: provider.name, step: "run", reason: "its results are wrong"
                )
            }
        } catch let error as InferenceError {
            throw error
        } catch {
            throw .engineFailed(
                engine: ONNXRuntimeLibrary.title, model: provider.name, step: "run", reason: "\(error)")
        }
    }
}
