import Synchronization

/// The engines of this machine, each loaded when it is first needed and once only.
///
/// ```swift
/// let engines = EngineSet()
/// let model = try store.load(entry.name, with: try engines.engine(for: entry))
/// ```
public final class EngineSet: Sendable {
    private typealias Loaded = Result<any Engine, InferenceError>

    private let installation: Installation
    private let loaded = Mutex<[String: Loaded]>([:])

    /// Loads nothing yet.
    public init(from installation: Installation = .current) {
        self.installation = installation
    }

    /// The engine for a model: what `LIKENESS_ENGINE` names, else what `likeness bench engines` found to be the fastest
    /// on this machine, else what the manifest says, else the first that is installed, OpenVINO before ONNX Runtime; of
    /// those that read the model's format.
    /// - Throws: `InferenceError.unknownEngine`; `.engineNotFound` when an engine that `LIKENESS_ENGINE` names is not
    ///   there, or none is; `.engineUnusable` and others of `Engines.load(named:)` when one is there but broken, which
    ///   nothing takes the place of.
    public func engine(
        for entry: ModelEntry, precision: Precision = .f32
    ) throws(InferenceError) -> any Engine {
        let readers = Engines.readers(of: entry.file)
        if let asked = installation.setting(Engines.variable) {
            guard Engines.known.contains(asked) else { throw .unknownEngine(name: asked, known: Engines.known) }
            if readers.contains(asked) { return try engine(named: asked) }
        }
        var names: [String] = []
        let wanted = [remembered(for: entry, precision), entry.engine].compactMap { $0 } + Engines.known
        for name in wanted where readers.contains(name) && !names.contains(name) { names.append(name) }
        var absence: InferenceError?
        for name in names {
            do throws(InferenceError) {
                return try engine(named: name)
            } catch {
                guard case .engineNotFound = error else { throw error }
                absence = absence ?? error
            }
        }
        throw absence ?? .unknownEngine(name: entry.engine ?? "", known: readers)
    }

    /// An engine by its name.
    /// - Throws: as `Engines.load(named:)`.
    public func engine(named name: String) throws(InferenceError) -> any Engine {
        try loaded.withLock { loaded in
            if let result = loaded[name] { return result }
            let result = Loaded { () throws(InferenceError) in try Engines.load(named: name, from: installation) }
            loaded[name] = result
            return result
        }.get()
    }

    /// The engines that are installed, the default first.
    /// - Throws: as `Engines.load(named:)`, but for engines that are not there.
    public func installed() throws(InferenceError) -> [any Engine] {
        var engines: [any Engine] = []
        for name in Engines.known {
            do throws(InferenceError) {
                engines.append(try engine(named: name))
            } catch {
                guard case .engineNotFound = error else { throw error }
            }
        }
        return engines
    }

    /// What was the fastest, if these very engines and devices were measured.
    private func remembered(for entry: ModelEntry, _ precision: Precision) -> String? {
        guard let memory = EngineMemory(from: installation), let name = memory.fastest(for: entry, precision)
        else { return nil }
        for measured in memory.engines.keys {
            guard let engine = try? engine(named: measured), memory.knows(engine) else { return nil }
        }
        return name
    }
}
