import CNative
import Foundation

extension CredentialLibrary {
    /// Signs a picture: its file is replaced by one with the same pixels and `manifest` inside.
    ///
    /// The signed file is made beside it, read again and checked, and only then takes its place in one step. Only
    /// `signingCredential.untrusted` may fail in the check: a certificate of one's own is trusted by whoever pins it.
    /// - Parameters:
    ///   - date: now; the certificate must be in force.
    /// - Returns: what reading the signed file gave.
    /// - Throws: `CredentialError`; the file is then as it was.
    @discardableResult
    public func sign(
        _ file: URL, with manifest: Manifest, by signer: Signer, at date: Date
    ) throws(CredentialError) -> CredentialReport {
        // A link stays a link to the signed file.
        let file = file.resolvingSymlinksInPath()
        do { try manifest.validate() } catch { throw .badManifest(error) }
        try signer.validate(at: date)
        let format = try CredentialFormat(of: file)
        let signed = file.deletingLastPathComponent()
            .appending(path: ".\(file.lastPathComponent).\(manifest.identifier.uuidString.lowercased()).signing")
        do throws(CredentialError) {
            try write(signed, from: file, format: format, manifest: manifest, signer: signer)
            let report = try report(on: signed, format: format)
            guard report.state != .absent, report.state != .invalid, report.failures.isEmpty else {
                let codes = report.failures.map(\.code)
                throw .signatureNotSound(file: file.lastPathComponent, codes: codes.isEmpty ? ["absent"] : codes)
            }
            try replace(file, by: signed)
            return report
        } catch {
            // Nothing of ours is there when the name was taken.
            if error.isOurs(signed) { try? FileManager.default.removeItem(at: signed) }
            throw error
        }
    }

    private func write(
        _ signed: URL, from file: URL, format: CredentialFormat, manifest: Manifest, signer: Signer
    ) throws(CredentialError) {
        var redactions: [String] = []
        for ingredient in manifest.ingredients where ingredient.thumbnails == .removed {
            if let source = ingredient.file { redactions += try thumbnails(in: source) }
        }
        let definition: JSONValue
        do { definition = try manifest.definition(for: format, redacting: redactions.unique) } catch {
            throw .badManifest(error)
        }
        let context = try context(CredentialSettings(timeStamps: signer.timeStamps), for: file)
        let empty = try handle(functions.builder_from_context(context.pointer), for: file, to: "begin a manifest")
        let builder = try handle(
            functions.builder_with_definition(empty.taken(), definition.text(.compact)), for: file,
            to: "take the manifest")
        for ingredient in manifest.ingredients {
            if let source = ingredient.file { try add(ingredient, from: source, to: builder) }
        }
        var request: SigningRequest?
        if case .command(let command) = signer.means {
            request = SigningRequest(command, key: signer.certificate.key)
        }
        defer { withExtendedLifetime(request) {} }
        let source = try CredentialStream(file, .reading, with: table)
        let destination = try CredentialStream(signed, .creating, with: table)
        let key = try handle(native(signer, request), for: file, to: "take the certificate and its key")
        var bytes: UnsafePointer<UInt8>?
        let length = functions.builder_sign(
            builder.pointer, format.rawValue, source.pointer, destination.pointer, key.pointer, &bytes)
        if let bytes { _ = functions.free(bytes) }
        guard length >= 0 else {
            if let failure = request?.failure { throw failure }
            if let reason = destination.failure { throw .cannotWrite(file: file.lastPathComponent, reason: reason) }
            if let reason = source.failure { throw .unreadable(file: file.lastPathComponent, reason: reason) }
            // What is asked of the network is the time stamp alone.
            if let service = signer.timeStamps {
                throw .timeStampRefused(url: service.absoluteString, reason: lastError())
            }
            throw failure(for: file, to: "sign it")
        }
        try destination.close()
    }

    /// The library reads the picture's own credentials, checks them and keeps them.
    private func add(
        _ ingredient: ManifestIngredient, from source: URL, to builder: borrowing CredentialHandle
    ) throws(CredentialError) {
        let format = (try? CredentialFormat(of: source))?.rawValue ?? ingredient.format
        let stream = try CredentialStream(source, .reading, with: table)
        let status = functions.builder_add_ingredient_from_stream(
            builder.pointer, ingredient.json.text(.compact), format, stream.pointer)
        if let reason = stream.failure { throw .unreadable(file: source.lastPathComponent, reason: reason) }
        try check(status, for: source, to: "take it as an ingredient")
    }

    private func native(_ signer: Signer, _ request: SigningRequest?) -> OpaquePointer? {
        let address = signer.timeStamps?.absoluteString
        switch signer.means {
        case .key(let key):
            return signer.algorithm.rawValue.withCString { algorithm in
                signer.chain.withCString { chain in
                    key.withCString { key in
                        Self.withCString(address) { address in
                            var information = native_c2pa_signer_info(
                                algorithm: algorithm, certificates: chain, private_key: key, time_stamp_url: address)
                            return functions.signer_from_info(&information)
                        }
                    }
                }
            }
        case .command:
            guard let request else { return nil }
            return functions.signer_create(
                Unmanaged.passUnretained(request).toOpaque(), SigningRequest.callback, signer.algorithm.code,
                signer.chain, address)
        }
    }

    private static func withCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        if let text { text.withCString(body) } else { body(nil) }
    }

    /// One step on the same volume; the file keeps its permissions.
    private func replace(_ file: URL, by signed: URL) throws(CredentialError) {
        var status = stat()
        guard stat(file.path, &status) == 0, chmod(signed.path, status.st_mode & 0o7777) == 0,
            rename(signed.path, file.path) == 0
        else { throw .cannotWrite(file: file.lastPathComponent, reason: String(cString: strerror(errno))) }
    }
}

extension CredentialError {
    /// Whether a file at `signed` was made by the signing that failed.
    fileprivate func isOurs(_ signed: URL) -> Bool {
        if case .cannotWrite(signed.lastPathComponent, String(cString: strerror(EEXIST))) = self { false } else { true }
    }
}

extension [String] {
    /// Each once, in the order of its first place.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
