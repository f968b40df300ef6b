import Foundation

/// Loads a `.param` of ncnn's, with its `.bin` beside it, into an engine that reads ONNX.
///
/// Where the input's size is known, what enlarges runs in bands, which takes a fraction of the memory.
enum NcnnLoader {
    /// - Parameter compile: reads the contents of an ONNX file.
    /// - Throws: `InferenceError.unreadable` for what is no network of ncnn's; what `compile` throws.
    static func load(
        _ file: URL, options: ModelOptions, compile: (Data, ModelOptions) throws -> any Model
    ) throws -> any Model {
        do {
            let weights = file.deletingPathExtension().appendingPathExtension("bin")
            let network = try NcnnNetwork(param: Data(contentsOf: file), weights: Data(contentsOf: weights))
            if let shape = options.inputShapes["input"], shape.count == 4, shape[2] > BandedModel.band,
                let parts = try NcnnConversion.parts(of: network)
            {
                return try BandedModel(parts, shape: shape) { onnx, shape in
                    var options = options
                    options.inputShapes = ["input": shape]
                    return try compile(onnx, options)
                }
            }
            return try compile(try NcnnConversion.onnx(network), options)
        } catch let error as InferenceError {
            throw error
        } catch {
            throw InferenceError.unreadable(file: file.path, reason: "\(error)")
        }
    }
}
