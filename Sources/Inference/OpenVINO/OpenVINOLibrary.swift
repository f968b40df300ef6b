import CNative
import Foundation

/// OpenVINO's functions, loaded from a file.
///
/// `@unchecked`: the table is filled before anyone sees it, never changes, and stays for the life of the process.
final class OpenVINOLibrary: @unchecked Sendable {
    /// The folder or file to take instead of what set-up installed.
    static let variable = "LIKENESS_OPENVINO"
    private static let prefix = "libopenvino_c."

    let file: URL
    /// As the library tells, `2026.4.1-22982-…`.
    let version: String
    private let table: UnsafePointer<native_openvino>

    var functions: native_openvino { table.pointee }

    convenience init(from installation: Installation) throws(InferenceError) {
        let places = installation.override(Self.variable).map { [$0] } ?? installation.folders(named: "openvino")
        for place in places {
            if let file = Self.library(at: place) {
                try self.init(file: file)
                return
            }
        }
        throw .engineNotFound(engine: "OpenVINO", places: places.map(\.path), variable: Self.variable)
    }

    init(file: URL) throws(InferenceError) {
        var reason = [CChar](repeating: 0, count: 1024)
        guard let table = native_openvino_load(file.path, &reason, reason.count) else {
            let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw .engineUnusable(engine: "OpenVINO", file: file.path, reason: String(decoding: text, as: UTF8.self))
        }
        var version = native_ov_version(build: nil, description: nil)
        guard table.pointee.get_openvino_version(&version) == 0 else {
            throw .engineUnusable(engine: "OpenVINO", file: file.path, reason: "it does not tell its version")
        }
        self.version = version.build.map { String(cString: $0) } ?? "unknown"
        table.pointee.version_free(&version)
        self.file = file
        self.table = table
        guard numbersElementsAsWeDo() else {
            throw .engineUnusable(
                engine: "OpenVINO", file: file.path, reason: "version \(self.version) numbers element types otherwise")
        }
    }

    /// The library in a folder, or the file itself. Of several versions the last by name.
    private static func library(at place: URL) -> URL? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else { return nil }
        guard isFolder.boolValue else { return place }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.max().map { place.appending(path: $0) }
    }

    /// Element types cross the boundary as numbers, which have changed between versions: each must have its width.
    private func numbersElementsAsWeDo() -> Bool {
        ElementType.allCases.allSatisfy { width(of: $0) == $0.width }
    }

    private func width(of type: ElementType) -> Int? {
        var length: Int64 = 1
        var tensor: OpaquePointer?
        let made = withUnsafeMutablePointer(to: &length) {
            functions.tensor_create(type.openVINO, native_ov_shape(rank: 1, lengths: $0), &tensor)
        }
        guard made == 0, let tensor else { return nil }
        defer { functions.tensor_free(tensor) }
        var bytes = 0
        return functions.tensor_get_byte_size(tensor, &bytes) == 0 ? bytes : nil
    }

    /// Calls the library for a handle and takes it over.
    func handle(
        freedBy free: @escaping NativeHandle.Free, for model: String, to step: String,
        _ make: (native_openvino, inout OpaquePointer?) -> native_ov_status
    ) throws(InferenceError) -> NativeHandle {
        var pointer: OpaquePointer?
        let status = make(functions, &pointer)
        guard status == 0, let pointer else { throw failure(status, of: model, to: step) }
        return NativeHandle(pointer, freedBy: free)
    }

    func check(_ status: native_ov_status, of model: String, to step: String) throws(InferenceError) {
        guard status == 0 else { throw failure(status, of: model, to: step) }
    }

    /// The library's own words on what failed, on one line.
    private func failure(_ status: native_ov_status, of model: String, to step: String) -> InferenceError {
        var reason = ""
        if let text = functions.get_last_err_msg() {
            reason = String(cString: text)
            functions.free(text)
        } else if let text = functions.get_error_info(status) {
            reason = String(cString: text)
        }
        let lines = reason.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        return .engineFailed(
            engine: "OpenVINO", model: model, step: step, reason: lines.joined(separator: " "))
    }

    /// Takes a text over that the library has allocated.
    func text(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text else { return nil }
        defer { functions.free(text) }
        return String(cString: text)
    }
}
