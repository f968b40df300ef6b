import Foundation
import SwiftASN1
import X509

extension CredentialLibrary {
    /// Certificates that are trusted, as `report(on:trusting:)` takes them.
    /// - Parameter file: one or more certificates, PEM.
    /// - Throws: `CredentialError.unreadable`, `.badCertificate`.
    public static func anchors(in file: URL) throws(CredentialError) -> String {
        let text = try Signer.text(of: file)
        let name = file.lastPathComponent
        do {
            let documents = try PEMDocument.parseMultiple(pemString: text)
            guard !documents.isEmpty else {
                throw CredentialError.badCertificate(file: name, problem: "it holds no certificate")
            }
            for document in documents { _ = try Certificate(pemDocument: document) }
        } catch let error as CredentialError {
            throw error
        } catch {
            throw .badCertificate(file: name, problem: "it cannot be read as PEM certificates")
        }
        return text
    }
}
