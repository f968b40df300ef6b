import Foundation

/// Which engine was the fastest with which model on this machine: `engines.json` beside the person's own folder of
/// models. `likeness bench engines` writes it, `EngineSet` reads it.
///
/// It holds for the devices and the libraries' versions that were measured, and for the very files of the models.
public struct EngineMemory: Sendable, Codable, Equatable {
    static let fileName = "engines.json"
    private static let format = 1

    /// An engine as it was measured.
    public struct Build: Sendable, Codable, Equatable {
        /// Of its library.
        public var version: String
        public var device: String
    }

    /// What was found of one model.
    public struct Choice: Sendable, Codable, Equatable {
        /// The model's file, hexadecimal.
        public var sha256: String
        /// The fastest engine's name.
        public var engine: String
        /// Of a run, by engine.
        public var milliseconds: [String: Double]
    }

    private var version = Self.format
    /// Every engine that was measured, by name.
    public private(set) var engines: [String: Build]
    /// By model and precision.
    public private(set) var models: [String: [String: Choice]] = [:]

    /// A memory of nothing, for engines that are to be measured.
    public init(of engines: [any Engine]) {
        self.engines = engines.reduce(into: [:]) { $0[$1.name] = Build(version: $1.version, device: $1.device) }
    }

    /// What is remembered; nil where nothing is, or nothing that this version reads: it can be measured again.
    public init?(from installation: Installation = .current) {
        guard let file = Self.file(of: installation), let data = try? Data(contentsOf: file),
            let memory = try? JSONDecoder().decode(Self.self, from: data), memory.version == Self.format
        else { return nil }
        self = memory
    }

    /// Where it lies; nil where the person has no home.
    public static func file(of installation: Installation = .current) -> URL? {
        installation.modelCache?.deletingLastPathComponent().appending(path: fileName)
    }

    /// The engine that was the fastest with this very file; nil where that was not measured.
    public func fastest(for entry: ModelEntry, _ precision: Precision) -> String? {
        guard let choice = models[entry.name]?[precision.rawValue], choice.sha256 == entry.sha256 else { return nil }
        return choice.engine
    }

    /// Whether this engine was measured, with this library and on this device.
    public func knows(_ engine: any Engine) -> Bool {
        engines[engine.name] == Build(version: engine.version, device: engine.device)
    }

    /// - Parameter milliseconds: of a run, by engine. A model without a file is not remembered.
    public mutating func remember(
        _ engine: String, for entry: ModelEntry, _ precision: Precision, milliseconds: [String: Double]
    ) {
        guard let sha256 = entry.sha256 else { return }
        models[entry.name, default: [:]][precision.rawValue] = Choice(
            sha256: sha256, engine: engine, milliseconds: milliseconds)
    }

    /// Replaces the file in one step.
    /// - Throws: `InferenceError.cannotWrite`.
    public func write(for installation: Installation = .current) throws(InferenceError) {
        guard let file = Self.file(of: installation) else {
            throw .cannotWrite(file: Self.fileName, reason: "neither HOME nor XDG_CACHE_HOME names a folder for it")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try encoder.encode(self).write(to: file, options: .atomic)
        } catch {
            throw .cannotWrite(file: file.path, reason: (error as NSError).localizedDescription)
        }
    }
}
