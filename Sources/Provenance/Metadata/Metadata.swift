/// What a file says of itself beside its pixels, in words that every home of metadata has a place for.
///
/// Empty texts are not written, and read back as nil.
public struct Metadata: Sendable, Equatable {
    /// A name, or a decentralized identifier (`DecentralizedIdentifier`).
    public var artist: String?
    public var title: String?
    public var description: String?
    public var copyright: String?
    public var keywords: [String]
    /// The program that made the file, with its version.
    public var creatorTool: String?
    /// Seconds since 1 January 1970, UTC.
    public var created: Int?
    public var aiLabel: AILabel?

    public init(
        artist: String? = nil, title: String? = nil, description: String? = nil, copyright: String? = nil,
        keywords: [String] = [], creatorTool: String? = nil, created: Int? = nil, aiLabel: AILabel? = nil
    ) {
        self.artist = artist
        self.title = title
        self.description = description
        self.copyright = copyright
        self.keywords = keywords
        self.creatorTool = creatorTool
        self.created = created
        self.aiLabel = aiLabel
    }
}

extension Metadata {
    /// One thing that is said, for findings.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case artist, title, description, copyright, keywords
        case creatorTool = "creator_tool"
        case created
        case digitalSourceType = "digital_source_type"
        case aiSystem = "ai_system"
        case aiSystemVersion = "ai_system_version"
        case aigc
    }

    /// What is said in a field; empty when nothing is.
    package func values(of field: Field) -> [String] {
        switch field {
        case .artist: [artist].compactMap(\.self)
        case .title: [title].compactMap(\.self)
        case .description: [description].compactMap(\.self)
        case .copyright: [copyright].compactMap(\.self)
        case .keywords: keywords
        case .creatorTool: [creatorTool].compactMap(\.self)
        case .created: [created.flatMap { UTCTime(secondsSince1970: $0)?.xmp }].compactMap(\.self)
        case .digitalSourceType: [aiLabel?.digitalSourceType?.uri].compactMap(\.self)
        case .aiSystem: [aiLabel?.systemUsed].compactMap(\.self)
        case .aiSystemVersion: [aiLabel?.systemVersion].compactMap(\.self)
        case .aigc: [aiLabel?.aigc?.json].compactMap(\.self)
        }
    }
}
