import CLibTIFF
import CNative
import Foundation

extension Photograph {
    /// Rows that are compressed together: small enough for readers that hold one strip, large enough to compress well.
    private static let rowsPerStrip = 64

    /// Writes the picture as a 16-bit TIFF: Deflate with horizontal differencing, its ICC profile, the tags.
    /// BigTIFF when classic TIFF's 4 GiB could be passed.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writeTIFF(to url: URL, tags: FileTags = FileTags()) throws(RasterError) {
        let failure = RasterError.cannotWrite(file: url.lastPathComponent, reason: "libtiff could not write it")
        let codes = codes16
        let rowBytes = size.width * channels * 2
        let mode = rowBytes * size.height > 3 << 30 ? "w8l" : "wl"
        guard let tiff = native_tiff_open(url.path, mode) else { throw failure }
        defer { TIFFClose(tiff) }
        describe(tiff, tags: tags)
        var isWritten = true
        codes.withUnsafeBytes { bytes in
            // libtiff differences the strip in place, so that it gets a copy of its own.
            var strip = [UInt8](repeating: 0, count: Self.rowsPerStrip * rowBytes)
            for first in stride(from: 0, to: size.height, by: Self.rowsPerStrip) where isWritten {
                let count = min(Self.rowsPerStrip, size.height - first) * rowBytes
                strip.withUnsafeMutableBytes { strip in
                    strip.copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[first * rowBytes..<first * rowBytes + count]))
                    let index = UInt32(first / Self.rowsPerStrip)
                    isWritten = TIFFWriteEncodedStrip(tiff, index, strip.baseAddress, tmsize_t(count)) == count
                }
            }
        }
        guard isWritten, TIFFFlush(tiff) == 1 else { throw failure }
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
        native_tiff_set_u32(tiff, UInt32(TIFFTAG_ROWSPERSTRIP), UInt32(Self.rowsPerStrip))
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
