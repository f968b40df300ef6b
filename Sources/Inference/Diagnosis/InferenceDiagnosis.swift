/// Looks at the engines and the models of this machine and tells what it finds, never failing itself.
public struct InferenceDiagnosis: Sendable {
    /// The engines first, then the models in the manifest's order.
    public let findings: [Finding]

    /// Loads the engines and reads every installed model: some tens of milliseconds.
    public init(of installation: Installation = .current) {
        findings = [Self.openVINO(installation), Self.onnxRuntime(installation)] + Self.models(installation)
    }

    /// Needed: the default models are in a format that no other engine reads.
    private static func openVINO(_ installation: Installation) -> Finding {
        finding(on: "OpenVINO", whenAbsent: .missing, at: OpenVINOLibrary.variable, installation) {
            () throws(InferenceError) in
            let engine = try OpenVINOEngine(from: installation)
            return (
                engine, "\(engine.device); fast precision is \(engine.elementType(for: .fast)); \(engine.library.path)"
            )
        }
    }

    private static func onnxRuntime(_ installation: Installation) -> Finding {
        finding(on: ONNXRuntimeLibrary.title, whenAbsent: .absent, at: ONNXRuntimeLibrary.variable, installation) {
            () throws(InferenceError) in
            let engine = try ONNXRuntimeEngine(from: installation)
            let working = try engine.workingProviders().joined(separator: ", ")
            return (
                engine,
                "\(engine.device); uses \(engine.providers.joined(separator: ", ")); working here are \(working); "
                    + "fast precision is \(engine.elementType(for: .fast)); \(engine.library.path)"
            )
        }
    }

    /// - Parameter variable: the environment's variable that names another library. One of another version that a person
    ///   has named is what they want, as with a GPU's; the record of a work names it.
    private static func finding(
        on title: String, whenAbsent absent: Finding.State, at variable: String, _ installation: Installation,
        _ load: () throws(InferenceError) -> (engine: any Engine, detail: String)
    ) -> Finding {
        do throws(InferenceError) {
            let (engine, detail) = try load()
            let pinned = try ModelManifest.builtIn().runtimes.first { $0.name == engine.name }?.version
            guard let pinned, !engine.version.hasPrefix(pinned) else {
                return Finding(name: title, state: .ok, version: engine.version, detail: detail)
            }
            guard installation.setting(variable) == nil else {
                return Finding(
                    name: title, state: .ok, version: engine.version,
                    detail: "\(detail), named by \(variable); Likeness is tested with \(pinned)")
            }
            return Finding(
                name: title, state: .wrong, version: engine.version, detail: detail,
                remedy: "Likeness is tested with \(pinned): run \(Installation.setUp).")
        } catch {
            var state = Finding.State.wrong
            if case .engineNotFound = error { state = absent }
            return Finding(name: title, state: state, detail: error.description, remedy: remedy(for: error))
        }
    }

    private static func models(_ installation: Installation) -> [Finding] {
        do throws(InferenceError) {
            let store = try ModelStore(from: installation)
            let findings = store.manifest.models.map { finding(on: $0, in: store) }
            let absent = findings.filter { $0.state == .absent }
            guard !absent.isEmpty else { return findings }
            // One line for the many that nobody has asked for.
            let others = Finding(
                name: "other models", state: .absent, detail: "\(absent.count) are known and not here",
                remedy: "See: likeness models list. To fetch one: likeness models pull NAME.")
            return findings.filter { $0.state != .absent } + [others]
        } catch {
            return [Finding(name: "models", state: .wrong, detail: error.description, remedy: remedy(for: error))]
        }
    }

    private static func finding(on entry: ModelEntry, in store: ModelStore) -> Finding {
        let licence = "\(entry.licence.id), \(entry.licence.commercialUse ? "commercial use" : "no commercial use")"
        switch store.state(of: entry) {
        case .verified(let file):
            return Finding(name: entry.name, state: .ok, detail: "\(licence); \(file.path)")
        case .missing(let error):
            return Finding(
                name: entry.name, state: entry.availability == .bundled ? .missing : .absent, detail: licence,
                remedy: entry.availability == .bundled ? remedy(for: error) : error.description)
        case .damaged(let error):
            return Finding(
                name: entry.name, state: .wrong, detail: error.description, remedy: remedy(for: error))
        }
    }

    private static func remedy(for error: InferenceError) -> String {
        switch error {
        case .modelDamaged(_, let file, _, _): "Delete \(file) and run \(Installation.setUp)."
        case .addedModelMissing(let name, _, _), .addedModelDamaged(let name, _, _, _):
            "Run likeness models remove \(name), then add it again."
        case .pulledModelDamaged(let name, let file, _, _): "Move \(file) away and run likeness models pull \(name)."
        case .addedModelsInvalid(let file, _, _): "Mend \(file), or move it away."
        case .unknownProvider, .providerUnavailable:
            "Unset \(ONNXRuntimeProvider.variable), or set it to what is there."
        default: "Run \(Installation.setUp)."
        }
    }
}
