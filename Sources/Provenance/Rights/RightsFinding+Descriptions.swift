extension RightsFinding: CustomStringConvertible {
    /// `place: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .noEntry(let input):
            "\(input.file): is used as \(input.role.rawValue), and the record has no entry for it. Add one."
        case .otherRole(let input, let recorded, let path):
            "\(path): \(input.file) is recorded as \(recorded.rawValue) and used as \(input.role.rawValue). "
                + "Add an entry for that role if the right reaches to it."
        case .otherPicture(let input, let recorded, let path):
            "\(path): \(input.file) has the SHA-256 \(input.sha256), the record has \(recorded). "
                + "Use the recorded picture, or record the right in this one."
        case .nameOnly(let file, let path):
            "\(path): \(file) is known by its name alone. Add its sha256, so that no other picture can take its place."
        case .expired(let person, let lastDay, let path):
            "\(path): the right in the picture of \(person) ended after \(lastDay). Renew it, or use another picture."
        case .useNotAllowed(let use, let person, let path):
            "\(path): the right in the picture of \(person) does not reach to the use \(use.rawValue). "
                + "Get that right and record it, or use another picture."
        case .evidenceMissing(let file, let reason, let path):
            "\(path): the document \(file) \(reason). Put it into the folder of evidence."
        case .evidenceChanged(let file, let recorded, let found, let path):
            "\(path): the document \(file) has the SHA-256 \(found), the record has \(recorded). "
                + "Put the recorded document back, or record the new one."
        case .noConsent(let person, let path):
            "\(path): licenses the picture, but nothing says that \(person) agrees to a work that is sold. "
                + "Add an entry with the person's release."
        case .contradiction(let contradiction, let path, let other):
            "\(path): \(contradiction)\(other.map { " (see \($0))" } ?? ""). Correct the record."
        case .modelNotCommercial(let model):
            "\(model.name): its licence, \(model.licence), forbids commercial use, and the work is to be sold. "
                + "Choose another model, or set commercial to false."
        case .modelDiffers(let recorded, let used, let path):
            "\(path): \(used.name) is recorded with \(Self.terms(recorded)) and used with \(Self.terms(used)). "
                + "Find out which is right and correct the record."
        }
    }

    private static func terms(_ model: RightsModel) -> String {
        "\(model.licence), commercial use \(model.allowsCommercialUse ? "allowed" : "forbidden")"
    }
}

extension RightsFinding.Contradiction: CustomStringConvertible {
    public var description: String {
        switch self {
        case .consentOfFictionalPerson: "a fictional person can give no likeness and sign no release"
        case .fictionalBasisOfRealPerson: "the basis is fictional, but the person has a name"
        case .realAndFictional: "the picture shows a person in one entry and nobody who exists in another"
        case .otherBasis: "the picture of this person stands on another basis in another entry"
        case .otherTerms: "the same right stands with other uses, another end or another document in another entry"
        }
    }
}
