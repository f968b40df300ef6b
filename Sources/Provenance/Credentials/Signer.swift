import Foundation
import X509

/// Who signs: a certificate chain, with its key or a command that has it.
public struct Signer: Sendable, CustomStringConvertible, CustomReflectable {
    /// How bytes are signed.
    enum Means: Sendable {
        /// PEM, PKCS #8.
        case key(String)
        case command(SigningCommand)
    }

    public let algorithm: SigningAlgorithm
    /// The service that is asked for a time stamp (RFC 3161), if any: the one thing that reaches the network.
    public let timeStamps: URL?
    /// Who signs, as the certificate has it.
    public var name: CredentialReport.SignerName { certificate.name }
    let chain: String
    let means: Means
    let certificate: SignerCertificate
    private let chainFile: String

    /// The algorithm only: a signer holds a key, which must not get into a log.
    public var description: String { "signer with \(algorithm.rawValue)" }
    public var customMirror: Mirror { Mirror(self, children: ["algorithm": algorithm]) }

    /// A signer whose key is in a file.
    /// - Parameters:
    ///   - certificates: PEM, the signer's certificate first; its root may be left out.
    ///   - key: its private key, PEM without a password.
    /// - Throws: `CredentialError` when a file cannot be read, the certificate may not sign or the key is another's.
    public init(certificates: URL, key: URL, timeStamps: URL? = nil) throws(CredentialError) {
        let chain = try Self.text(of: certificates)
        let certificate = try SignerCertificate(ofChain: chain, file: certificates.lastPathComponent)
        let pem = try Self.text(of: key)
        if pem.contains("ENCRYPTED") {
            throw .badKey(file: key.lastPathComponent, problem: "it is locked with a password")
        }
        let secret: Certificate.PrivateKey
        let text: String
        do {
            secret = try Certificate.PrivateKey(pemEncoded: pem)
            text = try PrivateKeyText.pkcs8(of: secret, from: pem)
        } catch {
            throw .badKey(file: key.lastPathComponent, problem: "it cannot be read as a PEM private key")
        }
        guard secret.publicKey == certificate.publicKey else {
            throw .keyOfAnother(key: key.lastPathComponent, certificates: certificates.lastPathComponent)
        }
        try self.init(
            chain: chain, chainFile: certificates.lastPathComponent, certificate: certificate, means: .key(text),
            timeStamps: timeStamps)
    }

    /// A signer whose key is elsewhere: on a token, behind a service.
    /// - Parameters:
    ///   - certificates: PEM, the signer's certificate first.
    ///   - command: a program and its arguments. It finds the bytes to sign on its standard input and writes the
    ///     signature to its standard output: ECDSA as DER or as r‖s, RSA as PSS with SHA-256, Ed25519 as 64 bytes.
    public init(certificates: URL, command: [String], timeStamps: URL? = nil) throws(CredentialError) {
        let chain = try Self.text(of: certificates)
        let certificate = try SignerCertificate(ofChain: chain, file: certificates.lastPathComponent)
        try self.init(
            chain: chain, chainFile: certificates.lastPathComponent, certificate: certificate,
            means: .command(try SigningCommand(command)), timeStamps: timeStamps)
    }

    private init(
        chain: String, chainFile: String, certificate: SignerCertificate, means: Means, timeStamps: URL?
    ) throws(CredentialError) {
        if let timeStamps, !["http", "https"].contains(timeStamps.scheme ?? "") || (timeStamps.host() ?? "").isEmpty {
            throw .badTimeStampURL(url: timeStamps.absoluteString)
        }
        self.chain = chain
        self.chainFile = chainFile
        self.certificate = certificate
        self.means = means
        self.timeStamps = timeStamps
        algorithm = certificate.key.algorithm
    }

    /// Checks that the certificate is in force.
    /// - Throws: `CredentialError.badCertificate`.
    public func validate(at date: Date) throws(CredentialError) {
        try certificate.validate(at: date, file: chainFile)
    }

    /// A PEM file; a chain of certificates is far below a mebibyte.
    static func text(of file: URL) throws(CredentialError) -> String {
        let bytes: Data
        // A pipe would hold us up for ever.
        guard file.isRegularFile ?? true else {
            throw .unreadable(file: file.lastPathComponent, reason: "it is no file but a folder, a pipe or a device")
        }
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: 1 << 20) ?? Data()
        } catch {
            throw .unreadable(file: file.lastPathComponent, reason: error.reason)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
            throw .unreadable(file: file.lastPathComponent, reason: "it is no text")
        }
        return text
    }
}
