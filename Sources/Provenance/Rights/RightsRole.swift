/// What a picture is to the work.
public enum RightsRole: String, Sendable, Hashable, CaseIterable {
    /// Whose face is taken.
    case source
    /// The picture that the face is put into.
    case target
    /// A picture that guided the work and shows nowhere in it.
    case reference
}
