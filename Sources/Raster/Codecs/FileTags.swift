/// What a file says of itself, beside its pixels.
public struct FileTags: Sendable, Equatable {
    public var artist: String?
    public var copyright: String?
    public var description: String?
    public var software: String?
    /// `YYYY:MM:DD HH:MM:SS` (TIFF 6.0, tag 306).
    public var dateTime: String?

    public init(
        artist: String? = nil, copyright: String? = nil, description: String? = nil, software: String? = nil,
        dateTime: String? = nil
    ) {
        self.artist = artist
        self.copyright = copyright
        self.description = description
        self.software = software
        self.dateTime = dateTime
    }
}
