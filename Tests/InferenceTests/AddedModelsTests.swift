import Foundation
import Inference
import Testing

@Suite("Added models")
struct AddedModelsTests {
    /// Everything that happens in a test happens in one folder.
    private static func installation(in folder: URL) -> Installation {
        Installation(environment: ["LIKENESS_MODELS": folder.path], executable: nil, workingDirectory: folder)
    }

    private static func entry(named name: String) -> ModelEntry {
        ModelEntry(
            name: name, task: .upscaling, summary: "by hand", file: "", bytes: nil, sha256: nil,
            inputs: [.init(name: "in", shape: [1, 3, -1, -1], range: [0, 1], colors: "RGB")],
            outputs: [.init(name: "out", shape: [1, 3, -1, -1], holds: "the enlarged picture")],
            upscaling: .init(scale: 2, multiple: 8, fixedSide: nil, bytesPerPixel: 500),
            licence: .init(id: "MIT", name: "MIT", holder: "unknown", commercialUse: true), availability: .added,
            source: .init())
    }

    /// A file with some bytes, elsewhere.
    private static func original(in folder: URL, _ text: String = "weights") throws -> URL {
        let outside = folder.appending(path: "outside")
        try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
        let file = outside.appending(path: "model.onnx")
        try Data(text.utf8).write(to: file)
        return file
    }

    private static func entries(of folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != ".models.lock" }.sorted()
    }

    @Test("an entry is found by the store with its file verified, and is gone after its removal")
    func registers() throws {
        try Setup.withFolder { folder in
            let original = try Self.original(in: folder)
            let models = folder.appending(path: "models")
            let (installation, added) = (
                Self.installation(in: models), AddedModels(from: Self.installation(in: models))
            )
            #expect(try added.entries().isEmpty)
            let entry = try added.register(Self.entry(named: "mine"), added.copy(of: original))
            #expect(entry.bytes == 7 && entry.availability == .added)

            let store = try ModelStore(from: installation)
            #expect(try store.entry(named: "mine") == entry)
            #expect(store.manifest.models.last == entry)
            #expect(try Data(contentsOf: store.file(for: "mine")) == Data("weights".utf8))
            #expect(try Self.entries(of: models) == [entry.file, "models.json"].sorted())

            // The copy stays what it was when the original changes.
            try Data("others".utf8).write(to: original)
            #expect(try Data(contentsOf: store.file(for: "mine")) == Data("weights".utf8))

            try added.remove("mine")
            #expect(try ModelStore(from: installation).manifest == ModelManifest.builtIn())
            #expect(try Self.entries(of: models) == ["models.json"])
            #expect(FileManager.default.fileExists(atPath: original.path))
        }
    }

    @Test("a copy that is not registered leaves nothing behind")
    func abandoned() throws {
        try Setup.withFolder { folder in
            let models = folder.appending(path: "models")
            let added = AddedModels(from: Self.installation(in: models))
            let original = try Self.original(in: folder)
            do {
                let copy = try added.copy(of: original)
                #expect(FileManager.default.fileExists(atPath: copy.file.path))
                #expect(throws: InferenceError.modelNameTaken(name: "blazeface")) {
                    try added.register(Self.entry(named: "blazeface"), copy)
                }
            }
            #expect(try Self.entries(of: models).isEmpty)
        }
    }

    @Test(
        "a name that is known, or that no recipe can give, is refused",
        arguments: ["face_landmark", "blazeface", "inswapper_128", "real_esrgan_4x", "mine"])
    func taken(_ name: String) throws {
        try Setup.withFolder { folder in
            let added = AddedModels(from: Self.installation(in: folder))
            _ = try added.register(Self.entry(named: "mine"), added.copy(of: Self.original(in: folder)))
            #expect(throws: InferenceError.modelNameTaken(name: name)) {
                try added.register(Self.entry(named: name), added.copy(of: Self.original(in: folder)))
            }
            #expect(try added.entries().map(\.name) == ["mine"])
            for unfit in ["", ".hidden", "a/b", "a b", "é", String(repeating: "x", count: 81)] {
                #expect(throws: InferenceError.modelNameUnfit(name: unfit)) {
                    try added.register(Self.entry(named: unfit), added.copy(of: Self.original(in: folder)))
                }
            }
        }
    }

    @Test(
        "a model that is known by name only is filled, under its name and aliases",
        arguments: [
            "swinir_medium", "swinir_m_x4",
        ])
    func filled(_ name: String) throws {
        try Setup.withFolder { folder in
            let added = AddedModels(from: Self.installation(in: folder))
            let entry = try added.register(Self.entry(named: name), added.copy(of: Self.original(in: folder)))
            #expect(entry.name == "swinir_medium" && entry.aliases == ["swinir_m_x4"])
            let store = try ModelStore(from: Self.installation(in: folder))
            #expect(store.manifest.models.count == (try ModelManifest.builtIn().models.count))
            #expect(try store.entry(named: "swinir_m_x4") == entry)
            #expect(entry.licence.id == "MIT", "nobody vouches that the file is the one of the built-in licence")
            try added.remove("swinir_m_x4")
            #expect(try ModelStore(from: Self.installation(in: folder)).entry(named: name).availability == .pull)
        }
    }

    @Test("a copy that was changed or taken away is told from one that is sound")
    func damaged() throws {
        try Setup.withFolder { folder in
            let installation = Self.installation(in: folder)
            let added = AddedModels(from: installation)
            let entry = try added.register(Self.entry(named: "mine"), added.copy(of: Self.original(in: folder)))
            let store = try ModelStore(from: installation)
            let file = folder.appending(path: entry.file)
            try Data("weightz".utf8).write(to: file)
            guard case .damaged(.addedModelDamaged("mine", file.path, _, _)) = store.state(of: entry) else {
                Issue.record("\(store.state(of: entry))")
                return
            }
            try FileManager.default.removeItem(at: file)
            let missing = InferenceError.addedModelMissing(name: "mine", file: entry.file, places: [folder.path])
            #expect(store.state(of: entry) == .missing(missing))
            #expect(missing.description.contains("likeness models remove mine"))
        }
    }

    @Test(
        "a record that is wrong is refused with its path, the field and what to do",
        arguments: [
            ("{", "$"), (#"{"version": 2, "models": []}"#, "version"), (#"{"version": 1}"#, "models"),
            (#"{"version": 1, "models": [{"name": "x"}]}"#, "models[0].aliases"),
        ])
    func wrongRecord(_ text: String, _ field: String) throws {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "models.json")
            try Data(text.utf8).write(to: file)
            #expect {
                try ModelStore(from: Self.installation(in: folder))
            } throws: { error in
                guard case .addedModelsInvalid(file.path, field, let reason)? = error as? InferenceError else {
                    return false
                }
                return !reason.isEmpty
            }
        }
    }

    @Test("what was not added cannot be removed")
    func notAdded() throws {
        try Setup.withFolder { folder in
            let models = folder.appending(path: "models")
            #expect(throws: InferenceError.modelNotAdded(name: "blazeface", added: [])) {
                try AddedModels(from: Self.installation(in: models)).remove("blazeface")
            }
            #expect(!FileManager.default.fileExists(atPath: models.path))
        }
    }

    @Test("the folder is LIKENESS_MODELS, else the person's own")
    func place() {
        let home = Installation(
            environment: ["HOME": "/home/ana"], executable: URL(filePath: "/opt/likeness/bin/likeness"),
            workingDirectory: URL(filePath: "/home/ana/work"))
        #expect(AddedModels(from: home).folder.path == "/home/ana/.cache/likeness/models")
        #expect(AddedModels(from: Self.installation(in: URL(filePath: "/models"))).folder.path == "/models")
    }
}
