import Works

/// What a ledger keeps of a finished work's record: enough for a gallery and for a count, without its thousands of lines.
public struct WorkSummary: Sendable, Equatable, Codable {
    public var title: String?
    public var created: String
    public var files: [WorkRecord.File]
    public var sources: [String]
    public var target: String
    /// The manifest that speaks of the master, or of the image where there is none.
    public var manifest: String?
    /// Who signed.
    public var signer: String?
    public var commercialUse: Bool
    public var warnings: [String]

    public init(_ record: WorkRecord) {
        title = record.metadata.title
        created = record.created
        files = record.files
        sources = record.sources.map(\.file)
        target = record.target.file
        manifest =
            record.files.first { $0.role == "master" }?.manifest
            ?? record.files.first { $0.role == "image" }?.manifest
        signer = record.credentials?.commonName ?? record.credentials?.organization
        commercialUse = record.commercialUse
        warnings = record.warnings
    }

    /// The file of a role, such as `thumbnail`.
    public func file(_ role: String) -> WorkRecord.File? { files.first { $0.role == role } }
}
