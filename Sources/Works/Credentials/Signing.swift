import Foundation
import Inference
import Provenance

/// What signs a work's files: the library and who signs.
public struct Signing: Sendable {
    package let library: CredentialLibrary
    package let signer: Signer
    /// The authority's certificate, when it is the person's own.
    package let root: URL?
    /// Whether the credentials were made for this.
    package let isNew: Bool

    /// Who signs when nobody has said a name.
    private static let nameless = "Unnamed artist"

    /// Loads the library and the credentials; makes the person's own where there are none yet.
    /// - Throws: `CredentialError`.
    public init(_ choice: CredentialChoice, installation: Installation = .current) throws(CredentialError) {
        library = try installation.credentialLibrary()
        var (root, isNew) = (URL?.none, false)
        switch choice.holder {
        case .key(let certificates, let key):
            signer = try Signer(certificates: certificates, key: key, timeStamps: choice.timeStamps)
        case .command(let certificates, let command):
            signer = try Signer(certificates: certificates, command: command, timeStamps: choice.timeStamps)
        case .folder(let folder):
            let authority = CredentialAuthority(in: folder)
            signer = try Signer(certificates: authority.chain, key: authority.key, timeStamps: choice.timeStamps)
            root = authority.root
        case .own:
            let folder = installation.credentialFolder
            let authority: CredentialAuthority
            if FileManager.default.fileExists(atPath: CredentialAuthority(in: folder).key.path) {
                authority = CredentialAuthority(in: folder)
            } else {
                authority = try Self.made(in: folder)
                isNew = true
            }
            signer = try Signer(certificates: authority.chain, key: authority.key, timeStamps: choice.timeStamps)
            root = authority.root
        }
        if let root, !FileManager.default.isReadableFile(atPath: root.path) {
            throw .unreadable(file: root.lastPathComponent, reason: "it is missing beside the key, or may not be read")
        }
        (self.root, self.isNew) = (root, isNew)
        try signer.validate(at: Date())
    }

    private static func made(in folder: URL) throws(CredentialError) -> CredentialAuthority {
        do {
            return try CredentialAuthority.create(
                in: folder, organization: nameless, signer: nameless, from: Date())
        } catch .authorityExists {
            // Another run made them in the same moment.
            return CredentialAuthority(in: folder)
        }
    }

    /// What the record says of who signs. An authority of one's own goes along, for others to pin.
    /// - Throws: `CocoaError`, `DigestError` when the certificate cannot be copied.
    func use(putRootInto folder: URL) throws -> WorkRecord.CredentialUse {
        var use = WorkRecord.CredentialUse(
            library: library.version, algorithm: signer.algorithm.rawValue, organization: signer.name.organization,
            commonName: signer.name.commonName)
        if let root {
            let copy = folder.appending(path: CredentialAuthority.rootName)
            try Data(contentsOf: root).write(to: copy)
            use.root = copy.lastPathComponent
            use.rootSha256 = try Digest(ofFile: copy).hexadecimal
        }
        return use
    }
}
