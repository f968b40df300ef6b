import Foundation
import Inference
import Testing

@Suite("Choice of the engine")
struct EnginesTests {
    private func installation(_ environment: [String: String], in folder: URL) -> Installation {
        Installation(
            environment: environment, executable: folder.appending(path: "bin/likeness"),
            workingDirectory: folder.appending(path: "desk"))
    }

    @Test("the engine tells its version and the processor")
    func tells() throws {
        let engine = try Setup.engine()
        #expect(engine.name == "openvino")
        let pinned = try #require(try ModelManifest.builtIn().runtimes.first { $0.name == "openvino" })
        #expect(engine.version.hasPrefix(pinned.version))
        #expect(!engine.device.isEmpty)
    }

    @Test("an engine that nobody knows is refused with the names that are known")
    func unknownEngine() throws {
        let installation = Installation(
            environment: ["LIKENESS_ENGINE": "abacus"], executable: nil, workingDirectory: URL(filePath: "/"))
        #expect(throws: InferenceError.unknownEngine(name: "abacus", known: ["openvino", "onnxruntime"])) {
            try Engines.load(from: installation)
        }
    }

    @Test("a missing library names every place and what to do")
    func missingLibrary() throws {
        try Setup.withFolder { folder in
            #expect {
                try Engines.load(from: installation([:], in: folder))
            } throws: { error in
                guard let error = error as? InferenceError else { return false }
                let text = error.description
                return text.contains(folder.appending(path: "lib/likeness/openvino").path)
                    && text.contains(folder.appending(path: "desk/.deps/openvino").path)
                    && text.contains(folder.appending(path: "bin/.deps/openvino").path)
                    && text.contains("./Scripts/setup.sh") && text.contains("LIKENESS_OPENVINO")
            }
        }
    }

    @Test("LIKENESS_OPENVINO is the only place when it is set")
    func override() throws {
        try Setup.withFolder { folder in
            #expect(
                throws: InferenceError.engineNotFound(
                    engine: "OpenVINO", places: [folder.appending(path: "desk/elsewhere").path],
                    variable: "LIKENESS_OPENVINO")
            ) { try Engines.load(from: installation(["LIKENESS_OPENVINO": "elsewhere"], in: folder)) }
        }
    }

    @Test("a file that is no library says what the loader makes of it")
    func noLibrary() throws {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "libopenvino_c.so.1")
            try Data("no library".utf8).write(to: file)
            #expect {
                try Engines.load(from: installation(["LIKENESS_OPENVINO": folder.path], in: folder))
            } throws: { error in
                guard case .engineUnusable("OpenVINO", file.path, let reason)? = error as? InferenceError else {
                    return false
                }
                return reason.contains("libopenvino_c.so.1")
            }
        }
    }

    @Test("a library of another kind is refused by the function that it lacks")
    func otherLibrary() throws {
        let candidates = ["/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6"]
        let file = try #require(candidates.first { FileManager.default.fileExists(atPath: $0) })
        #expect {
            try Engines.load(
                from: installation(["LIKENESS_OPENVINO": file], in: URL(filePath: "/nowhere")))
        } throws: { error in
            guard case .engineUnusable(_, _, let reason)? = error as? InferenceError else { return false }
            return reason.contains("ov_get_openvino_version")
        }
    }
}
