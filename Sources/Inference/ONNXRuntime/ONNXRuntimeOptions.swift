import CNative

/// What a session is made with: threads, optimisation, providers, fixed dimensions.
struct ONNXRuntimeOptions {
    let handle: NativeHandle
    private let environment: ONNXRuntimeEnvironment
    private let model: String

    /// - Parameters:
    ///   - dimensions: lengths of free dimensions, by the names that the model gives them.
    ///   - model: for errors.
    init(
        _ options: ModelOptions, providers: [ONNXRuntimeProvider], dimensions: [String: Int] = [:], model: String,
        in environment: ONNXRuntimeEnvironment
    ) throws(InferenceError) {
        self.environment = environment
        self.model = model
        let library = environment.library
        handle = try library.handle(
            freedBy: library.functions.release_options, for: model, to: "prepare a session"
        ) { $0.create_options(&$1) }
        try set(options)
        for (name, length) in dimensions.sorted(by: { $0.key < $1.key }) {
            try check(library.functions.fix_dimension(handle.pointer, name, Int64(length)), "give \(name) a length")
        }
        for provider in providers {
            try append(provider, options)
        }
    }

    private func set(_ options: ModelOptions) throws(InferenceError) {
        let functions = environment.library.functions
        try check(functions.set_optimization(handle.pointer, Int32(NATIVE_ORT_OPTIMIZE_ALL)), "optimise")
        try check(functions.set_deterministic(handle.pointer, true), "be deterministic")
        // A run has its caller's thread and shares the others; 0 lets the library choose.
        try check(functions.set_threads(handle.pointer, Int32(options.threads)), "take \(options.threads) threads")
        // Threads that wait for more work burn a core: they may within a run, not between runs.
        try check(functions.set_entry(handle.pointer, "session.force_spinning_stop", "1"), "rest between runs")
    }

    private func append(_ provider: ONNXRuntimeProvider, _ options: ModelOptions) throws(InferenceError) {
        let functions = environment.library.functions
        let step = "take the provider \(provider.name)"
        switch provider {
        case .builtIn(let builtIn):
            try append(builtIn, builtIn.settings(for: options), step)
        case .plugin(let name, _):
            guard let device = environment.device(ofPlugin: name) else { return }
            let devices: [OpaquePointer?] = [device]
            try check(
                Settings([]).withPointers {
                    functions.append_plugin(handle.pointer, environment.handle.pointer, devices, 1, $0, $1, $2)
                }, step)
        }
    }

    private func append(
        _ provider: ONNXRuntimeProvider.BuiltIn, _ list: [(key: String, value: String)], _ step: String
    ) throws(InferenceError) {
        let functions = environment.library.functions
        let (options, settings) = (handle.pointer, Settings(list))
        switch provider {
        case .cpu: return  // is always there, after all others
        case .cuda:
            let cuda = try made(freedBy: functions.release_cuda, step) { $0.create_cuda(&$1) }
            try check(settings.withPointers { functions.update_cuda(cuda.pointer, $0, $1, $2) }, step)
            try check(functions.append_cuda(options, cuda.pointer), step)
        case .tensorrt:
            let tensorRT = try made(freedBy: functions.release_tensorrt, step) { $0.create_tensorrt(&$1) }
            try check(settings.withPointers { functions.update_tensorrt(tensorRT.pointer, $0, $1, $2) }, step)
            try check(functions.append_tensorrt(options, tensorRT.pointer), step)
        case .rocm:
            let rocm = try made(freedBy: functions.release_rocm, step) { $0.create_rocm(&$1) }
            try check(functions.append_rocm(options, rocm.pointer), step)
        case .openvino:
            try check(settings.withPointers { functions.append_openvino(options, $0, $1, $2) }, step)
        case .coreml: try append("CoreML", settings, step)
        case .migraphx: try append("MIGraphX", settings, step)
        case .directml:
            // It plans its memory itself.
            try check(functions.disable_memory_pattern(options), step)
            try append("DML", settings, step)
        }
    }

    /// By the library's short name, where there is no function for the provider alone.
    private func append(_ name: String, _ settings: Settings, _ step: String) throws(InferenceError) {
        let functions = environment.library.functions
        try check(settings.withPointers { functions.append_provider(handle.pointer, name, $0, $1, $2) }, step)
    }

    private func made(
        freedBy free: @escaping NativeHandle.Free, _ step: String,
        _ make: (native_onnxruntime, inout OpaquePointer?) -> OpaquePointer?
    ) throws(InferenceError) -> NativeHandle {
        try environment.library.handle(freedBy: free, for: model, to: step, make)
    }

    private func check(_ status: OpaquePointer?, _ step: String) throws(InferenceError) {
        try environment.library.check(status, of: model, to: step)
    }
}

/// Keys and values as the library takes them.
private struct Settings {
    private let list: [(key: String, value: String)]

    init(_ list: [(key: String, value: String)]) { self.list = list }

    typealias Texts = UnsafePointer<UnsafePointer<CChar>?>

    func withPointers(_ body: (_ keys: Texts, _ values: Texts, _ count: Int) -> OpaquePointer?) -> OpaquePointer? {
        (list.map(\.key) + list.map(\.value)).withCStrings { texts in
            // One more than is told: an empty list has an address too.
            let texts: [UnsafePointer<CChar>?] = texts + [nil]
            return texts.withUnsafeBufferPointer { texts in
                guard let start = texts.baseAddress else { return nil }
                return body(start, start + list.count, list.count)
            }
        }
    }
}
