import CLibTIFF
import CNative
import Foundation

extension Photograph {
    /// What is said of the size in print, in pixels an inch: TIFF asks for a figure.
    private static let resolution = 300.0

    /// Writes the picture as a 16-bit TIFF: Deflate with horizontal differencing, its ICC profile, the tags.
    /// BigTIFF when classic TIFF's 4 GiB could be passed.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writeTIFF(to url: URL, tags: FileTags = FileTags()) throws(RasterError) {
        let strips = TIFFStrips(size: size, channels: channels, codes: codes16)
        // Deflate can make noise a little longer than it is.
        let mode = size.area * channels * 2 > 3 << 30 ? "w8l" : "wl"
        errno = 0
        guard let tiff = native_tiff_open(url.path, mode) else { throw Self.failure(url) }
        defer { TIFFClose(tiff) }
        describe(tiff, tags: tags)
        let isWritten = strips.write { index, strip in
            var strip = strip
            return TIFFWriteRawStrip(tiff, UInt32(index), &strip, tmsize_t(strip.count)) == strip.count
        }
        guard isWritten, TIFFFlush(tiff) == 1 else { throw Self.failure(url) }
    }

    /// What the system said last, which libtiff does not pass on.
    private static func failure(_ url: URL) -> RasterError {
        let reason = errno == 0 ? "libtiff refuses it" : String(cString: strerror(errno)).lowercased()
        return .cannotWrite(file: url.lastPathComponent, reason: reason)
    }

    private func describe(_ tiff: OpaquePointer, tags: FileTags) {
        native_tiff_set_u32(tiff, UInt32(TIFFTAG_IMAGEWIDTH), UInt32(size.width))
        native_tiff_set_u32(tiff, UInt32(TIFFTAG_IMAGELENGTH), UInt32(size.height))
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_BITSPERSAMPLE), 16)
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_SAMPLESPERPIXEL), UInt16(channels))
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_PHOTOMETRIC), UInt16(PHOTOMETRIC_RGB))
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_PLANARCONFIG), UInt16(PLANARCONFIG_CONTIG))
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_ORIENTATION), UInt16(ORIENTATION_TOPLEFT))
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_COMPRESSION), UInt16(COMPRESSION_ADOBE_DEFLATE))
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_PREDICTOR), UInt16(PREDICTOR_HORIZONTAL))
        native_tiff_set_u32(tiff, UInt32(TIFFTAG_ROWSPERSTRIP), UInt32(TIFFStrips.rows))
        native_tiff_set_double(tiff, UInt32(TIFFTAG_XRESOLUTION), Self.resolution)
        native_tiff_set_double(tiff, UInt32(TIFFTAG_YRESOLUTION), Self.resolution)
        native_tiff_set_u16(tiff, UInt32(TIFFTAG_RESOLUTIONUNIT), UInt16(RESUNIT_INCH))
        native_tiff_set_bytes(
            tiff, UInt32(TIFFTAG_ICCPROFILE), UInt32(colorSpace.profile.count), colorSpace.profile)
        if channels == 4 {
            native_tiff_set_extra_alpha(tiff)
        }
        for (tag, text) in [
            (TIFFTAG_ARTIST, tags.artist), (TIFFTAG_COPYRIGHT, tags.copyright),
            (TIFFTAG_IMAGEDESCRIPTION, tags.description), (TIFFTAG_SOFTWARE, tags.software),
            (TIFFTAG_DATETIME, tags.dateTime),
        ] {
            if let text { native_tiff_set_string(tiff, UInt32(tag), text) }
        }
    }
}
