import CVips
import Foundation

extension Photograph {
    /// How hard the lossless WebP encoder tries, 0…6. Above 1 it takes no less space on photographs and as much time.
    package static let losslessWebPEffort = 1

    /// WebP's header has 14 bits for each side.
    private static let longestWebPSide = 16_383
    /// JPEG's has 16, and libjpeg keeps a little of that for itself.
    private static let longestJPEGSide = 65_500

    /// Writes the picture as PNG with its own depth and profile. This and the other web formats carry the tags as XMP.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writePNG(to url: URL, tags: FileTags = FileTags()) throws(RasterError) {
        try save("pngsave", to: url, tags: tags, options: [:])
    }

    /// Writes an 8-bit picture as WebP without loss.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writeLosslessWebP(to url: URL, tags: FileTags = FileTags()) throws(RasterError) {
        try check(url, longestSide: Self.longestWebPSide)
        try save(
            "webpsave", to: url, tags: tags, options: ["lossless": "true", "effort": "\(Self.losslessWebPEffort)"])
    }

    /// Writes an 8-bit picture as WebP of the given quality, 0…100.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writeWebP(to url: URL, quality: Int, tags: FileTags = FileTags()) throws(RasterError) {
        try check(url, longestSide: Self.longestWebPSide)
        try save("webpsave", to: url, tags: tags, options: ["Q": "\(quality)", "smart-subsample": "true"])
    }

    /// Writes an 8-bit picture as JPEG of the given quality, 1…100, with colours at full resolution. Alpha is laid on
    /// black.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writeJPEG(to url: URL, quality: Int, tags: FileTags = FileTags()) throws(RasterError) {
        try check(url, longestSide: Self.longestJPEGSide)
        try save(
            "jpegsave", to: url, tags: tags,
            options: ["Q": "\(quality)", "subsample-mode": "off", "optimize-coding": "true"])
    }

    private func check(_ url: URL, longestSide limit: Int) throws(RasterError) {
        guard max(size.width, size.height) <= limit else {
            throw .tooLargeForFormat(file: url.lastPathComponent, size: size, limit: limit)
        }
    }

    private func save(_ operation: String, to url: URL, tags: FileTags, options: [String: String]) throws(RasterError) {
        do {
            try withImage { (image) throws(Vips.Failure) in
                let tagged = try Vips.image("copy", ["in": image], ["interpretation": depth == 8 ? "srgb" : "rgb16"])
                vips_image_set_blob_copy(
                    tagged.pointer, VIPS_META_ICC_NAME, colorSpace.profile, colorSpace.profile.count)
                if let xmp = tags.xmp.map({ Array($0.utf8) }) {
                    vips_image_set_blob_copy(tagged.pointer, VIPS_META_XMP_NAME, xmp, xmp.count)
                }
                try Vips.save(operation, tagged, options.merging(["filename": url.path]) { $1 })
            }
        } catch {
            throw .cannotWrite(
                file: url.lastPathComponent, reason: error.reason.replacing(url.path, with: url.lastPathComponent))
        }
    }

    /// Lends the pixels to libvips, which reads them where they are: `body` must be done with the image when it
    /// returns.
    package func withImage(_ body: (Vips.Image) throws(Vips.Failure) -> Void) throws(Vips.Failure) {
        let (size, bands) = (size, Int32(channels))
        func lend(_ bytes: UnsafeRawBufferPointer, _ format: VipsBandFormat) throws(Vips.Failure) {
            guard Vips.isReady,
                let pointer = vips_image_new_from_memory(
                    bytes.baseAddress, bytes.count, Int32(size.width), Int32(size.height), bands, format)
            else { throw Vips.failure() }
            try body(Vips.Image(pointer))
        }
        // `withUnsafeBytes` rethrows untyped: the result carries the type over.
        let result: Result<Void, Vips.Failure> =
            switch values {
            case .bits8(let codes):
                codes.withUnsafeBytes { bytes in
                    Result { () throws(Vips.Failure) in try lend(bytes, VIPS_FORMAT_UCHAR) }
                }
            case .bits16(let codes):
                codes.withUnsafeBytes { bytes in
                    Result { () throws(Vips.Failure) in try lend(bytes, VIPS_FORMAT_USHORT) }
                }
            }
        try result.get()
    }
}
