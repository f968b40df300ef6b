import Foundation

/// What each of a file's homes of metadata says, so that it shows when they differ or one is missing.
public struct MetadataHomes: Sendable, Equatable {
    public let format: MetadataFormat
    /// The homes that are there and can be read.
    public let stated: [MetadataHome: Metadata]
    /// The homes that are there but cannot be read.
    public let unreadable: Set<MetadataHome>

    /// Reads JPEG, PNG, WebP, TIFF (classic and BigTIFF), AVIF and HEIF. Pixels are passed over.
    /// - Throws: `MetadataError.unreadable`, `.unknownFormat`, `.damaged`.
    public init(of url: URL) throws(MetadataError) {
        try self.init(FileBytes(url), file: url.lastPathComponent)
    }

    package init(_ source: some RandomBytes, file: String) throws(MetadataError) {
        guard let format = MetadataFormat(of: source) else { throw .unknownFormat(file: file) }
        self.format = format
        let blocks =
            switch format {
            case .jpeg: try JPEGContainer(source, file: file).blocks
            case .png: try PNGContainer(source, file: file).blocks
            case .webp: try WebPContainer(source, file: file).blocks
            case .tiff: try TIFFContainer(source, file: file).blocks
            case .avif: try BMFFContainer(source, file: file).blocks
            }
        var stated: [MetadataHome: Metadata] = [:]
        stated[.exif] = blocks.exif.flatMap(EXIFBlock.metadata(in:))
        stated[.xmp] = blocks.xmp.flatMap { XMPPacket.metadata(in: $0, extended: blocks.extendedXMP) }
        stated[.iptc] = blocks.iptc.flatMap(IPTCRecord.metadata(in:))
        stated[.text] = blocks.texts.map(PNGContainer.metadata(in:))
        stated[.tiff] = blocks.tiff
        let present = [(MetadataHome.exif, blocks.exif), (.xmp, blocks.xmp), (.iptc, blocks.iptc)]
        unreadable = Set(present.filter { $1 != nil }.map(\.0)).subtracting(stated.keys)
        self.stated = stated
    }

    public subscript(home: MetadataHome) -> Metadata? { stated[home] }

    /// What the file says when its homes are taken together: for each field the first home that states it, in the
    /// format's order, which begins with the home that holds every field whole.
    public var combined: Metadata {
        var combined = Metadata()
        for metadata in (format.homes + MetadataHome.allCases).compactMap({ stated[$0] }) {
            combined.artist = combined.artist ?? metadata.artist
            combined.title = combined.title ?? metadata.title
            combined.description = combined.description ?? metadata.description
            combined.copyright = combined.copyright ?? metadata.copyright
            if combined.keywords.isEmpty { combined.keywords = metadata.keywords }
            combined.creatorTool = combined.creatorTool ?? metadata.creatorTool
            combined.created = combined.created ?? metadata.created
            guard let label = metadata.aiLabel else { continue }
            var merged = combined.aiLabel ?? AILabel()
            merged.digitalSourceType = merged.digitalSourceType ?? label.digitalSourceType
            merged.systemUsed = merged.systemUsed ?? label.systemUsed
            merged.systemVersion = merged.systemVersion ?? label.systemVersion
            merged.aigc = merged.aigc ?? label.aigc
            combined.aiLabel = merged
        }
        return combined
    }
}
