/// What a gallery came to.
public struct GalleryReport: Sendable, Equatable, Codable {
    /// Of the plan, or of those that are built where only they are shown.
    public var works: Int
    public var built: Int
    /// Works whose files are not where the plan has them.
    public var withoutPictures: [Int]
    /// Works whose target is gone, or is another picture now.
    public var withoutTargets: [Int]
    /// File names of the contact sheets.
    public var contactSheets: [String]
}
