/// Looks at the engine and the models of this machine and tells what it finds, never failing itself.
public struct InferenceDiagnosis: Sendable {
    /// The engine first, then the models in the manifest's order.
    public let findings: [Finding]

    /// Loads the engine and reads every installed model: some tens of milliseconds.
    public init(of installation: Installation = .current) {
        findings = [Self.engine(installation)] + Self.models(installation)
    }

    private static func engine(_ installation: Installation) -> Finding {
        do throws(InferenceError) {
            let engine = try Engines.load(from: installation)
            guard let openVINO = engine as? OpenVINOEngine else {
                return Finding(name: engine.name, state: .ok, version: engine.version, detail: engine.device)
            }
            let detail =
                "\(openVINO.device); fast precision is \(openVINO.elementType(for: .fast)); "
                + openVINO.library.path
            let pinned = try ModelManifest.builtIn().runtimes.first { $0.name == openVINO.name }?.version
            if let pinned, !openVINO.version.hasPrefix(pinned) {
                return Finding(
                    name: "OpenVINO", state: .wrong, version: openVINO.version, detail: detail,
                    remedy: "Likeness is tested with \(pinned): unset \(OpenVINOLibrary.variable) and run "
                        + "\(Installation.setUp).")
            }
            return Finding(name: "OpenVINO", state: .ok, version: openVINO.version, detail: detail)
        } catch {
            var state = Finding.State.wrong
            if case .engineNotFound = error { state = .missing }
            return Finding(name: "OpenVINO", state: state, detail: error.description, remedy: remedy(for: error))
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
        case .unknownEngine(_, let known): "Set \(Engines.variable) to \(known.joined(separator: " or "))."
        default: "Run \(Installation.setUp)."
        }
    }
}
