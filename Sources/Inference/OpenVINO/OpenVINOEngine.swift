import CNative
import Foundation

/// Runs TFLite and ONNX models on the processor with Intel's OpenVINO.
///
/// Sendable because the library lets one core be used from several threads, and the rest never changes.
public final class OpenVINOEngine: Engine {
    static let name: String = "openvino"
    private static let processor = "CPU"

    public let name: String = OpenVINOEngine.name
    public let version: String
    public let device: String
    /// What the processor offers to models: `FP32`, `BF16`, `INT8`, ….
    public let capabilities: [String]
    /// The library's file.
    public let library: URL

    private let functions: OpenVINOLibrary
    private let networkCache: URL?
    private let core: NativeHandle

    /// Loads the library that `LIKENESS_OPENVINO` names, or the first that set-up installed.
    /// - Throws: `InferenceError.engineNotFound`, `.engineUnusable`, `.engineFailed`.
    public init(from installation: Installation = .current) throws(InferenceError) {
        functions = try OpenVINOLibrary(from: installation)
        networkCache = installation.networkCache
        library = functions.file
        version = functions.version
        core = try functions.handle(freedBy: functions.functions.core_free, for: Self.name, to: "start") {
            $0.core_create(&$1)
        }
        device = try Self.property("FULL_DEVICE_NAME", of: core, functions)
        capabilities = try Self.property("OPTIMIZATION_CAPABILITIES", of: core, functions)
            .split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    }

    private static func property(
        _ key: String, of core: NativeHandle, _ library: OpenVINOLibrary
    ) throws(InferenceError) -> String {
        var value: UnsafeMutablePointer<CChar>?
        let status = library.functions.core_get_property(core.pointer, processor, key, &value)
        let text = library.text(value)
        try library.check(status, of: name, to: "tell \(key)")
        return text ?? ""
    }

    public func load(_ file: URL, options: ModelOptions) throws -> any Model {
        let model = file.lastPathComponent
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw InferenceError.unreadable(file: file.path, reason: "it is not there, or not open to this user")
        }
        guard file.pathExtension == "param" else {
            let network = try fasterNetwork(of: file, options: options)
            defer { network.discard() }
            let graph = try functions.handle(freedBy: functions.functions.model_free, for: model, to: "read the file") {
                $0.core_read_model(core.pointer, network.file.path, nil, &$1)
            }
            var options = options
            // The library's cache would hold the filters a second time, and mapping them costs less than reading it.
            if network.isRewritten { options.cacheDirectory = nil }
            return try compile(graph, named: model, options: options)
        }
        return try NcnnLoader.load(file, options: options) { onnx, options in
            try compile(read(onnx, named: model), named: model, options: options)
        }
    }

    /// Units for numbers of half the length need no detour around multiplications, and have no digit to lose.
    private func fasterNetwork(of file: URL, options: ModelOptions) throws(InferenceError) -> FasterNetwork {
        guard elementType(for: options.precision) == "f32" else { return FasterNetwork(plain: file) }
        return try FasterNetwork(of: file, shapes: options.inputShapes, cache: options.cacheDirectory ?? networkCache)
    }

    private func compile(
        _ graph: NativeHandle, named model: String, options: ModelOptions
    ) throws(InferenceError) -> OpenVINOModel {
        if !options.inputShapes.isEmpty {
            try OpenVINOReshape(options.inputShapes).apply(to: graph, named: model, library: functions)
        }
        let names = try functions.portNames(of: graph, named: model)
        let properties = properties(for: options)
        let compiled = try functions.handle(
            freedBy: functions.functions.compiled_model_free, for: model, to: "compile the model"
        ) { functions, pointer in
            properties.flatMap { [$0.key, $0.value] }.withCStrings { texts in
                let list = stride(from: 0, to: texts.count, by: 2).map {
                    native_ov_property(key: texts[$0], value: texts[$0 + 1])
                }
                return functions.core_compile_model_props(
                    core.pointer, graph.pointer, Self.processor, list.count, list, &pointer)
            }
        }
        return try OpenVINOModel(compiled, name: model, names: names, library: functions)
    }

    private func read(_ onnx: Data, named model: String) throws(InferenceError) -> NativeHandle {
        try functions.handle(freedBy: functions.functions.model_free, for: model, to: "read the network") {
            functions, pointer in
            onnx.withUnsafeBytes { bytes in
                bytes.withMemoryRebound(to: CChar.self) { text in
                    guard let text = text.baseAddress else { return -1 }
                    return functions.core_read_model_from_memory_buffer(
                        core.pointer, text, onnx.count, nil, &pointer)
                }
            }
        }
    }

    /// Everything that shapes results or speed is said: left alone, the library takes bfloat16 where it can.
    private func properties(for options: ModelOptions) -> [(key: String, value: String)] {
        var properties = [
            (key: "PERFORMANCE_HINT", value: "LATENCY"),
            (key: "NUM_STREAMS", value: String(options.concurrentRuns)),
            (key: "INFERENCE_PRECISION_HINT", value: elementType(for: options.precision)),
        ]
        if options.threads > 0 {
            let threads = options.threads * options.concurrentRuns
            properties.append((key: "INFERENCE_NUM_THREADS", value: String(threads)))
        }
        if let cache = options.cacheDirectory { properties.append((key: "CACHE_DIR", value: cache.path)) }
        return properties
    }

    /// The arithmetic that `precision` means on this processor, by OpenVINO's name: `f32`, `bf16` or `f16`.
    public func elementType(for precision: Precision) -> String {
        switch precision {
        case .f32: "f32"
        case .fast: capabilities.contains("BF16") ? "bf16" : capabilities.contains("FP16") ? "f16" : "f32"
        }
    }
}
