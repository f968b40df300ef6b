import Foundation

/// Arithmetic of a model's run. It changes pixels, so it stands in the recipe and in the work's record.
public enum Precision: String, Sendable, Codable, CaseIterable {
    /// IEEE float32 throughout.
    case f32
    /// The fastest the processor has (bfloat16 where there is one).
    case fast
}

/// What an engine is told when it loads a model.
public struct ModelOptions: Sendable, Hashable {
    public var precision: Precision
    /// Threads for one run; 0 lets the engine choose.
    public var threads: Int
    /// Runs that may be under way at once without waiting for each other.
    public var concurrentRuns: Int
    /// Where compiled models may be kept between runs; nil keeps none.
    public var cacheDirectory: URL?
    /// Fixed shapes for inputs that the model leaves open, by input name.
    public var inputShapes: [String: [Int]]

    public init(
        precision: Precision = .f32, threads: Int = 0, concurrentRuns: Int = 1, cacheDirectory: URL? = nil,
        inputShapes: [String: [Int]] = [:]
    ) {
        self.precision = precision
        self.threads = threads
        self.concurrentRuns = max(1, concurrentRuns)
        self.cacheDirectory = cacheDirectory
        self.inputShapes = inputShapes
    }
}

/// A library that runs neural models. Engines are chosen once, at the door.
public protocol Engine: Sendable {
    /// `openvino`, `onnxruntime`, ….
    var name: String { get }
    /// The library's own version string.
    var version: String { get }
    /// The processor or accelerator that runs the models, as the engine names it.
    var device: String { get }

    /// The arithmetic that `precision` means on this device, by its usual name: `f32`, `bf16`, `f16` or `tf32`; `its own`
    /// where an accelerator does not say.
    func elementType(for precision: Precision) -> String

    /// Reads and compiles a model file (ONNX, TFLite, …).
    /// - Throws: `InferenceError`.
    func load(_ file: URL, options: ModelOptions) throws -> any Model
}

/// A compiled model. Runs block; call them on a `NativeExecutor`. Safe to call from several threads at once.
public protocol Model: Sendable {
    var inputs: [TensorDescription] { get }
    var outputs: [TensorDescription] { get }

    /// Runs once; `tensors` in the order of `inputs`, results in the order of `outputs`.
    /// - Throws: `InferenceError` when a shape does not fit or the engine fails.
    func run(_ tensors: [Tensor]) throws -> [Tensor]
}
