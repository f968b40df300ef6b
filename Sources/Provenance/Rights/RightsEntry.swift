/// One right in one picture.
public struct RightsEntry: Sendable, Hashable {
    /// What stands for a person who does not exist.
    public static let fictionalPerson = "fictional"

    public var role: RightsRole
    /// The picture's file name, without folders. One of `file` and `sha256` must stand.
    public var file: String?
    public var sha256: Digest?
    /// Who is seen, or `fictional`.
    public var person: String
    public var basis: RightsBasis
    public var evidence: RightsEvidence?
    /// Nil for every use, where the basis allows that.
    public var uses: Set<RightsUse>?
    /// The last day on which the right holds; nil when it does not end.
    public var expires: CalendarDay?
    public var note: String?

    public init(
        role: RightsRole, file: String? = nil, sha256: Digest? = nil, person: String, basis: RightsBasis,
        evidence: RightsEvidence? = nil, uses: Set<RightsUse>? = nil, expires: CalendarDay? = nil,
        note: String? = nil
    ) {
        self.role = role
        self.file = file
        self.sha256 = sha256
        self.person = person
        self.basis = basis
        self.evidence = evidence
        self.uses = uses
        self.expires = expires
        self.note = note
    }

    /// Whether the right reaches to a use.
    public func allows(_ use: RightsUse) -> Bool {
        uses?.contains(use) ?? !basis.needsUses
    }

    var isOfFictionalPerson: Bool { person == Self.fictionalPerson }
}
