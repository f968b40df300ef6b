import Foundation
import Inference
import Oracles

/// A person's folder of models: the bundled ones, and networks of random weights that were added as theirs.
final class GeneratedModels: Sendable {
    /// Before the names of models that stand for those of the built-in manifest.
    static let prefix = "random-"

    let installation: Installation
    private let folder: URL

    /// - Parameter names: of the built-in manifest; what they require comes along.
    init(_ names: [String]) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "generated-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        for file in try ModelStore().manifest.models.compactMap({ try? ModelStore().file(for: $0.name) }) {
            for file in [file, file.deletingPathExtension().appendingPathExtension("bin")]
            where FileManager.default.fileExists(atPath: file.path) {
                try? FileManager.default.createSymbolicLink(
                    at: folder.appending(path: file.lastPathComponent), withDestinationURL: file)
            }
        }
        var installation = Installation.current
        installation.environment[ModelStore.variable] = folder.path
        self.installation = installation

        let manifest = try ModelManifest.builtIn()
        var wanted: [ModelEntry] = []
        for name in names {
            guard let entry = manifest.entry(named: name) else { continue }
            wanted.append(entry)
            wanted += (entry.requires ?? []).compactMap { manifest.entry(named: $0) }
        }
        let stems = wanted.map { ($0.file as NSString).deletingPathExtension }
        let files = try await Oracle.models(stems)
        let added = AddedModels(from: installation)
        var known: Set<String> = []
        for var entry in wanted where known.insert(entry.name).inserted {
            let copy = try added.copy(of: files.appending(path: entry.file))
            entry.name = Self.prefix + entry.name
            entry.aliases = []
            entry.requires = entry.requires.map { $0.map { Self.prefix + $0 } }
            entry.bytes = nil
            entry.sha256 = nil
            entry.source = .init(page: nil)
            _ = try added.register(entry, copy)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
