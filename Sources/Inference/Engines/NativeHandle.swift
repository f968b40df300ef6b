/// The one owner of an object of an engine's library.
///
/// `@unchecked`: pointer and function never change; both libraries let their objects be freed on any thread. Whoever uses
/// the object says why its use is safe: see `OpenVINOEngine`, `OpenVINOModel`, `OpenVINORequest`, `ONNXRuntimeModel`.
final class NativeHandle: @unchecked Sendable {
    typealias Free = @convention(c) (OpaquePointer?) -> Void

    let pointer: OpaquePointer
    private let free: Free

    init(_ pointer: OpaquePointer, freedBy free: @escaping Free) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}
