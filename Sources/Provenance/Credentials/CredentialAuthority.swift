import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority of one's own, for one signer: what `credentials init` makes.
///
/// The authority's own key signs the one certificate and is then forgotten. So whoever copies the folder can sign as
/// this signer until that certificate ends, but can never make another: what `root.pem` vouches for stays this.
public struct CredentialAuthority: Sendable, Equatable {
    /// The authority's certificate: put it beside the works, for others to pin.
    public let root: URL
    /// The signer's certificate and the authority's.
    public let chain: URL
    /// The signer's private key (P-256, PKCS #8); only its owner may read it.
    public let key: URL

    /// How long the two certificates last, in days.
    public struct Validity: Sendable, Equatable {
        public var root: Int
        /// Without a time stamp, what was signed stops being valid when the signer's certificate ends: a year, as
        /// authorities give it, is too short for works.
        public var signer: Int

        public init(root: Int = 3650, signer: Int = 3650) {
            self.root = root
            self.signer = signer
        }
    }

    /// Makes an authority and a signer's certificate.
    /// - Parameters:
    ///   - folder: made if it is not there, for its owner alone (0700).
    ///   - organization: shown as the issuer by viewers of credentials.
    ///   - signer: the signer's name.
    ///   - date: when the certificates begin.
    /// - Throws: `CredentialError`; nothing is then left behind, and nothing is ever written over.
    public static func create(
        in folder: URL, organization: String, signer: String, from date: Date, lasting validity: Validity = Validity()
    ) throws(CredentialError) -> CredentialAuthority {
        try check(name: organization, field: "organization")
        try check(name: signer, field: "signer")
        guard validity.signer > 0, validity.root >= validity.signer, validity.root <= 36_500 else {
            let problem = "the signer's days must be at least 1 and at most the authority's, up to 36500"
            throw .badAuthority(field: "validity", problem: problem)
        }
        let authority = CredentialAuthority(in: folder)
        let files = try PrivateFolder(folder, for: [authority.root, authority.chain, authority.key])
        let key = P256.Signing.PrivateKey()
        let certificates: (root: String, leaf: String)
        do {
            certificates = try Self.certificates(
                organization: organization, signer: signer, key: key, from: date, lasting: validity)
        } catch {
            throw .badAuthority(field: "certificates", problem: "they cannot be made: \(error)")
        }
        try files.write([
            (authority.key, key.pemRepresentation + "\n", 0o600),
            (authority.root, certificates.root + "\n", 0o644),
            (authority.chain, certificates.leaf + "\n" + certificates.root + "\n", 0o644),
        ])
        return authority
    }

    private static func check(name: String, field: String) throws(CredentialError) {
        let isPlain = !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        // 64 characters are X.520's limit for both names (RFC 5280, appendix A).
        guard !name.isEmpty, name.unicodeScalars.count <= 64, isPlain else {
            throw .badAuthority(field: field, problem: "must be 1 to 64 characters on one line")
        }
    }

    private static func certificates(
        organization: String, signer: String, key: P256.Signing.PrivateKey, from date: Date, lasting validity: Validity
    ) throws -> (root: String, leaf: String) {
        let rootKey = P256.Signing.PrivateKey()
        let (rootPublic, leafPublic) = (
            Certificate.PublicKey(rootKey.publicKey), Certificate.PublicKey(key.publicKey)
        )
        let rootIdentifier = SubjectKeyIdentifier(hash: rootPublic)
        let rootName = try DistinguishedName {
            OrganizationName(organization)
            CommonName("\(organization.prefix(59)) root")
        }
        // Whole seconds: a certificate holds no others.
        let start = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        let root = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: rootPublic, notValidBefore: start,
            notValidAfter: start.addingTimeInterval(Double(validity.root) * 86_400), issuer: rootName,
            subject: rootName, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                rootIdentifier
            }, issuerPrivateKey: .init(rootKey))
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: leafPublic, notValidBefore: start,
            notValidAfter: start.addingTimeInterval(Double(validity.signer) * 86_400), issuer: rootName,
            subject: try DistinguishedName {
                OrganizationName(organization)
                CommonName(signer)
            }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.emailProtection])
                AuthorityKeyIdentifier(keyIdentifier: rootIdentifier.keyIdentifier)
                SubjectKeyIdentifier(hash: leafPublic)
            }, issuerPrivateKey: .init(rootKey))
        return (try root.serializeAsPEM().pemString, try leaf.serializeAsPEM().pemString)
    }
}
