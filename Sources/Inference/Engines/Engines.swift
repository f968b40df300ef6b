import Foundation

/// The engines there are, by name.
public enum Engines {
    /// Names an engine in the environment; unset, `EngineSet` chooses, and `load` takes the first of `known`.
    public static let variable = "LIKENESS_ENGINE"

    /// Names that `load` takes, the default first.
    public static let known = [OpenVINOEngine.name, ONNXRuntimeEngine.name]

    /// Loads the engine that `LIKENESS_ENGINE` names, or the default.
    /// - Throws: `InferenceError.unknownEngine`, `.engineNotFound`, `.engineUnusable`.
    public static func load(from installation: Installation = .current) throws(InferenceError) -> any Engine {
        try load(named: installation.setting(variable) ?? OpenVINOEngine.name, from: installation)
    }

    /// - Throws: as `load(from:)`; for ONNX Runtime `InferenceError.unknownProvider`, `.providerUnavailable` too.
    public static func load(
        named name: String, from installation: Installation = .current
    ) throws(InferenceError) -> any Engine {
        switch name {
        case OpenVINOEngine.name: try OpenVINOEngine(from: installation)
        case ONNXRuntimeEngine.name: try ONNXRuntimeEngine(from: installation)
        default: throw .unknownEngine(name: name, known: known)
        }
    }

    /// Names of the engines that read a file of this name, the default first: TensorFlow's and OpenVINO's own formats
    /// are OpenVINO's alone.
    public static func readers(of file: String) -> [String] {
        ["tflite", "xml"].contains(URL(filePath: file).pathExtension) ? [OpenVINOEngine.name] : known
    }
}
