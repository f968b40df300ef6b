import Foundation
import Inference
import Oracles
import Testing

/// The engine and the models that set-up installs: these tests are nothing without them, so that their absence fails.
enum Setup {
    static func engine() throws -> any Engine {
        do {
            return try Engines.load()
        } catch {
            Issue.record("The tests need the engine: \(error)")
            throw error
        }
    }

    static func store() throws -> ModelStore {
        let store = try ModelStore()
        for entry in store.manifest.models where entry.availability == .bundled {
            if case .missing(let error) = store.state(of: entry) {
                Issue.record("The tests need the default models: \(error)")
                throw error
            }
        }
        return store
    }

    /// A new folder, for the time of `body`.
    @discardableResult
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A new folder with what a script of Tests/Support writes into it, for the time of `body`.
    static func withFolder(writtenBy script: String, _ body: (URL) throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Oracle.run(script: script, arguments: [folder.path])
        try body(folder)
    }
}
