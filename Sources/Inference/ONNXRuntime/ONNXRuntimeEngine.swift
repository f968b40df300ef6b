import Foundation

/// Runs ONNX models with Microsoft's ONNX Runtime, on the processor or on an accelerator that its library supports.
///
/// `LIKENESS_ORT_PROVIDERS` names accelerators, the most wanted first: `cuda,cpu`, or `name=path` for a plugin library.
/// What one cannot run goes to the next, and to the processor in the end. Each is proved with a network of one node when
/// the engine is made.
public final class ONNXRuntimeEngine: Engine {
    static let name: String = "onnxruntime"

    public let name: String = ONNXRuntimeEngine.name
    public let version: String
    /// The accelerators that were asked for, CUDA by its card's name, then the processor:
    /// `CUDA (NVIDIA H100 80GB HBM3), AMD EPYC 7R13 Processor`.
    public let device: String
    /// The library's file.
    public let library: URL
    /// Names of the providers in use, as `LIKENESS_ORT_PROVIDERS` gives them.
    public let providers: [String]

    private let environment: ONNXRuntimeEnvironment
    private let asked: [ONNXRuntimeProvider]
    private let networkCache: URL?

    /// Loads the library that `LIKENESS_ORT` names, or the first that set-up installed.
    /// - Throws: `InferenceError.engineNotFound`, `.engineUnusable`, `.engineFailed`, `.unknownProvider`,
    ///   `.providerUnavailable`.
    public init(from installation: Installation = .current) throws(InferenceError) {
        asked = try ONNXRuntimeProvider.asked(of: installation)
        networkCache = installation.networkCache
        let functions = try ONNXRuntimeLibrary(from: installation)
        environment = try ONNXRuntimeEnvironment(functions, providers: asked)
        library = functions.file
        version = functions.version
        providers = asked.map(\.name)
        let accelerators = asked.filter { $0 != .processor }.map(\.device)
        device = (accelerators + [Processor.name]).joined(separator: ", ")
        for provider in asked where provider != .processor {
            do throws(InferenceError) {
                try ONNXRuntimeProbe.run(on: provider, in: environment)
            } catch {
                throw try environment.unavailable(provider.name, because: error)
            }
        }
    }

    /// Names of the providers that this library was built with and that work on this machine: each runs a network of
    /// one node.
    public func workingProviders() throws(InferenceError) -> [String] {
        let listed = try environment.library.builtInProviders()
        return ONNXRuntimeProvider.BuiltIn.allCases.filter { provider in
            listed.contains(provider.listed)
                && (try? ONNXRuntimeProbe.run(on: .builtIn(provider), in: environment)) != nil
        }.map(\.rawValue)
    }

    /// Float32 for both on the processor: ONNX Runtime has nothing faster there. CUDA takes TF32 and TensorRT float16
    /// for `fast`. Plugins choose themselves and are not asked: `its own`.
    public func elementType(for precision: Precision) -> String {
        asked.first?.elementType(for: precision) ?? "f32"
    }

    public func load(_ file: URL, options: ModelOptions) throws -> any Model {
        let model = file.lastPathComponent
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw InferenceError.unreadable(file: file.path, reason: "it is not there, or not open to this user")
        }
        guard Engines.readers(of: model).contains(Self.name) else {
            throw InferenceError.formatNotRead(
                file: model, engine: ONNXRuntimeLibrary.title, readers: Engines.readers(of: model))
        }
        guard file.pathExtension == "param" else {
            let network = try fasterNetwork(of: file, options: options)
            defer { network.discard() }
            let symbols = options.inputShapes.isEmpty ? nil : try ONNXSymbols(of: network.file)
            return try compile(model, symbols, options) { settings throws(InferenceError) in
                try ONNXRuntimeSession(file: network.file, options: settings, model: model, in: environment)
            }
        }
        return try NcnnLoader.load(file, options: options) { onnx, options in
            try compile(model, ONNXSymbols(in: onnx), options) { settings throws(InferenceError) in
                try ONNXRuntimeSession(onnx, options: settings, model: model, in: environment)
            }
        }
    }

    /// Accelerators have algorithms of their own.
    private func fasterNetwork(of file: URL, options: ModelOptions) throws(InferenceError) -> FasterNetwork {
        guard asked == [.processor] else { return FasterNetwork(plain: file) }
        return try FasterNetwork(of: file, shapes: options.inputShapes, cache: options.cacheDirectory ?? networkCache)
    }

    private func compile(
        _ model: String, _ symbols: ONNXSymbols?, _ options: ModelOptions,
        _ make: (ONNXRuntimeOptions) throws(InferenceError) -> ONNXRuntimeSession
    ) throws(InferenceError) -> ONNXRuntimeModel {
        let settings = try ONNXRuntimeOptions(
            options, providers: asked, dimensions: symbols?.dimensions(for: options.inputShapes) ?? [:], model: model,
            in: environment)
        return try ONNXRuntimeModel(
            try make(settings), name: model, shapes: options.inputShapes, takesTurns: asked != [.processor])
    }
}
