import CNative
import Foundation

/// One object of the C2PA library, freed with its owner.
struct CredentialHandle: ~Copyable {
    let pointer: OpaquePointer
    private let table: UnsafePointer<native_c2pa>

    init(_ pointer: OpaquePointer, of table: UnsafePointer<native_c2pa>) {
        self.pointer = pointer
        self.table = table
    }

    /// Gives the object away to a function of the library that takes it over.
    consuming func taken() -> OpaquePointer {
        let pointer = pointer
        discard self
        return pointer
    }

    deinit { _ = table.pointee.free(UnsafeRawPointer(pointer)) }
}

/// A file as a stream of the C2PA library. The callbacks are C's (`native_c2pa.c`), so nothing of Swift has to outlive
/// them.
struct CredentialStream: ~Copyable {
    enum Access {
        case reading
        /// Makes the file, which must not exist; only its owner may open it.
        case creating
    }

    let file: URL
    private let opened: OpaquePointer
    private var isOpen = true

    var pointer: OpaquePointer { native_c2pa_file_stream(opened) }

    init(_ file: URL, _ access: Access, with table: UnsafePointer<native_c2pa>) throws(CredentialError) {
        let code = access == .reading ? NATIVE_C2PA_READ : NATIVE_C2PA_CREATE
        guard let opened = native_c2pa_file_open(table, file.path, code) else {
            let reason = String(cString: strerror(errno))
            throw access == .reading
                ? .unreadable(file: file.lastPathComponent, reason: reason)
                : .cannotWrite(file: file.lastPathComponent, reason: reason)
        }
        self.file = file
        self.opened = opened
    }

    /// What failed between the library and the file, if anything did.
    var failure: String? {
        let code = native_c2pa_file_error(opened)
        return code == 0 ? nil : String(cString: strerror(code))
    }

    /// Writes through to the disk and closes.
    consuming func close() throws(CredentialError) {
        let name = file.lastPathComponent
        isOpen = false
        let code = native_c2pa_file_close(opened)
        guard code == 0 else { throw .cannotWrite(file: name, reason: String(cString: strerror(code))) }
    }

    deinit { if isOpen { _ = native_c2pa_file_close(opened) } }
}
