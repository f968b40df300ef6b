/// The engines there are, by name.
public enum Engines {
    /// Names an engine in the environment; unset, the first of `known` is taken.
    public static let variable = "LIKENESS_ENGINE"

    /// Names that `load` takes, the default first.
    public static let known = [OpenVINOEngine.name]

    /// Loads the engine that `LIKENESS_ENGINE` names, or the default.
    /// - Throws: `InferenceError.unknownEngine`, `.engineNotFound`, `.engineUnusable`.
    public static func load(from installation: Installation = .current) throws(InferenceError) -> any Engine {
        switch installation.setting(variable) {
        case nil, OpenVINOEngine.name: try OpenVINOEngine(from: installation)
        case .some(let other): throw .unknownEngine(name: other, known: known)
        }
    }
}
