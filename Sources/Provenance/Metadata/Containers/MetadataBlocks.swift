/// The homes of metadata as they lie in a file, not yet understood.
package struct MetadataBlocks: Equatable {
    /// No home that we write is larger; a larger one is not read.
    package static let largest = 16 << 20

    /// With or without the header `Exif` and two zeros.
    package var exif: [UInt8]?
    package var xmp: [UInt8]?
    /// The rest of a JPEG file's XMP by its digest (ISO 16684-3 §1.1.3.1).
    package var extendedXMP: [String: [UInt8]] = [:]
    /// IIM datasets.
    package var iptc: [UInt8]?
    /// PNG's texts by their keyword.
    package var texts: [String: String]?
    /// What TIFF's own tags say.
    package var tiff: Metadata?
}
