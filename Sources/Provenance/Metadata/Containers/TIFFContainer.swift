/// A TIFF file, classic or BigTIFF, as the tags of its first directory.
/// - SeeAlso: TIFF 6.0 section 8; ISO 16684-3 §1.1.5 (tag 700); tag 33723 as libtiff and exiftool use it.
package struct TIFFContainer: MetadataContainer {
    private enum Tag {
        static let xmp = 700
        static let iptc = 33_723
    }

    package let blocks: MetadataBlocks

    package init(_ source: some RandomBytes, file: String) throws(MetadataError) {
        guard let directory = TIFFDirectory(source) else {
            throw .damaged(file: file, reason: "its first directory cannot be read")
        }
        blocks = MetadataBlocks(
            xmp: directory.bytes(Tag.xmp), iptc: directory.bytes(Tag.iptc),
            tiff: EXIFBlock.metadata(in: directory))
    }
}
