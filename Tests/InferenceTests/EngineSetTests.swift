import Foundation
import Inference
import Testing

@Suite("Engine of a model")
struct EngineSetTests {
    /// This machine's engines, with the person's folder elsewhere.
    private static func installation(_ environment: [String: String] = [:], in folder: URL) -> Installation {
        var installation = Installation.current
        installation.environment = environment.merging(["XDG_CACHE_HOME": folder.path]) { $1 }
        return installation
    }

    private static func entry(_ file: String = "network.onnx", engine: String? = nil) -> ModelEntry {
        ModelEntry(
            name: "network", task: .faceSwapping, summary: "", file: file, bytes: 1, sha256: "abc", inputs: [],
            outputs: [], engine: engine, licence: .init(id: "MIT", name: "MIT", holder: "me", commercialUse: true),
            availability: .bundled, source: .init())
    }

    /// Writes that `fastest` was the fastest, of the engines that are here.
    private static func remember(
        _ fastest: String, in installation: Installation, change: (String) -> String = { $0 }
    ) throws {
        var memory = EngineMemory(of: try EngineSet(from: installation).installed())
        memory.remember(fastest, for: entry(), .f32, milliseconds: ["openvino": 2, "onnxruntime": 1])
        try memory.write(for: installation)
        let file = try #require(EngineMemory.file(of: installation))
        try change(String(contentsOf: file, encoding: .utf8)).write(to: file, atomically: true, encoding: .utf8)
    }

    private static func choice(
        _ entry: ModelEntry = entry(), _ precision: Precision = .f32, in installation: Installation
    ) throws -> String {
        try EngineSet(from: installation).engine(for: entry, precision: precision).name
    }

    @Test("the environment comes before the memory, the memory before the manifest, the manifest before the default")
    func order() throws {
        try Setup.withFolder { folder in
            let plain = Self.installation(in: folder)
            #expect(try Self.choice(in: plain) == "openvino")
            #expect(try Self.choice(Self.entry(engine: "onnxruntime"), in: plain) == "onnxruntime")
            try Self.remember("onnxruntime", in: plain)
            #expect(try Self.choice(in: plain) == "onnxruntime")
            #expect(try Self.choice(Self.entry(engine: "openvino"), in: plain) == "onnxruntime")
            #expect(try Self.choice(Self.entry(), .fast, in: plain) == "openvino", "only f32 was measured")
            let told = Self.installation(["LIKENESS_ENGINE": "openvino"], in: folder)
            #expect(try Self.choice(Self.entry(engine: "onnxruntime"), in: told) == "openvino")
            let wrong = Self.installation(["LIKENESS_ENGINE": "abacus"], in: folder)
            #expect(throws: InferenceError.unknownEngine(name: "abacus", known: Engines.known)) {
                try Self.choice(in: wrong)
            }
        }
    }

    @Test("TFLite models get the engine that reads them, whatever else is said")
    func formats() throws {
        try Setup.withFolder { (folder: URL) throws in
            let entry = Self.entry("network.tflite", engine: "onnxruntime")
            let installation = Self.installation(["LIKENESS_ENGINE": "onnxruntime"], in: folder)
            #expect(try Self.choice(entry, in: installation) == "openvino")
            #expect(try Self.choice(Self.entry("network.param"), in: installation) == "onnxruntime")
        }
    }

    @Test(
        "what was measured with another library, on another device or with another file counts for nothing",
        arguments: [
            ("\"version\" : \"1.", "\"version\" : \"0."), ("\"device\" : \"", "\"device\" : \"another "),
            ("\"sha256\" : \"abc\"", "\"sha256\" : \"abd\""), ("\"version\" : 1", "\"version\" : 9"), ("{", "["),
        ])
    func stale(_ text: String, _ other: String) throws {
        try Setup.withFolder { folder in
            let installation = Self.installation(in: folder)
            try Self.remember("onnxruntime", in: installation) { $0.replacing(text, with: other) }
            #expect(try Self.choice(in: installation) == "openvino")
        }
    }

    @Test("an engine that is not installed is stood in for, unless the environment names it; a broken one is not")
    func fallback() throws {
        try Setup.withFolder { folder in
            let nowhere = folder.appending(path: "nowhere").path
            let alone = Self.installation(["LIKENESS_OPENVINO": nowhere], in: folder)
            #expect(try Self.choice(in: alone) == "onnxruntime")
            #expect(try EngineSet(from: alone).installed().map(\.name) == ["onnxruntime"])
            let absence = InferenceError.engineNotFound(
                engine: "OpenVINO", places: [nowhere], variable: "LIKENESS_OPENVINO")
            #expect(throws: absence) { try Self.choice(Self.entry("network.tflite"), in: alone) }
            let told = Self.installation(["LIKENESS_OPENVINO": nowhere, "LIKENESS_ENGINE": "openvino"], in: folder)
            #expect(throws: absence) { try Self.choice(in: told) }
            let none = Self.installation(["LIKENESS_OPENVINO": nowhere, "LIKENESS_ORT": nowhere], in: folder)
            #expect(throws: absence) { try Self.choice(in: none) }

            let broken = folder.appending(path: "libopenvino_c.so.1")
            try Data("no library".utf8).write(to: broken)
            let damaged = Self.installation(["LIKENESS_OPENVINO": broken.path], in: folder)
            #expect {
                try Self.choice(in: damaged)
            } throws: { error in
                guard case .engineUnusable? = error as? InferenceError else { return false }
                return true
            }
        }
    }

    @Test("an engine is loaded once")
    func once() throws {
        let engines = EngineSet()
        let one = try #require(try engines.engine(named: "onnxruntime") as? ONNXRuntimeEngine)
        let other = try engines.engine(for: Self.entry(engine: "onnxruntime")) as? ONNXRuntimeEngine
        #expect(other == nil || one === other)
    }

    @Test("a memory that cannot be written says where")
    func unwritable() throws {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "likeness")
            try Data().write(to: file)
            #expect {
                try EngineMemory(of: []).write(for: Self.installation(in: folder))
            } throws: { error in
                guard case .cannotWrite(let path, _)? = error as? InferenceError else { return false }
                return path == file.appending(path: "engines.json").path
            }
        }
    }
}
