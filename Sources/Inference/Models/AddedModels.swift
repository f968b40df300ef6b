import Foundation

/// Models that a person has added or pulled: what is known of them in a file `models.json`, their files beside it.
///
/// ```swift
/// let added = AddedModels()
/// let copy = try added.copy(of: file)          // hidden, gone again with the value
/// let entry = try added.register(describe(copy), copy)
/// ```
/// The originals are never touched, and what a work was made with stays what its SHA-256 says even when they change.
public struct AddedModels: Sendable {
    package static let fileName = "models.json"
    /// Two processes that add at once take turns.
    package static let lockName = ".models.lock"

    /// The person's own folder of models.
    public let folder: URL

    public init(from installation: Installation = .current) {
        folder = installation.ownModelFolder
    }

    package init(in folder: URL) { self.folder = folder }

    package struct Document: Codable {
        package var version = ModelManifest.format
        package var models: [ModelEntry] = []
        /// Files of models that the manifest knows, as they came.
        package var pulled: [PulledFile]?
    }

    private var list: URL { folder.appending(path: Self.fileName) }

    /// The entries that were added, as they stand in the folder's file; none where there is no file.
    /// - Throws: `InferenceError.addedModelsInvalid`, `.unreadable`.
    public func entries() throws(InferenceError) -> [ModelEntry] { try document().models }

    /// All that is on record in the folder.
    package func document() throws(InferenceError) -> Document {
        guard FileManager.default.fileExists(atPath: list.path) else { return Document() }
        let data: Data
        do {
            data = try Data(contentsOf: list)
        } catch {
            throw .unreadable(file: list.path, reason: (error as NSError).localizedDescription)
        }
        do throws(InferenceError) {
            let document: Document = try ModelManifest.decoded(from: data)
            try ModelManifest(version: document.version, runtimes: [], packages: [], models: document.models).validate()
            for (index, model) in document.models.enumerated() where model.availability != .added {
                throw .manifestInvalid(field: "models[\(index)].availability", reason: "is not \"added\"")
            }
            for (index, file) in (document.pulled ?? []).enumerated() { try file.validate(at: "pulled[\(index)]") }
            return document
        } catch {
            guard case .manifestInvalid(let field, let reason) = error else { throw error }
            throw .addedModelsInvalid(file: list.path, field: field, reason: reason)
        }
    }

    /// Copies a model's file into the folder, under a hidden name for now.
    /// - Throws: `InferenceError.unreadable`, `.cannotWrite`.
    public func copy(of file: URL) throws(InferenceError) -> ModelCopy {
        try makeFolder()
        return try ModelCopy(of: file, in: folder)
    }

    /// Gives the copy its name and puts `entry` on record with it.
    /// - Parameter entry: says everything but file, bytes and digests. A name that the built-in manifest knows without a
    ///   file becomes that model's.
    /// - Returns: the entry as it stands on record.
    /// - Throws: `InferenceError.modelNameTaken`, `.modelNameUnfit`, `.cannotWrite`, and as `entries`.
    public func register(_ entry: ModelEntry, _ copy: ModelCopy) throws(InferenceError) -> ModelEntry {
        try Self.check(name: entry.name)
        var entry = entry
        let builtIn = try ModelManifest.builtIn()
        if let open = builtIn.entry(named: entry.name), open.canBeFilled(by: entry) {
            entry.name = open.name
            entry.aliases = open.aliases
        }
        entry.availability = .added
        try copy.describe(in: &entry)
        // A file that is known keeps its licence, whatever it is called.
        if let known = builtIn.entry(of: entry.sha256) { entry.licence = known.licence }
        return try FolderLock.held(on: folder.appending(path: Self.lockName)) { () throws(InferenceError) in
            var document = try document()
            document.models.append(entry)
            // Asked with all that is known, so that what is written can be read again.
            _ = try builtIn.adding(document.models)
            try copy.settle(as: entry)
            try write(document)
            return entry
        }
    }

    /// Takes an entry away, and its files with it.
    /// - Returns: what was on record.
    /// - Throws: `InferenceError.modelNotAdded`, `.cannotWrite`, and as `entries`.
    @discardableResult
    public func remove(_ name: String) throws(InferenceError) -> ModelEntry {
        let known = try document()
        // Asked before a lock's file is made in a folder that may not be there.
        guard known.models.contains(where: { $0.isNamed(name) }) else {
            if let entry = try ModelManifest.builtIn().entry(named: name), known.holds(entry) {
                try forget(entry.file)
                return entry
            }
            throw .modelNotAdded(name: name, added: try known.names)
        }
        return try FolderLock.held(on: folder.appending(path: Self.lockName)) { () throws(InferenceError) in
            var document = try document()
            guard let index = document.models.firstIndex(where: { $0.isNamed(name) }) else {
                throw .modelNotAdded(name: name, added: try document.names)
            }
            let entry = document.models.remove(at: index)
            // First the record: a file without an entry does no harm.
            try write(document)
            for file in [entry.file] + (entry.companions ?? []).map(\.file) {
                unlink(folder.appending(path: file).path)
            }
            return entry
        }
    }

    /// Whether a recipe can give the name, and no other model has it.
    /// - Throws: `InferenceError.modelNameUnfit`, `.modelNameTaken`, and as `entries`.
    package func check(name: String, of task: ModelEntry.Task) throws(InferenceError) {
        try Self.check(name: name)
        if let known = try ModelManifest.builtIn().adding(entries()).entry(named: name) {
            guard known.availability == .pull, known.task == task else { throw .modelNameTaken(name: name) }
        }
    }

    private static func check(name: String) throws(InferenceError) {
        let isFit =
            (1...ModelEntry.longestName).contains(name.count) && !name.hasPrefix(".")
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        guard isFit else { throw .modelNameUnfit(name: name) }
    }

    /// The caller holds the folder's lock.
    package func write(_ document: Document) throws(InferenceError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(document).write(to: list, options: .atomic)
        } catch {
            throw .cannotWrite(file: list.path, reason: (error as NSError).localizedDescription)
        }
    }

    package func makeFolder() throws(InferenceError) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: folder.path, reason: (error as NSError).localizedDescription)
        }
    }
}

extension ModelEntry {
    /// Characters that a recipe's names of models may have.
    package static let longestName = 80

    package func isNamed(_ name: String) -> Bool { self.name == name || aliases.contains(name) }

    /// Whether it is not installed by itself and `other`, which the person has, may take its place.
    package func canBeFilled(by other: ModelEntry) -> Bool {
        availability == .pull && task == other.task && isNamed(other.name)
    }
}

extension ModelManifest {
    /// The entry whose file, or one as good, has this SHA-256.
    package func entry(of sha256: String?) -> ModelEntry? {
        guard let sha256 else { return nil }
        return models.first { entry in
            entry.sha256 == sha256 || (entry.variants ?? []).contains { $0.sha256 == sha256 }
        }
    }

    /// With entries that were added. One that has the name of a model that is never installed by itself takes its place.
    /// - Throws: `InferenceError.modelNameTaken` when two models would have one name.
    package func adding(_ entries: [ModelEntry]) throws(InferenceError) -> ModelManifest {
        var result = self
        for entry in entries {
            if let index = result.models.firstIndex(where: { $0.canBeFilled(by: entry) }) {
                result.models[index] = entry
                continue
            }
            for name in [entry.name] + entry.aliases where result.entry(named: name) != nil {
                throw .modelNameTaken(name: name)
            }
            result.models.append(entry)
        }
        return result
    }
}
