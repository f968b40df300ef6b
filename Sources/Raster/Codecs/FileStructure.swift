import Foundation

/// What a file's structure says before its decoder sees it: whether the file is whole, and what the decoder keeps to
/// itself.
struct FileStructure {
    /// At what the decoder gives up.
    enum Strictness: String {
        case error, warning
    }

    /// Bits a channel; nil where the decoder's word counts.
    private(set) var depth: Int?
    /// The ICC profile, for when the decoder gives none.
    private(set) var profile: [UInt8]?
    private(set) var strictness = Strictness.error

    /// - Throws: `RasterError.damaged` for files that end too early, `.unsupported`.
    init(of url: URL, format: ImageFormat) throws(RasterError) {
        let file = url.lastPathComponent
        switch format {
        case .tiff:
            guard let extent = TIFFExtent(of: url), extent.isWhole else {
                throw .damaged(file: file, reason: "it ends before what its directory points to")
            }
            if let kind = extent.unsupportedValues { throw .unsupported(file: file, kind: kind) }
            depth = extent.depth
        case .jpeg:
            guard let extent = JPEGExtent(of: url), extent.isWhole else {
                throw .damaged(file: file, reason: "it ends before its end-of-image marker")
            }
            // libjpeg fills what is missing within a scan with grey, and only warns.
            strictness = extent.hasOddHeader ? .error : .warning
            depth = 8
        case .png:
            guard let extent = PNGExtent(of: url), extent.isWhole else {
                throw .damaged(file: file, reason: "it ends before its last chunk (IEND)")
            }
            depth = extent.depth
            profile = extent.profile
        case .webP: depth = 8
        case .heif: break
        }
    }
}
