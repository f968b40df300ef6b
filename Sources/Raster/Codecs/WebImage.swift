import CVips
import Foundation

/// A file format that libvips writes, and how.
package enum WebImage: Sendable, Equatable {
    case png8, png16
    case losslessWebP
    /// Of the given quality, 0…100.
    case webP(quality: Int)
    /// Of the given quality, 1…100, colours at full resolution. Alpha is laid on black.
    case jpeg(quality: Int)
    /// Of the given quality, 1…100, colours at full resolution. In 8 bits, which every reader knows; libheif 1.15 aborts
    /// the process over 10.
    case avif(quality: Int)

    /// How hard the lossless WebP encoder tries, 0…6. Above 1 it takes no less space on photographs and as much time.
    package static let losslessWebPEffort = 1
    /// How hard the AVIF encoder tries, 0…9: the middle takes minutes for a picture of print size.
    private static let avifEffort = 3

    /// The longest side in pixels that the format holds.
    package var longestSide: Int {
        switch self {
        // WebP's header has 14 bits for each side (RFC 9649 §3.4).
        case .losslessWebP, .webP: 16_383
        // JPEG's has 16, and libjpeg keeps a little of that for itself.
        case .jpeg: 65_500
        // What AV1's encoder takes in one frame.
        case .avif: 16_384
        // PNG's has 31, libpng takes a million.
        case .png8, .png16: 1_000_000
        }
    }

    /// Bits a channel.
    package var depth: Int {
        switch self {
        case .png16: 16
        case .png8, .losslessWebP, .webP, .jpeg, .avif: 8
        }
    }

    private var operation: (name: String, options: [String: String]) {
        switch self {
        // Differences from the row above pack better at the least effort than the values do at the usual one (by 7 to
        // 23 per cent on photographs), in a third of the time.
        case .png8, .png16: ("pngsave", ["compression": "1", "filter": "up"])
        case .losslessWebP: ("webpsave", ["lossless": "true", "effort": "\(Self.losslessWebPEffort)"])
        case .webP(let quality): ("webpsave", ["Q": "\(quality)", "smart-subsample": "true"])
        case .jpeg(let quality): ("jpegsave", ["Q": "\(quality)", "subsample-mode": "off", "optimize-coding": "true"])
        case .avif(let quality):
            (
                "heifsave",
                [
                    "Q": "\(quality)", "compression": "av1", "bitdepth": "8", "subsample-mode": "off",
                    "effort": "\(Self.avifEffort)",
                ]
            )
        }
    }

    /// Writes the rows, with their profile, and the tags as XMP.
    /// - Parameter seed: of the dither that 8-bit formats need.
    /// - Throws: `RasterError.cannotWrite`, `.tooLargeForFormat`; what the source throws. The file may be left half
    ///   written.
    package func write(
        _ source: some RowSource, seed: UInt64 = 0, to url: URL, tags: FileTags = FileTags()
    ) throws {
        let form = source.form
        guard max(form.size.width, form.size.height) <= longestSide else {
            throw RasterError.tooLargeForFormat(file: url.lastPathComponent, size: form.size, limit: longestSide)
        }
        let rows = VipsRows(source, depth: depth == 8 ? .bits8(seed: seed) : .bits16)
        let (name, options) = operation
        do {
            try rows.withImage { (image) throws(Vips.Failure) in
                if form.channels > 1 { image.embed(form.colorSpace.profile, as: VIPS_META_ICC_NAME) }
                image.embed(tags)
                try Vips.save(name, image, options.merging(["filename": url.path]) { $1 })
            }
        } catch {
            if let failure = rows.failure { throw failure }
            throw RasterError.cannotWrite(
                file: url.lastPathComponent, reason: error.reason.replacing(url.path, with: url.lastPathComponent))
        }
    }
}

extension Vips.Image {
    /// Adds what a file says of itself. The image must not be shared yet.
    fileprivate func embed(_ tags: FileTags) {
        if let xmp = tags.packets.xmp ?? tags.xmp.map({ Array($0.utf8) }) { embed(xmp, as: VIPS_META_XMP_NAME) }
        if let iptc = tags.packets.iptc { embed(iptc, as: VIPS_META_IPTC_NAME) }
        if let exif = tags.packets.exif {
            embed(exif, as: VIPS_META_EXIF_NAME)
            // The pixels are upright, whatever the camera said.
            vips_image_set_int(pointer, VIPS_META_ORIENTATION, 1)
        }
    }

    fileprivate func embed(_ bytes: [UInt8], as name: String) {
        vips_image_set_blob_copy(pointer, name, bytes, bytes.count)
    }
}

extension Photograph {
    /// Writes the picture as PNG with its own depth and profile. This and the other web formats carry the tags as XMP.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writePNG(to url: URL, tags: FileTags = FileTags()) throws(RasterError) {
        try write(as: depth == 8 ? .png8 : .png16, to: url, tags: tags)
    }

    /// Writes an 8-bit picture as WebP without loss.
    /// - Throws: `RasterError.cannotWrite`, `.tooLargeForFormat`; the file may be left half written.
    public func writeLosslessWebP(to url: URL, tags: FileTags = FileTags()) throws(RasterError) {
        try write(as: .losslessWebP, to: url, tags: tags)
    }

    /// Writes an 8-bit picture as WebP of the given quality, 0…100.
    /// - Throws: `RasterError.cannotWrite`, `.tooLargeForFormat`; the file may be left half written.
    public func writeWebP(to url: URL, quality: Int, tags: FileTags = FileTags()) throws(RasterError) {
        try write(as: .webP(quality: quality), to: url, tags: tags)
    }

    /// Writes an 8-bit picture as JPEG of the given quality, 1…100, with colours at full resolution. Alpha is laid on
    /// black.
    /// - Throws: `RasterError.cannotWrite`, `.tooLargeForFormat`; the file may be left half written.
    public func writeJPEG(to url: URL, quality: Int, tags: FileTags = FileTags()) throws(RasterError) {
        try write(as: .jpeg(quality: quality), to: url, tags: tags)
    }

    private func write(as format: WebImage, to url: URL, tags: FileTags) throws(RasterError) {
        do {
            try format.write(PhotographRows(self), to: url, tags: tags)
        } catch let error as RasterError {
            throw error
        } catch {
            preconditionFailure("pictures in memory have all their rows")
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
