extension CredentialReport.Finding {
    /// The one code of C2PA's failures that says nothing against the picture.
    static let unknownSigner = "signingCredential.untrusted"

    init(code: String, explanation: String?, address: String?) {
        self.init(
            code: code, meaning: Self.meanings[code] ?? "A check of the credentials gave \(code).",
            explanation: explanation, address: address)
    }

    static func list(_ value: JSONValue?) -> [Self] {
        (value?.elements ?? []).compactMap { entry in
            guard let code = entry["code"]?.string else { return nil }
            return Self(code: code, explanation: entry["explanation"]?.string, address: entry["url"]?.string)
        }
    }

    private static let changed = "The picture was changed after it was signed, or these are another's credentials."

    /// Codes of C2PA 2.2, sections 15.2.2 and 15.2.3, that a picture can come to.
    private static let meanings = [
        "assertion.action.ingredientMismatch": "An action names an ingredient that is not there or not of its kind.",
        "assertion.action.malformed": "The list of actions breaks C2PA's rules.",
        "assertion.action.redactionMismatch": "An action speaks of a removal that did not happen.",
        "assertion.bmffHash.mismatch": changed,
        "assertion.boxesHash.mismatch": changed,
        "assertion.cbor.invalid": "A statement in the credentials cannot be read.",
        "assertion.dataHash.additionalExclusionsPresent": "The hash leaves out bytes besides the credentials.",
        "assertion.dataHash.malformed": "The credentials' hash of the picture cannot be read.",
        "assertion.dataHash.mismatch": changed,
        "assertion.hardBinding.missing": "The credentials are bound to no picture.",
        "assertion.hashedURI.mismatch": "A statement in the credentials was changed after it was signed.",
        "assertion.inaccessible": "A statement in the credentials cannot be reached.",
        "assertion.json.invalid": "A statement in the credentials cannot be read.",
        "assertion.missing": "A statement is missing from the credentials.",
        "assertion.multipleHardBindings": "The credentials are bound to more than one picture.",
        "assertion.undeclared": "A statement was added to the credentials after they were signed.",
        "claim.malformed": "The credentials' claim cannot be read.",
        "claim.missing": "The credentials hold no claim.",
        "claim.multiple": "The credentials hold more than one claim.",
        "claimSignature.mismatch": "The signature does not fit what it signs.",
        "claimSignature.missing": "The credentials are not signed.",
        "claimSignature.outsideValidity": "The certificate was not in force when it signed.",
        "general.error": "The credentials cannot be read.",
        "ingredient.manifest.mismatch": "The credentials of an ingredient were changed.",
        "ingredient.manifest.missing": "The credentials of an ingredient are missing.",
        "ingredient.unknownProvenance": "An ingredient has no credentials of its own.",
        "manifest.inaccessible": "The credentials are kept elsewhere and were not fetched.",
        "manifest.multipleParents": "The picture has more than one parent.",
        "signingCredential.expired": "The certificate has expired, and no time stamp says that it signed before.",
        "signingCredential.invalid": "The certificate may not sign credentials.",
        "signingCredential.ocsp.skipped": "Whether the certificate was revoked was not asked: we stay off the network.",
        "signingCredential.untrusted": "Who signed is not known here: their authority is not among those trusted.",
        "timeStamp.mismatch": "The time stamp is another signature's.",
        "timeStamp.outsideValidity": "The time stamp was made with a certificate that was not in force.",
        "timeStamp.untrusted": "The time-stamping service is not among those trusted here.",
    ]
}
