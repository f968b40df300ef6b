import Foundation

/// Proves that a provider works: a network of one convolution is prepared for it and run.
///
/// That the library was built with a provider says little: its driver, its own libraries or its device may be missing.
/// CUDA looks for cuDNN only when something is convolved.
enum ONNXRuntimeProbe {
    static func run(
        on provider: ONNXRuntimeProvider, in environment: ONNXRuntimeEnvironment
    ) throws(InferenceError) {
        var file = ONNXFile(name: "probe")
        let shape = [1, 1, 4, 4]
        file.inputs = [.init(name: "x", shape: shape.map { .fixed($0) })]
        file.outputs = [.init(name: "y", shape: shape.map { .fixed($0) })]
        // The pixel to the left, twice.
        let weights: [Float] = [0, 0, 0, 2, 0, 0, 0, 0, 0]
        file.initializers = [
            .init(
                name: "w", shape: [1, 1, 3, 3],
                values: weights.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) })
        ]
        file.nodes = [
            .init(
                operation: "Conv", inputs: ["x", "w"], output: "y",
                attributes: ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])])
        ]
        let options = try ONNXRuntimeOptions(
            ModelOptions(threads: 1), providers: [provider], model: provider.name, in: environment)
        let session = try ONNXRuntimeSession(file.encoded(), options: options, model: provider.name, in: environment)
        let model = try ONNXRuntimeModel(session, name: provider.name, shapes: [:], takesTurns: true)
        let pixels = (0..<16).map(Float.init)
        let moved: [Float] = (0..<16).map { $0 % 4 == 0 ? 0 : Float(2 * ($0 - 1)) }
        do {
            guard try model.run([Tensor(shape: shape, values: pixels)]).map(\.values) == [moved] else {
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
