/// The metadata of a TIFF file, classic or BigTIFF, for the writer that sets its tags.
public struct TIFFTags: Sendable, Equatable {
    /// Tag 315, UTF-8.
    public let artist: String?
    /// Tag 270, UTF-8.
    public let imageDescription: String?
    /// Tag 33432, UTF-8.
    public let copyright: String?
    /// Tag 305, UTF-8.
    public let software: String?
    /// Tag 306: `YYYY:MM:DD HH:MM:SS`, UTC.
    public let dateTime: String?
    /// Tag 700, type BYTE: an XMP packet.
    public let xmp: [UInt8]
    /// Tag 33723: an IPTC record, filled up with zeros to a multiple of 4 bytes, since libtiff counted this tag in
    /// 32-bit numbers (type LONG, in the machine's own order) before it took it for bytes (type UNDEFINED, 4.5). Ask
    /// `TIFFFieldDataType` before giving the count. Nil when nothing has a place there.
    public let iptc: [UInt8]?

    /// - Throws: `MetadataError.wrongIdentifier`, `.dateOutOfRange`.
    public init(_ metadata: Metadata) throws(MetadataError) {
        let metadata = try metadata.tidied()
        artist = metadata.artist
        imageDescription = metadata.description
        copyright = metadata.copyright
        software = metadata.creatorTool
        dateTime = metadata.created.flatMap { UTCTime(secondsSince1970: $0)?.exif }
        xmp = XMPPacket(metadata).bytes
        iptc = IPTCRecord(metadata).map { record in
            record.bytes + [UInt8](repeating: 0, count: (4 - record.bytes.count % 4) % 4)
        }
    }
}
