/// The metadata of an AVIF or HEIF file, for the encoder that embeds it.
public struct AVIFPackets: Sendable, Equatable {
    /// A TIFF structure without the header `Exif` and two zeros, as libheif takes it; libvips wants the header.
    public let exif: [UInt8]
    /// An XMP packet.
    public let xmp: [UInt8]

    /// libvips takes an Exif block apart with libexif, which loses what lies near 64 KiB or beyond.
    private static let room = 60_500

    /// - Parameters:
    ///   - width: of the picture in pixels, as is `height`.
    ///   - hasProfile: whether the file has a colour profile; without one it is sRGB.
    /// - Throws: `MetadataError.wrongIdentifier`, `.dateOutOfRange`.
    public init(_ metadata: Metadata, width: Int, height: Int, hasProfile: Bool) throws(MetadataError) {
        let metadata = try metadata.tidied()
        exif =
            EXIFBlock(metadata, of: PictureFacts(width: width, height: height, hasProfile: hasProfile), room: Self.room)
            .bytes
        xmp = XMPPacket(metadata, keywords: .subjectAndText).bytes
    }
}
