import Foundation

/// Finds model files, and gives out only what the manifest's SHA-256 vouches for.
///
/// ```swift
/// let store = try ModelStore()
/// let detector = try store.load("blazeface", with: try Engines.load())
/// ```
public struct ModelStore: Sendable {
    /// The folder to look in instead of all others.
    public static let variable = "LIKENESS_MODELS"

    public let manifest: ModelManifest
    /// Where files are looked for, first to last.
    public let folders: [URL]

    /// The built-in manifest, and what every folder's own `models.json` adds to it.
    /// - Throws: `InferenceError.manifestInvalid`, `.addedModelsInvalid`, `.modelNameTaken`, `.unreadable`.
    public init(from installation: Installation = .current) throws(InferenceError) {
        var manifest = try ModelManifest.builtIn()
        for folder in installation.modelFolders {
            let document = try AddedModels(in: folder).document()
            manifest = try manifest.adding(document.models).recording(document.pulled ?? [])
        }
        self.init(manifest: manifest, installation: installation)
    }

    public init(manifest: ModelManifest, installation: Installation) {
        self.manifest = manifest
        folders = installation.modelFolders
    }

    /// The entry with this name or alias.
    /// - Throws: `InferenceError.unknownModel`.
    public func entry(named name: String) throws(InferenceError) -> ModelEntry {
        guard let entry = manifest.entry(named: name) else {
            throw .unknownModel(name: name, known: manifest.names)
        }
        return entry
    }

    /// What there is of a model; reads the whole file when it is there.
    public func state(of entry: ModelEntry) -> ModelState {
        do throws(InferenceError) {
            return .verified(try file(for: entry))
        } catch {
            switch error {
            case .modelNotInstalled, .modelNotFetched, .addedModelMissing: return .missing(error)
            default: return .damaged(error)
            }
        }
    }

    /// The file of a model, verified now.
    /// - Parameter name: a name or alias of the manifest.
    /// - Throws: `InferenceError.unknownModel`, `.modelNotInstalled`, `.modelNotFetched`, `.modelDamaged`,
    ///   `.unreadable`.
    public func file(for name: String) throws(InferenceError) -> URL {
        try file(for: entry(named: name))
    }

    private func file(for entry: ModelEntry) throws(InferenceError) -> URL {
        guard let bytes = entry.bytes, let sha256 = entry.sha256, let file = firstFile(named: entry.file) else {
            throw missing(entry)
        }
        try verify(file, bytes: bytes, sha256: sha256, of: entry)
        for companion in entry.companions ?? [] {
            let beside = file.deletingLastPathComponent().appending(path: companion.file)
            guard FileManager.default.fileExists(atPath: beside.path) else { throw missing(entry) }
            try verify(beside, bytes: companion.bytes, sha256: companion.sha256, of: entry)
        }
        return file
    }

    private func verify(
        _ file: URL, bytes: Int, sha256: String, of entry: ModelEntry
    ) throws(InferenceError) {
        let found = try FileDigest(of: file)
        guard found.bytes == bytes, found.sha256 == sha256 else {
            switch entry.availability {
            case .bundled:
                throw .modelDamaged(name: entry.name, file: file.path, expected: sha256, found: found.sha256)
            case .added:
                throw .addedModelDamaged(name: entry.name, file: file.path, expected: sha256, found: found.sha256)
            case .pull:
                throw .pulledModelDamaged(name: entry.name, file: file.path, expected: sha256, found: found.sha256)
            }
        }
    }

    func firstFile(named name: String) -> URL? {
        folders.lazy.map { $0.appending(path: name) }.first { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// The error for a model that is nowhere.
    private func missing(_ entry: ModelEntry) -> InferenceError {
        let places = folders.map(\.path)
        switch entry.availability {
        case .bundled: return .modelNotInstalled(name: entry.name, file: entry.file, places: places)
        case .added: return .addedModelMissing(name: entry.name, file: entry.file, places: places)
        case .pull:
            return .modelNotFetched(
                name: entry.name, licence: "\(entry.licence.name) (\(entry.licence.id))",
                commercialUse: entry.licence.commercialUse, source: instructions(for: entry), places: places)
        }
    }

    /// How a person gets a model that set-up does not install.
    private func instructions(for entry: ModelEntry) -> String {
        if entry.isReadyToPull { return "likeness models pull \(entry.name)" }
        guard let download = entry.source.download, let name = download.split(separator: "/").last else {
            return "\(entry.file) from \(entry.source.page ?? entry.licence.holder)"
        }
        let folder = folders.last?.path ?? "."
        let command = "curl --fail --location --create-dirs --output \(folder)/\(name) \(download)"
        let converted = "\(command), then convert it to \(entry.file)"
        return entry.task == .upscaling
            ? "\(converted) and say: likeness models add \(entry.file) --task upscale --name \(entry.name)" : converted
    }

    /// Verifies a model's file and loads it with `engine`.
    /// - Throws: as `file(for:)` and `Engine.load`; `InferenceError.modelMismatch` when inputs or outputs are not those
    ///   of the manifest.
    public func load(
        _ name: String, with engine: any Engine, options: ModelOptions = ModelOptions()
    ) throws -> any Model {
        let entry = try entry(named: name)
        let model = try engine.load(try file(for: entry), options: options)
        try compare(
            entry.inputs.map { TensorDescription(name: $0.name, shape: $0.shape) }, model.inputs, "inputs", entry)
        try compare(
            entry.outputs.map { TensorDescription(name: $0.name, shape: $0.shape) }, model.outputs, "outputs", entry)
        return model
    }

    /// Where the manifest says nothing, everything goes. Networks that see faces are fed by name, in whatever order
    /// their files have; all others in the manifest's order.
    private func compare(
        _ expected: [TensorDescription], _ found: [TensorDescription], _ field: String, _ entry: ModelEntry
    ) throws(InferenceError) {
        guard !expected.isEmpty else { return }
        let ordered =
            entry.crop == nil ? found : expected.compactMap { one in found.first { $0.name == one.name } }
        let fits =
            expected.count == found.count && ordered.count == found.count
            && zip(expected, ordered).allSatisfy { $0.name == $1.name && $0.agrees(with: $1.shape) }
        guard fits else {
            throw .modelMismatch(
                name: entry.name, field: field, expected: TensorDescription.list(expected),
                found: TensorDescription.list(found))
        }
    }
}
