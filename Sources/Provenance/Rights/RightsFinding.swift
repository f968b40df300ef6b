/// Something that stands against the use of a picture or a model, or that is worth a look. `docs/rights.md` tells for
/// each `code` what to do.
public enum RightsFinding: Sendable, Hashable {
    /// The record does not know the picture.
    case noEntry(RightsInput)
    /// The record knows the picture, but not in this role.
    case otherRole(RightsInput, recorded: RightsRole, path: JSONPath)
    /// The record knows another picture of that name.
    case otherPicture(RightsInput, recorded: Digest, path: JSONPath)
    /// The record knows the picture by its name alone.
    case nameOnly(file: String, path: JSONPath)
    case expired(person: String, lastDay: CalendarDay, path: JSONPath)
    case useNotAllowed(RightsUse, person: String, path: JSONPath)
    /// The document is not there or cannot be read.
    case evidenceMissing(file: String, reason: String, path: JSONPath)
    /// The document is not the one that was recorded.
    case evidenceChanged(file: String, recorded: Digest, found: Digest, path: JSONPath)
    /// A work is to be sold and only a licence speaks for the picture: the person has not been asked.
    case noConsent(person: String, path: JSONPath)
    case contradiction(Contradiction, path: JSONPath, other: JSONPath?)
    /// A work is to be sold and a model's weights are not for that.
    case modelNotCommercial(RightsModel)
    /// The record says something else of a model than the tool.
    case modelDiffers(recorded: RightsModel, used: RightsModel, path: JSONPath)

    /// What cannot be true at once.
    public enum Contradiction: String, Sendable, Hashable {
        /// Nobody who does not exist can sign.
        case consentOfFictionalPerson
        /// The basis is `fictional`, but the person has a name.
        case fictionalBasisOfRealPerson
        /// Two entries for one picture name a person and nobody.
        case realAndFictional
        /// Two entries for one picture and person, whose bases exclude each other.
        case otherBasis
        /// Two entries for one picture, person and basis with other uses, another end or another document.
        case otherTerms
    }

    public enum Severity: String, Sendable, Hashable {
        /// The work must not go out like this.
        case error
        /// The work may go out; a person should look.
        case warning
    }

    public var severity: Severity {
        switch self {
        case .nameOnly, .noConsent, .modelDiffers: .warning
        default: .error
        }
    }

    /// The finding's name in reports and in `docs/rights.md`.
    public var code: Code {
        switch self {
        case .noEntry: .noEntry
        case .otherRole: .otherRole
        case .otherPicture: .otherPicture
        case .nameOnly: .nameOnly
        case .expired: .expired
        case .useNotAllowed: .useNotAllowed
        case .evidenceMissing: .evidenceMissing
        case .evidenceChanged: .evidenceChanged
        case .noConsent: .noConsent
        case .contradiction: .contradiction
        case .modelNotCommercial: .modelNotCommercial
        case .modelDiffers: .modelDiffers
        }
    }

    public enum Code: String, Sendable, Hashable, CaseIterable {
        case noEntry = "no_entry"
        case otherRole = "other_role"
        case otherPicture = "other_picture"
        case nameOnly = "name_only"
        case expired
        case useNotAllowed = "use_not_allowed"
        case evidenceMissing = "evidence_missing"
        case evidenceChanged = "evidence_changed"
        case noConsent = "no_consent"
        case contradiction
        case modelNotCommercial = "model_not_commercial"
        case modelDiffers = "model_differs"
    }
}
