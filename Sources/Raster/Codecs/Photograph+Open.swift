import Foundation

extension Photograph {
    /// Reads a picture file: JPEG, PNG, TIFF (the first page), WebP, and AVIF or HEIC where libvips has them.
    ///
    /// The header is held against `limits` before a pixel is decoded. The orientation tag is applied. RGB files with a
    /// matrix profile, or with none, keep their code values; grey without a profile keeps them in three channels.
    /// Grey with a profile becomes sRGB, CMYK and table profiles become `ColorSpace.adobeRGB`, both in 16 bits.
    /// Floating-point values count as codes when they lie in 0…1.
    /// - Throws: `RasterError` that names the file.
    public static func open(_ url: URL, limits: DecodingLimits = .standard) throws(RasterError) -> Photograph {
        let file = url.lastPathComponent
        try check(url)
        guard Vips.isReady, let format = ImageFormat(of: url) else { throw .unknownFormat(file: file) }
        if format == .tiff, TIFFExtent(of: url)?.isWhole != true {
            throw .damaged(file: file, reason: "it ends before what its directory points to")
        }
        if format == .jpeg, JPEGExtent(of: url)?.isWhole != true {
            throw .damaged(file: file, reason: "it ends before its end-of-image marker")
        }
        let decoded: DecodedPixels?
        do {
            let options = ["filename": url.path, "fail_on": "error", "access": "sequential"]
            let header = try Vips.image(format.loader, [:], options)
            try check(header, against: limits, file: file)
            decoded = try DecodedPixels(header)
        } catch let error as RasterError {
            throw error
        } catch let failure as Vips.Failure {
            throw .damaged(file: file, reason: failure.reason.replacing(url.path, with: file))
        } catch {
            throw .damaged(file: file, reason: "\(error)")
        }
        guard let decoded else { throw .unsupported(file: file, kind: "floating-point values outside 0…1") }
        return try Photograph(decoded, file: file)
    }

    /// The size that a picture's header tells, before its orientation is applied; no pixel is decoded.
    /// - Throws: `RasterError` as `open`, as far as the header shows it.
    public static func size(of url: URL, limits: DecodingLimits = .standard) throws(RasterError) -> PixelSize {
        let file = url.lastPathComponent
        try check(url)
        guard Vips.isReady, let format = ImageFormat(of: url) else { throw .unknownFormat(file: file) }
        do {
            let header = try Vips.image(
                format.loader, [:], ["filename": url.path, "fail_on": "error", "access": "sequential"])
            try check(header, against: limits, file: file)
            return header.size
        } catch let error as RasterError {
            throw error
        } catch let failure as Vips.Failure {
            throw .damaged(file: file, reason: failure.reason.replacing(url.path, with: file))
        } catch {
            throw .damaged(file: file, reason: "\(error)")
        }
    }

    private static func check(_ url: URL) throws(RasterError) {
        let file = url.lastPathComponent
        var status = stat()
        guard stat(url.path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .missing(file: file) }
            throw .unreadable(file: file, reason: String(cString: strerror(errno)).lowercased())
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: file) }
        guard status.st_size > 0 else { throw .empty(file: file) }
        guard access(url.path, R_OK) == 0 else {
            throw .unreadable(file: file, reason: String(cString: strerror(errno)).lowercased())
        }
    }

    private static func check(_ header: Vips.Image, against limits: DecodingLimits, file: String) throws(RasterError) {
        let size = header.size
        guard size.area <= limits.megapixels * 1_000_000 else {
            throw .tooManyPixels(file: file, size: size, limit: limits.megapixels)
        }
        guard let bytesPerValue = header.bytesPerValue else {
            throw .unsupported(file: file, kind: "neither 8-bit nor 16-bit nor 32-bit floating-point values")
        }
        let bytes = size.area * header.bands * bytesPerValue
        guard bytes <= limits.decodedBytes else {
            throw .tooManyBytes(file: file, bytes: bytes, limit: limits.decodedBytes)
        }
        guard DecodedPixels.kind(of: header) != nil else {
            throw .unsupported(file: file, kind: "\(header.bands) channels that are not grey, RGB or CMYK")
        }
    }
}
