import Crypto
import X509
import _CryptoExtras

/// A signature algorithm of C2PA, which a certificate's key decides.
public enum SigningAlgorithm: String, Sendable, CaseIterable {
    case es256, es384, es512, ps256, ed25519

    /// The library's number.
    var code: Int32 {
        switch self {
        case .es256: 0
        case .es384: 1
        case .es512: 2
        case .ps256: 3
        case .ed25519: 6
        }
    }
}

/// The public key that a signature must fit.
enum VerificationKey: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    init?(_ key: Certificate.PublicKey) {
        if let key = P256.Signing.PublicKey(key) {
            self = .p256(key)
        } else if let key = P384.Signing.PublicKey(key) {
            self = .p384(key)
        } else if let key = P521.Signing.PublicKey(key) {
            self = .p521(key)
        } else if let key = _RSA.Signing.PublicKey(key) {
            self = .rsa(key)
        } else if let key = Curve25519.Signing.PublicKey(key) {
            self = .ed25519(key)
        } else {
            return nil
        }
    }

    var algorithm: SigningAlgorithm {
        switch self {
        case .p256: .es256
        case .p384: .es384
        case .p521: .es512
        case .rsa: .ps256
        case .ed25519: .ed25519
        }
    }

    /// A signer's answer as C2PA has it (r‖s of fixed length for the curves, RFC 9053), or nil if it does not sign
    /// `bytes`. A curve's signature may come as r‖s or as DER.
    func signature(from answer: [UInt8], of bytes: [UInt8]) -> [UInt8]? {
        switch self {
        case .p256(let key):
            let forms = [
                try? P256.Signing.ECDSASignature(rawRepresentation: answer),
                try? P256.Signing.ECDSASignature(derRepresentation: answer),
            ]
            return forms.compactMap(\.self).first { key.isValidSignature($0, for: bytes) }.map {
                [UInt8]($0.rawRepresentation)
            }
        case .p384(let key):
            let forms = [
                try? P384.Signing.ECDSASignature(rawRepresentation: answer),
                try? P384.Signing.ECDSASignature(derRepresentation: answer),
            ]
            return forms.compactMap(\.self).first { key.isValidSignature($0, for: bytes) }.map {
                [UInt8]($0.rawRepresentation)
            }
        case .p521(let key):
            let forms = [
                try? P521.Signing.ECDSASignature(rawRepresentation: answer),
                try? P521.Signing.ECDSASignature(derRepresentation: answer),
            ]
            return forms.compactMap(\.self).first { key.isValidSignature($0, for: bytes) }.map {
                [UInt8]($0.rawRepresentation)
            }
        case .rsa(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: answer)
            let digest = SHA256.hash(data: bytes)
            return key.isValidSignature(signature, for: digest, padding: .PSS) ? answer : nil
        case .ed25519(let key):
            return key.isValidSignature(answer, for: bytes) ? answer : nil
        }
    }
}
