import CNative
import Foundation

/// A network that the library has read and prepared: the one owner of the library's session.
///
/// `@unchecked`: the pointer never changes; who runs it says why that is safe: see `ONNXRuntimeModel`.
final class ONNXRuntimeSession: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Outlives the session, which is gone when `deinit` ends.
    let environment: ONNXRuntimeEnvironment

    var library: ONNXRuntimeLibrary { environment.library }

    convenience init(
        file: URL, options: ONNXRuntimeOptions, model: String, in environment: ONNXRuntimeEnvironment
    ) throws(InferenceError) {
        try self.init(model, in: environment) { functions, pointer in
            functions.create_session(environment.handle.pointer, file.path, options.handle.pointer, &pointer)
        }
    }

    /// - Parameter onnx: the contents of an ONNX file.
    convenience init(
        _ onnx: Data, options: ONNXRuntimeOptions, model: String, in environment: ONNXRuntimeEnvironment
    ) throws(InferenceError) {
        try self.init(model, in: environment) { functions, pointer in
            onnx.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return nil }
                return functions.create_session_from_memory(
                    environment.handle.pointer, start, bytes.count, options.handle.pointer, &pointer)
            }
        }
    }

    private init(
        _ model: String, in environment: ONNXRuntimeEnvironment,
        _ make: (native_onnxruntime, inout OpaquePointer?) -> OpaquePointer?
    ) throws(InferenceError) {
        let step = "read and prepare the network"
        var pointer: OpaquePointer?
        let status = make(environment.library.functions, &pointer)
        try environment.library.check(status, of: model, to: step)
        guard let pointer else {
            throw .engineFailed(
                engine: ONNXRuntimeLibrary.title, model: model, step: step, reason: "the file is empty")
        }
        self.pointer = pointer
        self.environment = environment
    }

    deinit { library.functions.release_session(pointer) }
}
