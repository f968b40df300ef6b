/// The one owner of an object of OpenVINO's.
///
/// `@unchecked`: pointer and function never change; the library's objects may be freed on any thread. Whoever uses
/// the object says why its use is safe: see `OpenVINOEngine`, `OpenVINOModel` and `OpenVINORequest`.
final class OpenVINOHandle: @unchecked Sendable {
    typealias Free = @convention(c) (OpaquePointer?) -> Void

    let pointer: OpaquePointer
    private let free: Free

    init(_ pointer: OpaquePointer, freedBy free: @escaping Free) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}
