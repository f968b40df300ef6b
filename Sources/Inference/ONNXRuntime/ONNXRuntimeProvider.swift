import Foundation

/// What runs a model inside ONNX Runtime: the processor, or an accelerator that the library was built for or gets from
/// a plugin library.
enum ONNXRuntimeProvider: Hashable {
    case builtIn(BuiltIn)
    /// A library of another author's, under the name that the person gave it.
    case plugin(name: String, file: URL)

    /// By the name that a person gives.
    enum BuiltIn: String, CaseIterable {
        case cpu, cuda, tensorrt, coreml, openvino, directml, migraphx, rocm
    }

    static let processor = ONNXRuntimeProvider.builtIn(.cpu)
    /// Names providers in the environment, the first the most wanted: `cuda,cpu`, or `name=path` for a plugin library.
    static let variable = "LIKENESS_ORT_PROVIDERS"

    /// What the environment asks for; unset, the processor alone.
    /// - Throws: `InferenceError.unknownProvider`.
    static func asked(of installation: Installation) throws(InferenceError) -> [ONNXRuntimeProvider] {
        guard let setting = installation.setting(variable) else { return [processor] }
        var providers: [ONNXRuntimeProvider] = []
        for part in setting.split(separator: ",") {
            let text = part.trimmingCharacters(in: .whitespaces)
            let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let provider: ONNXRuntimeProvider
            if pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty {
                provider = .plugin(name: pair[0], file: installation.url(of: pair[1]))
            } else if let builtIn = BuiltIn(rawValue: text.lowercased()) {
                provider = .builtIn(builtIn)
            } else {
                throw .unknownProvider(name: text, known: BuiltIn.allCases.map(\.rawValue))
            }
            if !providers.contains(provider) { providers.append(provider) }
        }
        return providers.isEmpty ? [processor] : providers
    }

    /// As the person names it.
    var name: String {
        switch self {
        case .builtIn(let builtIn): builtIn.rawValue
        case .plugin(let name, _): name
        }
    }

    /// As people know it.
    var title: String {
        switch self {
        case .builtIn(let builtIn): builtIn.title
        case .plugin(let name, _): name
        }
    }

    /// What it runs on, where it tells: cards of one maker round in ways of their own.
    var device: String {
        switch self {
        case .builtIn(.cuda), .builtIn(.tensorrt): CUDACard.name.map { "\(title) (\($0))" } ?? title
        default: title
        }
    }

    /// The arithmetic of a precision.
    func elementType(for precision: Precision) -> String {
        switch self {
        case .builtIn(let builtIn): builtIn.elementType(for: precision)
        case .plugin: Self.unasked
        }
    }

    /// Whoever made the provider decides.
    fileprivate static let unasked = "its own"
}

extension ONNXRuntimeProvider.BuiltIn {
    var title: String {
        switch self {
        case .cpu: "CPU"
        case .cuda: "CUDA"
        case .tensorrt: "TensorRT"
        case .coreml: "CoreML"
        case .openvino: "OpenVINO"
        case .directml: "DirectML"
        case .migraphx: "MIGraphX"
        case .rocm: "ROCm"
        }
    }

    /// As the library lists it when it was built with it.
    var listed: String {
        switch self {
        case .cpu: "CPUExecutionProvider"
        case .cuda: "CUDAExecutionProvider"
        case .tensorrt: "TensorrtExecutionProvider"
        case .coreml: "CoreMLExecutionProvider"
        case .openvino: "OpenVINOExecutionProvider"
        case .directml: "DmlExecutionProvider"
        case .migraphx: "MIGraphXExecutionProvider"
        case .rocm: "ROCMExecutionProvider"
        }
    }

    /// The arithmetic of a precision. Where there is a choice, `settings` makes it.
    fileprivate func elementType(for precision: Precision) -> String {
        switch (self, precision) {
        case (.cuda, .fast): "tf32"
        case (.tensorrt, .fast): "f16"
        case (.openvino, _): ONNXRuntimeProvider.unasked
        default: "f32"
        }
    }

    /// What the provider is told, by its own keys.
    func settings(for options: ModelOptions) -> [(key: String, value: String)] {
        switch self {
        case .cpu, .openvino, .directml, .migraphx, .rocm: return []
        case .cuda:
            // Left alone, it takes TF32 wherever it can, and measures which convolution is the fastest at every load,
            // which makes results depend on what else the machine does.
            return [
                ("use_tf32", options.precision == .fast ? "1" : "0"), ("cudnn_conv_algo_search", "HEURISTIC"),
            ]
        case .tensorrt:
            let cache = options.cacheDirectory.map {
                [("trt_engine_cache_enable", "1"), ("trt_engine_cache_path", $0.path)]
            }
            return [("trt_fp16_enable", options.precision == .fast ? "1" : "0")] + (cache ?? [])
        case .coreml:
            // The older format computes in float16 whatever the model says.
            let cache = options.cacheDirectory.map { [("ModelCacheDirectory", $0.path)] }
            return [("ModelFormat", "MLProgram")] + (cache ?? [])
        }
    }
}
