/// A picture that goes into a work, as the record is asked about it.
public struct RightsInput: Sendable, Hashable {
    public var role: RightsRole
    /// The file's name, without folders.
    public var file: String
    public var sha256: Digest

    public init(role: RightsRole, file: String, sha256: Digest) {
        self.role = role
        self.file = file
        self.sha256 = sha256
    }
}
