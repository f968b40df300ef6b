import Crypto
import Foundation
import Inference
import Testing

@Suite("Pulling models")
struct ModelPullTests {
    /// A folder that is served, one for the person's models, and a model whose file is `tiny.onnx`.
    private struct Place {
        let served: URL
        let own: URL
        let server: ModelServer
        /// What the file holds.
        let data: Data

        init(in folder: URL) throws {
            served = folder.appending(path: "served")
            own = folder.appending(path: "own")
            try FileManager.default.createDirectory(at: served, withIntermediateDirectories: true)
            data = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
            try data.write(to: served.appending(path: "tiny.onnx"))
            server = try ModelServer(served)
        }

        var sha256: String { SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined() }

        func entry(_ paths: [String], pinned: Bool = true, requires: [String]? = nil) -> ModelEntry {
            ModelEntry(
                name: "tiny", task: .faceSwapping, summary: "", file: "tiny.onnx", bytes: pinned ? data.count : nil,
                sha256: pinned ? sha256 : nil, inputs: [], outputs: [], requires: requires,
                licence: .init(id: "LicenseRef-X", name: "X", holder: "X", commercialUse: false), availability: .pull,
                source: .init(
                    page: "https://example.org", download: "\(server.address)/\(paths[0])/tiny.onnx",
                    mirrors: paths.dropFirst().map { "\(server.address)/\($0)/tiny.onnx" }))
        }

        func pull(_ entries: [ModelEntry], mirror: URL? = nil) -> ModelPull {
            let installation = Installation(
                environment: ["LIKENESS_MODELS": own.path], executable: nil, workingDirectory: own)
            let manifest = ModelManifest(version: 1, runtimes: [], packages: [], models: entries)
            return ModelPull(
                store: ModelStore(manifest: manifest, installation: installation), added: AddedModels(in: own),
                mirror: mirror, pauses: Array(repeating: .milliseconds(10), count: 6))
        }

        var files: [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: own.path)) ?? []).filter { $0 != ".models.lock" }
                .sorted()
        }

        func publish(_ sum: String) throws { try Data(sum.utf8).write(to: served.appending(path: "tiny.hash")) }
    }

    private static func withPlace(_ body: (Place) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pull-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(Place(in: folder))
    }

    @Test("a file comes whole, is held against its SHA-256 and is on record")
    func whole() async throws {
        try await Self.withPlace { place in
            let entry = place.entry(["plain"])
            let arrival = try await place.pull([entry]).fetch(entry)
            #expect(arrival.check == .sha256 && arrival.sha256 == place.sha256)
            #expect(try Data(contentsOf: arrival.file) == place.data)
            #expect(place.files == ["models.json", "tiny.onnx"])
            #expect(try AddedModels(in: place.own).pulled().map(\.sha256) == [place.sha256])
        }
    }

    @Test("what is cut goes on from where it stopped, within one pull and from an earlier one")
    func resumes() async throws {
        try await Self.withPlace { place in
            try FileManager.default.createDirectory(at: place.own, withIntermediateDirectories: true)
            try place.data.prefix(50_000).write(to: place.own.appending(path: "tiny.onnx.part"))
            let entry = place.entry(["cut/100000"])
            let arrival = try await place.pull([entry]).fetch(entry)
            #expect(try Data(contentsOf: arrival.file) == place.data)
            let path = "/cut/100000/tiny.onnx bytes="
            #expect(place.server.requests() == ["\(path)50000-", "\(path)150000-", "\(path)250000-"])
        }
    }

    @Test("a part that is whole already, or of another file, does no harm", arguments: [300_000, 400_000, 1000])
    func staleParts(_ length: Int) async throws {
        try await Self.withPlace { place in
            try FileManager.default.createDirectory(at: place.own, withIntermediateDirectories: true)
            let part = length == place.data.count ? place.data : Data(repeating: 7, count: length)
            try part.write(to: place.own.appending(path: "tiny.onnx.part"))
            let entry = place.entry(["plain"])
            let arrival = try await place.pull([entry]).fetch(entry)
            #expect(try Data(contentsOf: arrival.file) == place.data)
        }
    }

    @Test(
        "a server without ranges, or one that is busy for a moment, gives the file in the end",
        arguments: [
            "norange", "busy",
        ])
    func patient(_ path: String) async throws {
        try await Self.withPlace { place in
            try FileManager.default.createDirectory(at: place.own, withIntermediateDirectories: true)
            try place.data.prefix(1000).write(to: place.own.appending(path: "tiny.onnx.part"))
            let entry = place.entry([path])
            let arrival = try await place.pull([entry]).fetch(entry)
            #expect(try Data(contentsOf: arrival.file) == place.data)
        }
    }

    @Test("another file is refused by SHA-256 or CRC-32, and nothing is kept", arguments: [true, false])
    func wrong(_ pinned: Bool) async throws {
        try await Self.withPlace { place in
            try place.publish("0badcafe")
            let entry = place.entry([pinned ? "wrong" : "plain"], pinned: pinned)
            await #expect {
                _ = try await place.pull([entry]).fetch(entry)
            } throws: { error in
                guard case .wrongFile("tiny", _, let sum, _, _)? = error as? InferenceError else { return false }
                return sum == (pinned ? "SHA-256" : "CRC-32")
            }
            #expect(place.files.isEmpty)
        }
    }

    @Test("a file without a SHA-256 is held against the published CRC-32, and later loads against what came")
    func published() async throws {
        try await Self.withPlace { place in
            let check = Data("123456789".utf8)
            try check.write(to: place.served.appending(path: "tiny.onnx"))
            // The check value of CRC-32/ISO-HDLC.
            try place.publish("cbf43926")
            let entry = place.entry(["plain"], pinned: false)
            let pull = place.pull([entry])
            #expect(throws: InferenceError.self) { try pull.store.file(for: "tiny") }
            let arrival = try await pull.fetch(entry)
            #expect(arrival.check == .crc32)

            let manifest = pull.store.manifest.recording(try AddedModels(in: place.own).pulled())
            let store = place.pull(manifest.models).store
            #expect(try store.file(for: "tiny") == arrival.file)
            try Data("12345678X".utf8).write(to: arrival.file)
            #expect {
                try store.file(for: "tiny")
            } throws: { error in
                guard case .pulledModelDamaged("tiny", _, _, _)? = error as? InferenceError else { return false }
                return true
            }
            // Asking again does not put the damaged file on record.
            await #expect(throws: InferenceError.self) {
                try await place.pull(manifest.models).fetch(manifest.models[0])
            }
        }
    }

    @Test("a mirror is asked where the first address has no such file; 404 everywhere is said with the address")
    func mirrors() async throws {
        try await Self.withPlace { place in
            let entry = place.entry(["plain/none", "plain"])
            var lost = entry
            lost.source.download = "\(place.server.address)/plain/none.onnx"
            let arrival = try await place.pull([lost]).fetch(lost)
            #expect(try Data(contentsOf: arrival.file) == place.data)

            lost.file = "none.onnx"
            lost.source.mirrors = nil
            await #expect(
                throws: InferenceError.notPublished(
                    name: "tiny", address: "\(place.server.address)/plain/none.onnx", status: 404)
            ) { try await place.pull([lost]).fetch(lost) }
            #expect(!place.files.contains("none.onnx"))
        }
    }

    @Test("without a network the error says so, and what came stays")
    func noNetwork() async throws {
        try await Self.withPlace { place in
            var entry = place.entry(["plain"])
            // Nothing listens on the port that is kept for this (RFC 863's, closed).
            entry.source.download = "http://127.0.0.1:9/tiny.onnx"
            let alone = entry
            await #expect {
                _ = try await place.pull([alone]).fetch(alone)
            } throws: { error in
                guard
                    case .downloadFailed("tiny", "http://127.0.0.1:9/tiny.onnx", let reason)? = error as? InferenceError
                else { return false }
                return !reason.isEmpty
            }
        }
    }

    @Test("a folder in place of the network, or a file that lies there, needs no server")
    func offline() async throws {
        try await Self.withPlace { place in
            var entry = place.entry(["plain"])
            entry.source.download = "http://127.0.0.1:9/tiny.onnx"
            let arrival = try await place.pull([entry], mirror: place.served).fetch(entry)
            #expect(arrival.check == .sha256 && place.files == ["models.json", "tiny.onnx"])
            let lying = try await place.pull([entry]).fetch(entry)
            #expect(lying == arrival)
            #expect(place.server.requests().isEmpty)

            let empty = place.own.appending(path: "empty")
            await #expect(throws: InferenceError.notInMirror(name: "tiny", file: "tiny.onnx", folder: empty.path)) {
                try await place.pull([entry], mirror: empty).fetch(entry)
            }
        }
    }

    @Test("what is required comes first, once, and what is here is left out")
    func plan() throws {
        try Setup.withFolder { folder in
            let pull = try ModelPull(
                from: Installation(
                    environment: ["LIKENESS_MODELS": folder.path], executable: nil, workingDirectory: folder))
            #expect(
                try pull.plan(["ghost_1_256", "ghost_2_256"]).map(\.name) == [
                    "crossface_ghost", "ghost_1_256", "ghost_2_256",
                ])
            // Two entries with one file are one download.
            #expect(try pull.plan(["live_portrait_editor", "live_portrait"]).map(\.file).count == 6)
            #expect(throws: InferenceError.self) { try pull.plan(["blazeface"]) }
            #expect(throws: InferenceError.self) { try pull.plan(["swinir_medium"]) }
        }
    }

    @Test("a cancelled pull leaves the part alone")
    func cancelled() async throws {
        try await Self.withPlace { place in
            let entry = place.entry(["cut/1000"])
            var pull = place.pull([entry])
            pull.pauses = [.seconds(60)]
            let task = Task { [pull] in try await pull.fetch(entry) }
            let part = place.own.appending(path: "tiny.onnx.part")
            for _ in 0..<500 {
                if let data = try? Data(contentsOf: part), data.count == 1000 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(place.files == ["tiny.onnx.part"])
        }
    }
}
