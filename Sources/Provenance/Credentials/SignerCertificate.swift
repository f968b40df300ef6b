import Foundation
import SwiftASN1
import X509

/// The certificate of whoever signs, held against C2PA's certificate profile (2.2, section 14.5).
struct SignerCertificate: Sendable {
    let key: VerificationKey
    let publicKey: Certificate.PublicKey
    /// Who the certificate is for.
    let name: CredentialReport.SignerName
    let notBefore: Date
    let notAfter: Date

    /// Reads the first certificate of a PEM chain.
    /// - Parameter file: the chain's file name, for messages.
    init(ofChain pem: String, file: String) throws(CredentialError) {
        let certificate: Certificate
        do {
            guard let first = try PEMDocument.parseMultiple(pemString: pem).first else {
                throw CredentialError.badCertificate(file: file, problem: "it holds no certificate")
            }
            certificate = try Certificate(pemDocument: first)
        } catch let error as CredentialError {
            throw error
        } catch {
            throw .badCertificate(file: file, problem: "it cannot be read as a PEM certificate")
        }
        let problem = Self.problem(of: certificate)
        guard problem == nil, let key = VerificationKey(certificate.publicKey) else {
            let other = "its key is of a kind that C2PA does not take (P-256, P-384, P-521, RSA or Ed25519 are)"
            throw .badCertificate(file: file, problem: problem ?? other)
        }
        self.key = key
        publicKey = certificate.publicKey
        name = CredentialReport.SignerName(certificate.subject)
        notBefore = certificate.notValidBefore
        notAfter = certificate.notValidAfter
    }

    /// What keeps the certificate from signing, in the order in which it is worth telling.
    private static func problem(of certificate: Certificate) -> String? {
        let extensions = certificate.extensions
        if certificate.version != .v3 { return "it is no certificate of version 3" }
        if certificate.issuer == certificate.subject { return "it was signed with its own key" }
        if case .isCertificateAuthority = (try? extensions.basicConstraints) ?? .notCertificateAuthority {
            return "it is an authority's certificate, which may not sign pictures"
        }
        guard let usage = try? extensions.keyUsage, usage.digitalSignature, !usage.keyCertSign else {
            return "its key is not meant for digital signatures (keyUsage)"
        }
        let purposes = ((try? extensions.extendedKeyUsage) ?? nil)?.map(\.description) ?? []
        let isFit = (try? extensions.extendedKeyUsage)?.map { usage in
            usage.contains { CredentialSettings.purposes.prefix(3).contains("\(ASN1ObjectIdentifier($0))") }
                && !usage.contains(.any)
        }
        guard isFit == true else {
            return "its purpose is \(purposes.isEmpty ? "not given" : purposes.joined(separator: ", ")), "
                + "not e-mail protection, document signing or C2PA claim signing (extendedKeyUsage)"
        }
        if ((try? extensions.authorityKeyIdentifier) ?? nil)?.keyIdentifier == nil {
            return "it does not name its authority's key (authorityKeyIdentifier)"
        }
        return nil
    }

    /// Checks that the certificate is in force.
    func validate(at date: Date, file: String) throws(CredentialError) {
        if date < notBefore {
            throw .badCertificate(file: file, problem: "it is in force only from \(notBefore.formatted(.iso8601))")
        }
        if date > notAfter {
            throw .badCertificate(file: file, problem: "it expired at \(notAfter.formatted(.iso8601))")
        }
    }
}

extension CredentialReport.SignerName {
    fileprivate init(_ subject: DistinguishedName) {
        func value(_ type: ASN1ObjectIdentifier) -> String? {
            subject.flatMap { Array($0) }.first { $0.type == type }.map { String(describing: $0.value) }
        }
        self.init(
            organization: value(.RDNAttributeType.organizationName), commonName: value(.RDNAttributeType.commonName))
    }
}
