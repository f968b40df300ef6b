import CLibTIFF
import CNative
import CVips
import Foundation

extension FileTags {
    /// What the file at `url` says of itself: the texts of TIFF's tags or of Exif, and the packets whole. Empty for
    /// files that cannot be read.
    public init(readFrom url: URL) {
        self.init()
        guard Vips.isReady, let format = ImageFormat(of: url),
            let header = try? Vips.image(format.loader, [:], ["filename": url.path])
        else { return }
        packets = Packets(
            xmp: header.blob(VIPS_META_XMP_NAME), iptc: header.blob(VIPS_META_IPTC_NAME),
            exif: header.blob(VIPS_META_EXIF_NAME))
        if format == .tiff {
            readTIFF(url)
        } else {
            artist = header.exifText("Artist")
            copyright = header.exifText("Copyright")
            description = header.exifText("ImageDescription")
            software = header.exifText("Software")
            dateTime = header.exifText("DateTime")
        }
    }

    private mutating func readTIFF(_ url: URL) {
        guard let tiff = native_tiff_open(url.path, "r") else { return }
        defer { TIFFClose(tiff) }
        func text(_ tag: Int32) -> String? {
            native_tiff_get_string(tiff, UInt32(tag)).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        artist = text(TIFFTAG_ARTIST)
        copyright = text(TIFFTAG_COPYRIGHT)
        description = text(TIFFTAG_IMAGEDESCRIPTION)
        software = text(TIFFTAG_SOFTWARE)
        dateTime = text(TIFFTAG_DATETIME)
        var count: UInt32 = 0
        if packets.xmp == nil, let bytes = native_tiff_get_bytes(tiff, UInt32(TIFFTAG_XMLPACKET), &count) {
            packets.xmp = Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
    }
}

extension Vips.Image {
    /// A text of the Exif block's first directory. libvips hands it over with what libexif makes of it behind it:
    /// `Zoë (Zoë, ASCII, 5 components, 5 bytes)`, `© Zoë (© Zoë (Photographer) - [None] (Editor), ASCII, …`.
    fileprivate func exifText(_ name: String) -> String? {
        let field = "exif-ifd0-\(name)"
        guard vips_image_get_typeof(pointer, field) != 0 else { return nil }
        var text: UnsafePointer<CChar>?
        guard vips_image_get_string(pointer, field, &text) == 0, let text else {
            vips_error_clear()
            return nil
        }
        let whole = String(cString: text)
        guard let type = whole.firstMatch(of: /, ASCII, [0-9]+ components, [0-9]+ bytes\)$/) else { return nil }
        // The text stands twice, and may hold parentheses of its own.
        let twice = whole[..<type.range.lowerBound]
        let ends = twice.ranges(of: " (").filter { twice[$0.upperBound...].hasPrefix(twice[..<$0.lowerBound]) }
        return ends.first.map { String(twice[..<$0.lowerBound]) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
