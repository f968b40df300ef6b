import Foundation
import Inference
import SmallNetworks
import Testing

@Suite("ONNX Runtime")
struct ONNXRuntimeTests {
    private static func engine(_ environment: [String: String] = [:]) throws -> ONNXRuntimeEngine {
        var installation = Installation.current
        installation.environment = environment
        return try ONNXRuntimeEngine(from: installation)
    }

    /// Values 0…1, other for every index.
    private static func picture(_ shape: [Int], seed: Int = 1) -> Tensor {
        Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { Float(($0 * 7919 * seed) % 1009) / 1008 })
    }

    private static func load(
        _ network: SmallNetwork, _ engine: any Engine, _ options: ModelOptions = ModelOptions(threads: 1)
    ) throws -> any Model {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "network.onnx")
            try network.file.write(to: file)
            return try engine.load(file, options: options)
        }
    }

    @Test("the engine tells its version, the processor and what runs on it")
    func tells() throws {
        let engine = try Self.engine()
        #expect(engine.name == "onnxruntime" && engine.providers == ["cpu"])
        #expect(try ModelManifest.builtIn().runtimes.first { $0.name == "onnxruntime" }?.version == engine.version)
        #expect(!engine.device.isEmpty)
        #expect(engine.elementType(for: .f32) == "f32" && engine.elementType(for: .fast) == "f32")
        #expect(try engine.workingProviders() == ["cpu"])
    }

    @Test(
        "the bundled classifier gives what ONNX Runtime's own binding gives",
        .enabled(if: EnginesReference.isThere, Comment(rawValue: EnginesReference.absence)))
    func agreesWithBinding() throws {
        let store = try Setup.store()
        var entry = try store.entry(named: "open_nsfw")
        entry.inputs[0].shape[0] = 1
        let inputs = Reference.inputs(of: entry)
        let expected = try EnginesReference.made().reference.nsfw.outputs
        for engine in Engines.known {
            let results = try store.load("open_nsfw", with: Engines.load(named: engine)).run(inputs)
            #expect(results.map(\.shape) == expected.map(\.shape))
            let error = zip(results[0].values, expected[0].values).map { abs($0 - $1) }.max() ?? .infinity
            #expect(error < 1e-5, "\(engine)")
        }
    }

    @Test(
        "both engines give the same with free and with fixed sides",
        arguments: [SmallNetwork.plain, .wideBGR, .windows], [false, true])
    func agreesWithOpenVINO(_ network: SmallNetwork, fixed: Bool) throws {
        let shape = [1, 3, 16, 24]
        let options = ModelOptions(threads: 1, inputShapes: fixed ? ["picture": shape] : [:])
        var results: [Tensor] = []
        for engine in Engines.known {
            let model = try Self.load(network, Engines.load(named: engine), options)
            #expect(model.inputs.map(\.shape) == [fixed ? shape : [1, 3, -1, -1]])
            if fixed { #expect(model.outputs.map(\.shape) == [[1, 3, 32, 48]]) }
            results += try model.run([Self.picture(shape)])
        }
        #expect(results.map(\.shape) == [[1, 3, 32, 48], [1, 3, 32, 48]])
        let error = zip(results[0].values, results[1].values).map { abs($0 - $1) }.max() ?? .infinity
        #expect(error < 1e-5)
    }

    @Test("a network in ncnn's files gives the same in both engines, whole and in bands", arguments: [7, 40])
    func ncnn(_ down: Int) throws {
        let file = try Setup.store().file(for: "realesr_animevideov3_2x")
        let input = Self.picture([1, 3, down, 9])
        var results: [[Float]] = []
        for engine in Engines.known {
            let model = try Engines.load(named: engine).load(
                file, options: ModelOptions(threads: 1, inputShapes: ["input": input.shape]))
            results.append(try model.run([input])[0].values)
        }
        let error = zip(results[0], results[1]).map { abs($0 - $1) }.max() ?? .infinity
        #expect(results[0].count == 3 * down * 2 * 18 && error < 1e-5)
    }

    @Test("runs at the same time do not disturb each other, and two threads give the same bits as one")
    func concurrentRuns() async throws {
        let engine = try Self.engine()
        let model = try Self.load(.plain, engine, ModelOptions(threads: 2))
        let single = try Self.load(.plain, engine, ModelOptions(threads: 1))
        let inputs = (1...8).map { Self.picture([1, 3, 32, 16 + $0], seed: $0) }
        let alone = try inputs.map { try single.run([$0]) }
        let together = try await withThrowingTaskGroup(of: (Int, [Tensor]).self) { group in
            for round in 0..<48 {
                group.addTask { (round % inputs.count, try model.run([inputs[round % inputs.count]])) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.count == 48)
        for (index, results) in together { #expect(results == alone[index]) }
    }

    @Test("inputs and fixed shapes that do not fit are refused by name")
    func wrongInputs() throws {
        let engine = try Self.engine()
        let model = try Self.load(.fixed, engine)
        #expect(throws: InferenceError.wrongInputCount(model: "network.onnx", expected: 1, found: 0)) {
            try model.run([])
        }
        #expect(
            throws: InferenceError.wrongShape(
                model: "network.onnx", input: "picture", expected: [1, 3, -1, -1], found: [3, 8, 8])
        ) { try model.run([Self.picture([3, 8, 8])]) }
        #expect(throws: InferenceError.self) { try model.run([Self.picture([1, 3, 8, 8])]) }
        #expect(
            throws: InferenceError.wrongShape(
                model: "network.onnx", input: "picture", expected: [1, 3, 8, 8], found: [1, 4, 8, 8])
        ) { try Self.load(.plain, engine, ModelOptions(inputShapes: ["picture": [1, 4, 8, 8]])) }
        #expect(throws: InferenceError.unknownInput(model: "network.onnx", input: "image", known: ["picture"])) {
            try Self.load(.plain, engine, ModelOptions(inputShapes: ["image": [1, 3, 8, 8]]))
        }
    }

    @Test("what is no network says what the engine makes of it; TFLite files name the engine that reads them")
    func noModel() throws {
        let engine = try Self.engine()
        try Setup.withFolder { folder in
            for contents in ["", "no model", "\u{3a}\u{7f}\u{7f}\u{7f}"] {
                let file = folder.appending(path: "empty.onnx")
                try Data(contents.utf8).write(to: file)
                #expect {
                    try engine.load(file, options: ModelOptions(inputShapes: ["input": [1]]))
                } throws: { error in
                    guard case .engineFailed("ONNX Runtime", "empty.onnx", _, let reason)? = error as? InferenceError
                    else { return false }
                    return !reason.isEmpty && !reason.contains("\n")
                }
            }
        }
        let error = #expect(throws: InferenceError.self) { try Setup.store().load("face_landmark", with: engine) }
        #expect(
            error
                == .formatNotRead(file: "face_landmark.tflite", engine: "ONNX Runtime", readers: ["openvino"]))
        #expect(error?.description.contains("Set LIKENESS_ENGINE to openvino") == true)
    }

    @Test("an accelerator that cannot be had is refused with its name, the reason and what is there")
    func providers() throws {
        for name in ["abacus", "cuda,abacus", "=x", "abacus="] {
            let error = #expect(throws: InferenceError.self) { try Self.engine(["LIKENESS_ORT_PROVIDERS": name]) }
            guard case .unknownProvider(let name, let known)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(name.contains("abacus") || name == "=x")
            #expect(known.first == "cpu" && known.contains("coreml"))
        }
        let absent = ["cuda,cpu", "TensorRT", "coreml", "openvino", "directml", "migraphx", "rocm", "mine=/nowhere.so"]
        for setting in absent {
            let error = #expect(throws: InferenceError.self) { try Self.engine(["LIKENESS_ORT_PROVIDERS": setting]) }
            guard case .providerUnavailable("ONNX Runtime", let provider, let reason, let available)? = error else {
                Issue.record("\(setting): \(String(describing: error))")
                continue
            }
            #expect(setting.lowercased().hasPrefix(provider) && reason.contains("failed to"), "\(reason)")
            #expect(available.contains("CPUExecutionProvider"))
            #expect(error?.description.hasPrefix("LIKENESS_ORT_PROVIDERS: ONNX Runtime cannot use \(provider)") == true)
        }
        #expect(try Self.engine(["LIKENESS_ORT_PROVIDERS": " cpu , cpu"]).providers == ["cpu"])
    }

    @Test("a package's own folder will do: Python's keeps the library below capi, the maker's below lib")
    func packages() throws {
        let library = try Self.engine().library
        for name in ["capi", "lib"] {
            try Setup.withFolder { folder in
                let inside = folder.appending(path: name)
                try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
                let link = inside.appending(path: library.lastPathComponent)
                try FileManager.default.createSymbolicLink(at: link, withDestinationURL: library)
                #expect(try Self.engine(["LIKENESS_ORT": folder.path]).library.path == link.path)
            }
        }
    }

    @Test("a library that is cut off, or another one, says what is wrong with it; none names the places")
    func libraries() throws {
        let library = try Self.engine().library
        try Setup.withFolder { folder in
            let file = folder.appending(path: "libonnxruntime.so.1")
            let start = try FileHandle(forReadingFrom: library).read(upToCount: 100_000)
            for (contents, expected) in [(start, "cut off"), (Data("no library".utf8), "libonnxruntime.so.1")] {
                try contents?.write(to: file)
                #expect {
                    try Self.engine(["LIKENESS_ORT": folder.path])
                } throws: { error in
                    guard case .engineUnusable("ONNX Runtime", file.path, let reason)? = error as? InferenceError
                    else { return false }
                    return reason.contains(expected)
                }
            }
            let other = try OpenVINOEngine().library.path
            let error = #expect(throws: InferenceError.self) { try Self.engine(["LIKENESS_ORT": other]) }
            #expect(error?.description.contains("OrtGetApiBase") == true)
            let nowhere = folder.appending(path: "nowhere").path
            #expect(
                throws: InferenceError.engineNotFound(
                    engine: "ONNX Runtime", places: [nowhere], variable: "LIKENESS_ORT")
            ) { try Self.engine(["LIKENESS_ORT": nowhere]) }
        }
    }
}
