import CNative
import Foundation

/// ONNX Runtime's functions, loaded from a file.
///
/// `@unchecked`: the table is filled before anyone sees it, never changes, and stays for the life of the process.
final class ONNXRuntimeLibrary: @unchecked Sendable {
    /// The folder or file to take instead of what set-up installed.
    static let variable = "LIKENESS_ORT"
    /// As people know it.
    static let title = "ONNX Runtime"
    /// `libonnxruntime_providers_….so` beside it is none.
    private static let prefix = "libonnxruntime."

    let file: URL
    /// As the library tells, `1.32.0`.
    let version: String
    private let table: UnsafePointer<native_onnxruntime>

    var functions: native_onnxruntime { table.pointee }

    convenience init(from installation: Installation) throws(InferenceError) {
        let places = installation.override(Self.variable).map { [$0] } ?? installation.folders(named: "onnxruntime")
        for place in places {
            if let file = Self.library(at: place) {
                try self.init(file: file)
                return
            }
        }
        throw .engineNotFound(engine: Self.title, places: places.map(\.path), variable: Self.variable)
    }

    init(file: URL) throws(InferenceError) {
        var reason = [CChar](repeating: 0, count: 1024)
        guard let table = native_onnxruntime_load(file.path, &reason, reason.count) else {
            let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw .engineUnusable(engine: Self.title, file: file.path, reason: String(decoding: text, as: UTF8.self))
        }
        self.file = file
        self.table = table
        version = String(cString: table.pointee.version)
    }

    /// Where packages keep it: Python's below `capi`, the maker's archives below `lib`.
    private static let subfolders = ["capi", "lib"]

    /// The library in a folder or a package's, or the file itself. Of several versions the last by name.
    private static func library(at place: URL) -> URL? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else { return nil }
        guard isFolder.boolValue else { return place }
        return ([place] + subfolders.map { place.appending(path: $0) }).lazy.compactMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.filter { $0.hasPrefix(prefix) }.max().map { folder.appending(path: $0) }
        }.first
    }

    /// Execution providers that the library was built with, by its names; whether they work here is another question.
    func builtInProviders() throws(InferenceError) -> [String] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        var count: Int32 = 0
        try check(functions.available_providers(&names, &count), of: Self.title, to: "list its providers")
        guard let names else { return [] }
        let list = (0..<Int(count)).compactMap { names[$0].map { String(cString: $0) } }
        try check(functions.release_available_providers(names, count), of: Self.title, to: "list its providers")
        return list
    }

    /// Calls the library for a handle and takes it over.
    func handle(
        freedBy free: @escaping NativeHandle.Free, for model: String, to step: String,
        _ make: (native_onnxruntime, inout OpaquePointer?) -> OpaquePointer?
    ) throws(InferenceError) -> NativeHandle {
        var pointer: OpaquePointer?
        try check(make(functions, &pointer), of: model, to: step)
        guard let pointer else {
            throw .engineFailed(engine: Self.title, model: model, step: step, reason: "it gave nothing")
        }
        return NativeHandle(pointer, freedBy: free)
    }

    /// Takes a status over and throws what it says, on one line.
    func check(_ status: OpaquePointer?, of model: String, to step: String) throws(InferenceError) {
        guard let status else { return }
        let text = functions.status_message(status).map { String(cString: $0) } ?? ""
        functions.release_status(status)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        throw .engineFailed(engine: Self.title, model: model, step: step, reason: lines.joined(separator: " "))
    }

    /// Memory that belongs to the library for good.
    func allocator(for model: String) throws(InferenceError) -> OpaquePointer {
        var allocator: OpaquePointer?
        try check(functions.default_allocator(&allocator), of: model, to: "give its allocator")
        guard let allocator else {
            throw .engineFailed(engine: Self.title, model: model, step: "give its allocator", reason: "it has none")
        }
        return allocator
    }
}
