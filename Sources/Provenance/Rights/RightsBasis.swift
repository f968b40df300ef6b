/// Why a picture may be used. Some speak for the person, some for the picture; a picture may need one of each.
public enum RightsBasis: String, Sendable, Hashable, CaseIterable {
    /// The person is the one who makes the work.
    case ownLikeness = "own_likeness"
    /// The person signed a release.
    case signedRelease = "signed_release"
    /// Nobody holds rights in the picture any more.
    case publicDomain = "public_domain"
    /// Who holds the rights in the picture licensed it.
    case licence
    /// There is no such person: drawn, or made by a model.
    case fictional

    /// Whether a document must prove it.
    public var needsEvidence: Bool { self == .signedRelease || self == .licence }

    /// Whether it reaches only as far as the uses that it names; the others reach to all when none are named.
    public var needsUses: Bool { needsEvidence }

    /// Whether it is the person's own word.
    var isConsent: Bool { self == .ownLikeness || self == .signedRelease }

    /// Bases that speak of the same thing (the person, or the picture) exclude each other.
    func excludes(_ other: RightsBasis) -> Bool {
        self != other && speaksForPerson == other.speaksForPerson
    }

    private var speaksForPerson: Bool { isConsent || self == .fictional }
}
