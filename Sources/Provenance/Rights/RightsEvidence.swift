/// A document that proves a right: a scan of a release, a licence, an invoice.
public struct RightsEvidence: Sendable, Hashable {
    /// A path inside the folder of evidence, with `/` between names.
    public var file: String
    /// Of the document as it was when it was recorded.
    public var sha256: Digest

    public init(file: String, sha256: Digest) {
        self.file = file
        self.sha256 = sha256
    }
}
