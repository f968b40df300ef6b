/// What a look at a finished work measured, kept so that only works that changed are measured again.
public struct WorkMeasure: Sendable, Equatable {
    public var number: Int
    /// The work's key in the ledger; empty where it has none.
    public var key: String
    /// SHA-256 over all that was looked at: the work's picture and its sources.
    public var subject: String
    /// What gave `similarity`; values of two recognisers do not compare.
    public var recognizer: String
    /// Of the work's face to its source's, −1…1; of several faces that of the least alike. Nil when no face was found.
    public var similarity: Double?
    /// Of the whole picture.
    public var fingerprint: Fingerprint
    /// Of its main face alone; nil when none was found.
    public var face: FaceSignature?
}
