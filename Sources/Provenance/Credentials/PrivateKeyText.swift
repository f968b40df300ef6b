import Crypto
import Foundation
import SwiftASN1
import X509

/// The one form of a private key that the C2PA library reads for every algorithm: PKCS #8 (RFC 5958).
enum PrivateKeyText {
    /// - Parameter pem: the text that `key` was read from.
    static func pkcs8(of key: Certificate.PrivateKey, from pem: String) throws -> String {
        let document = try PEMDocument(pemString: pem)
        switch document.discriminator {
        case "EC PRIVATE KEY":
            // swift-crypto reads the older form (SEC 1) and writes the newer one.
            switch VerificationKey(key.publicKey) {
            case .p256: return try P256.Signing.PrivateKey(pemRepresentation: pem).pemRepresentation
            case .p384: return try P384.Signing.PrivateKey(pemRepresentation: pem).pemRepresentation
            case .p521: return try P521.Signing.PrivateKey(pemRepresentation: pem).pemRepresentation
            case .rsa, .ed25519, nil: return pem
            }
        case "RSA PRIVATE KEY":
            // PKCS #1 becomes PKCS #8 by a frame around it: version 0, rsaEncryption with NULL, the key as octets.
            var serializer = DER.Serializer()
            try serializer.appendConstructedNode(identifier: .sequence) { frame in
                try frame.serialize(0)
                try frame.appendConstructedNode(identifier: .sequence) { algorithm in
                    try algorithm.serialize([1, 2, 840, 113549, 1, 1, 1] as ASN1ObjectIdentifier)
                    try algorithm.serialize(ASN1Null())
                }
                try frame.serialize(ASN1OctetString(contentBytes: document.derBytes[...]))
            }
            return PEMDocument(type: "PRIVATE KEY", derBytes: serializer.serializedBytes).pemString
        default:
            return pem
        }
    }
}
