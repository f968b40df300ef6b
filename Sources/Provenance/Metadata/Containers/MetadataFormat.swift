/// The file formats whose metadata is known here.
public enum MetadataFormat: String, Sendable, Hashable, CaseIterable {
    case jpeg, png, webp, tiff
    /// And HEIF: both are ISO base media files.
    case avif

    /// By the first bytes, whatever the file is called; nil for other formats.
    package init?(of source: some RandomBytes) {
        if source.bytes(at: 0, count: 3) == [0xFF, 0xD8, 0xFF] {
            self = .jpeg
        } else if source.bytes(at: 0, count: 8) == PNGContainer.signature {
            self = .png
        } else if source.matches("RIFF", at: 0), source.matches("WEBP", at: 8) {
            self = .webp
        } else if source.matches("ftyp", at: 4) {
            self = .avif
        } else if TIFFDirectory(source) != nil {
            self = .tiff
        } else {
            return nil
        }
    }

    /// The homes that we fill.
    public var homes: [MetadataHome] {
        switch self {
        case .jpeg: [.xmp, .exif, .iptc]
        case .png: [.xmp, .exif, .text]
        case .webp, .avif: [.xmp, .exif]
        case .tiff: [.xmp, .tiff, .iptc]
        }
    }
}

/// A place in a file where metadata stands.
public enum MetadataHome: String, Sendable, Hashable, CaseIterable {
    case xmp, exif
    /// TIFF's own tags.
    case tiff
    /// IPTC-IIM.
    case iptc
    /// PNG's texts.
    case text

    /// What it has a place for.
    public var fields: Set<Metadata.Field> {
        switch self {
        case .xmp: Set(Metadata.Field.allCases)
        case .exif, .tiff: [.artist, .description, .copyright, .creatorTool, .created]
        case .iptc: [.artist, .title, .description, .copyright, .keywords, .created]
        case .text: [.artist, .title, .description, .copyright, .creatorTool, .aigc]
        }
    }
}
