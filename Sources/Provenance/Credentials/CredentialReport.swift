import Foundation

/// What a picture's credentials say, and whether they hold.
public struct CredentialReport: Sendable, Equatable {
    /// How far the credentials hold.
    public enum State: String, Sendable, CaseIterable, Codable {
        /// There are none.
        case absent
        /// They are broken, or belong to another picture.
        case invalid
        /// The picture is as it was signed; who signed it is not known to us.
        case valid
        /// The picture is as it was signed, by someone under a trusted authority.
        case trusted
    }

    /// One result of the check.
    public struct Finding: Sendable, Equatable {
        /// C2PA's code (2.2, section 15): `assertion.dataHash.mismatch`.
        public var code: String
        /// What the code means, in a plain sentence.
        public var meaning: String
        /// The library's own words, which may name what it found.
        public var explanation: String?
        /// The part that it is about.
        public var address: String?
    }

    /// Who signed, as the certificate has it.
    public struct SignerName: Sendable, Equatable {
        public var organization: String?
        public var commonName: String?
        /// Decimal digits.
        public var serialNumber: String?
        public var algorithm: String?
    }

    public var state: State
    /// What does not hold: empty when valid or trusted. An unknown signer is no failure but the difference of the two.
    public var failures: [Finding] = []
    /// What is worth knowing besides.
    public var notes: [Finding] = []
    public var signer: SignerName?
    /// When a time-stamping service saw the signature, RFC 3339; nil without a time stamp. It is the service's word:
    /// `notes` holds `timeStamp.untrusted` unless the service's authority is among the trusted.
    public var signingTime: String?
    /// The manifest that speaks of the picture as it is now.
    public var active: ManifestReport?
    /// Every manifest of the picture, by label: the active one and those of its ingredients.
    public var manifests: [String: ManifestReport] = [:]

    init(state: State) {
        self.state = state
    }
}

/// A signed manifest, as read.
public struct ManifestReport: Sendable, Equatable {
    public struct Assertion: Sendable, Equatable {
        public var label: String
        public var content: JSONValue
    }

    /// `urn:c2pa:…`
    public var label: String
    public var title: String?
    /// Name and version of the program that signed.
    public var generator: String?
    public var assertions: [Assertion]
    public var ingredients: [IngredientReport]

    /// The content of the first assertion with a label.
    public func assertion(_ label: String) -> JSONValue? {
        assertions.first { $0.label == label }?.content
    }

    /// What was done, in its order: the actions assertion's list.
    public var actions: [JSONValue] {
        (assertion("c2pa.actions.v2") ?? assertion("c2pa.actions"))?["actions"]?.elements ?? []
    }

    /// Whether machines may use the picture: `cawg.data_mining` to `notAllowed`.
    public var permissions: [String: String] {
        let content = assertion("cawg.training-mining") ?? assertion("c2pa.training-mining")
        return (content?["entries"]?.members ?? [:]).compactMapValues { $0["use"]?.string }
    }
}

/// An ingredient of a signed manifest, as read.
public struct IngredientReport: Sendable, Equatable {
    public var title: String?
    public var format: String?
    /// `parentOf`, `componentOf` or `inputTo`.
    public var relationship: String?
    public var dataTypes: [String]
    /// The SHA-256 of the ingredient's file, where we wrote it.
    public var digest: String?
    /// The ingredient's own manifest, if it carried one: a key of `CredentialReport.manifests`.
    public var manifest: String?
    /// What the check of its own credentials gave when it was added.
    public var state: CredentialReport.State
    public var failures: [CredentialReport.Finding]
}
