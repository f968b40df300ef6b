import CNative
import Foundation

/// The C2PA library (c2pa-rs), loaded from a file.
///
/// It never reaches the network: every context refuses requests, but for the time-stamping service that a signer names.
///
/// `@unchecked`: the table is filled before anyone sees it, never changes, and stays for the life of the process. The
/// library keeps its last error for each thread, and no object of it is kept between calls.
public final class CredentialLibrary: @unchecked Sendable {
    /// The file's name in a folder.
    public static let name = "libc2pa_c.so"

    /// The file that was loaded.
    public let file: URL
    /// As the library tells, `c2pa-c-ffi/0.91.3 c2pa-rs/0.91.3`.
    public let version: String
    let table: UnsafePointer<native_c2pa>

    var functions: native_c2pa { table.pointee }

    /// Loads the library.
    /// - Parameter place: the file, or the folder that holds it.
    /// - Throws: `CredentialError.libraryNotFound` or `.libraryUnusable`.
    public init(at place: URL) throws(CredentialError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else {
            throw .libraryNotFound(place: place.path)
        }
        let file = isFolder.boolValue ? place.appending(path: Self.name) : place
        guard FileManager.default.fileExists(atPath: file.path) else { throw .libraryNotFound(place: place.path) }
        var reason = [CChar](repeating: 0, count: 1024)
        guard let table = native_c2pa_load(file.path, &reason, reason.count) else {
            let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw .libraryUnusable(file: file.lastPathComponent, reason: String(decoding: text, as: UTF8.self))
        }
        guard let version = table.pointee.version() else {
            throw .libraryUnusable(file: file.lastPathComponent, reason: "it does not tell its version")
        }
        defer { _ = table.pointee.free(version) }
        self.version = String(cString: version)
        self.file = file
        self.table = table
    }
}

extension CredentialLibrary {
    /// Takes an object over that the library has made for `file`, or says why it has not.
    func handle(_ pointer: OpaquePointer?, for file: URL, to step: String) throws(CredentialError) -> CredentialHandle {
        guard let pointer else { throw failure(for: file, to: step) }
        return CredentialHandle(pointer, of: table)
    }

    func check(_ status: some SignedInteger, for file: URL, to step: String) throws(CredentialError) {
        guard status >= 0 else { throw failure(for: file, to: step) }
    }

    /// Takes a text over that the library has made.
    func text(_ text: UnsafeMutablePointer<CChar>?, for file: URL, to step: String) throws(CredentialError) -> String {
        guard let text else { throw failure(for: file, to: step) }
        defer { _ = functions.free(text) }
        return String(cString: text)
    }

    /// The library's own words on what failed last on this thread, on one line.
    func failure(for file: URL, to step: String) -> CredentialError {
        .libraryFailed(file: file.lastPathComponent, step: step, reason: lastError())
    }

    func lastError() -> String {
        guard let text = functions.error() else { return "no reason given" }
        defer { _ = functions.free(text) }
        let lines = String(cString: text).split(whereSeparator: \.isNewline)
        return lines.isEmpty ? "no reason given" : lines.joined(separator: " ")
    }
}

extension Error {
    /// The system's own words where there are any: Foundation wraps them in sentences with paths.
    var reason: String {
        let error = self as NSError
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(cause.code)))
        }
        if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
        return error.domain == NSCocoaErrorDomain && error.code == CocoaError.fileReadNoSuchFile.rawValue
            ? "No such file or directory" : error.localizedDescription
    }
}
