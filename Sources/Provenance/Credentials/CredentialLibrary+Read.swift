import CNative
import Foundation

extension CredentialLibrary {
    /// Reads and checks the credentials of a picture.
    /// - Parameter anchors: PEM certificates that are trusted; none makes no signature `trusted`.
    /// - Returns: a report, also of a picture without credentials and of one whose credentials do not hold.
    /// - Throws: `CredentialError` when the file cannot be read or is in a format without credentials.
    public func report(on file: URL, trusting anchors: String? = nil) throws(CredentialError) -> CredentialReport {
        try report(on: file, format: CredentialFormat(of: file), trusting: anchors)
    }

    func report(
        on file: URL, format: CredentialFormat, trusting anchors: String? = nil
    ) throws(CredentialError) -> CredentialReport {
        let context = try context(CredentialSettings(anchors: anchors), for: file)
        switch try read(file, format: format, context) {
        case .absent: return CredentialReport(state: .absent)
        case .unreadable(let reason): return CredentialReport(unreadable: reason)
        case .open(let reader):
            let text = try text(functions.reader_json(reader.pointer), for: file, to: "report on its credentials")
            return CredentialReport(text)
        }
    }

    /// Addresses of the thumbnails that a picture's own credentials hold.
    func thumbnails(in file: URL) throws(CredentialError) -> [String] {
        guard let format = try? CredentialFormat(of: file) else { return [] }
        let context = try context(CredentialSettings(checksOnReading: false), for: file)
        guard case .open(let reader) = try read(file, format: format, context) else { return [] }
        let text = try text(functions.reader_detailed_json(reader.pointer), for: file, to: "list its credentials")
        guard let value = try? JSONReader.value(of: [UInt8](text.utf8)), let manifests = value["manifests"]?.members
        else { return [] }
        return manifests.sorted { $0.key < $1.key }.flatMap { label, manifest in
            let assertions = manifest["assertion_store"]?.members ?? [:]
            return assertions.filter { $0.key.contains("c2pa.thumbnail") && $0.value.holdsData }.keys.sorted()
                .map { "self#jumbf=/c2pa/\(label)/c2pa.assertions/\($0)" }
        }
    }

    private enum Reading: ~Copyable {
        case absent
        case unreadable(reason: String)
        case open(CredentialHandle)
    }

    private func read(
        _ file: URL, format: CredentialFormat, _ context: borrowing CredentialHandle
    ) throws(CredentialError) -> Reading {
        let stream = try CredentialStream(file, .reading, with: table)
        let empty = try handle(functions.reader_from_context(context.pointer), for: file, to: "open it")
        guard let reader = functions.reader_with_stream(empty.taken(), format.rawValue, stream.pointer) else {
            let reason = lastError()
            if let failure = stream.failure { throw .unreadable(file: file.lastPathComponent, reason: failure) }
            return reason.hasPrefix("ManifestNotFound") ? .absent : .unreadable(reason: reason)
        }
        return .open(CredentialHandle(reader, of: table))
    }
}
