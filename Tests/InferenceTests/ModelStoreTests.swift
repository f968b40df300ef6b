import Foundation
import Inference
import Testing

@Suite("Model store")
struct ModelStoreTests {
    /// A store that looks in `folder` alone.
    private func store(in folder: URL) throws -> ModelStore {
        try ModelStore(
            from: Installation(
                environment: ["LIKENESS_MODELS": folder.path], executable: nil, workingDirectory: folder))
    }

    @Test("the default models are there and are what the manifest says")
    func verified() throws {
        let store = try Setup.store()
        for entry in store.manifest.models where entry.availability == .bundled {
            guard case .verified = store.state(of: entry) else {
                Issue.record("\(entry.name): \(store.state(of: entry))")
                continue
            }
        }
    }

    @Test("one flipped bit is found, wherever it is", arguments: [0, 100_000, 229_031])
    func flippedBit(_ offset: Int) throws {
        try Setup.withFolder { folder in
            let original = try Setup.store().file(for: "blazeface")
            var bytes = try Data(contentsOf: original)
            let copy = folder.appending(path: original.lastPathComponent)
            try bytes.write(to: copy)
            #expect(try store(in: folder).file(for: "blazeface").path == copy.path)

            bytes[offset] ^= 1
            try bytes.write(to: copy)
            #expect {
                try store(in: folder).file(for: "blazeface")
            } throws: { error in
                guard
                    case .modelDamaged("blazeface_short_range", copy.path, let expected, let found)? =
                        error as? InferenceError
                else { return false }
                return expected.hasPrefix("3bc182eb") && found != expected && found.count == 64
            }
        }
    }

    @Test("a default model that is missing names the places and the command that mends it")
    func missing() throws {
        try Setup.withFolder { folder in
            let error = #expect(throws: InferenceError.self) { try store(in: folder).file(for: "face_mesh") }
            #expect(
                error?.description
                    == "face_landmark: face_landmark.tflite is not installed. Looked in \(folder.path). "
                    + "Run ./Scripts/setup.sh.")
        }
    }

    @Test(
        "a model that is never installed by itself names its licence and where to get it",
        arguments: [
            ("inswapper_128_fp16", "non-commercial", "likeness models pull inswapper_128_fp16"),
            ("swinir_medium", "Apache License 2.0", "curl --fail --location"),
        ])
    func pulled(_ name: String, licence: String, source: String) throws {
        try Setup.withFolder { folder in
            let error = #expect(throws: InferenceError.self) { try store(in: folder).file(for: name) }
            let text = error?.description ?? ""
            #expect(text.hasPrefix("\(name): "))
            #expect(text.contains(licence))
            #expect(text.contains(source))
            #expect(text.contains("forbids commercial use") == licence.contains("non-commercial"))
        }
    }

    @Test("a name that nobody knows is refused with the names that are known")
    func unknown() throws {
        let store = try ModelStore()
        #expect(throws: InferenceError.unknownModel(name: "nobody", known: store.manifest.names)) {
            try store.file(for: "nobody")
        }
    }

    @Test("a file with other inputs than the manifest's is refused")
    func mismatch() throws {
        let installed = try Setup.store()
        var manifest = installed.manifest
        let index = try #require(manifest.models.firstIndex { $0.name == "face_landmark" })
        manifest.models[index].inputs[0].shape = [1, 256, 256, 3]
        let store = ModelStore(manifest: manifest, installation: .current)
        #expect(
            throws: InferenceError.modelMismatch(
                name: "face_landmark", field: "inputs", expected: "input_1 [1, 256, 256, 3]",
                found: "input_1 [1, 192, 192, 3]")
        ) { try store.load("face_landmark", with: Setup.engine()) }
    }

    @Test("the person's own folder comes last")
    func folders() throws {
        let store = ModelStore(
            manifest: try .builtIn(),
            installation: Installation(
                environment: ["HOME": "/home/ana"], executable: URL(filePath: "/opt/likeness/bin/likeness"),
                workingDirectory: URL(filePath: "/home/ana/work")))
        #expect(store.folders.first?.path == "/opt/likeness/lib/likeness/models")
        #expect(store.folders.last?.path == "/home/ana/.cache/likeness/models")
        #expect(store.folders.map(\.path).contains("/home/ana/.deps/models"))
    }
}
