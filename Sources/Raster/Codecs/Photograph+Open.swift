import CVips
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
        let structure = try FileStructure(of: url, format: format)
        let header = try header(of: url, format: format, strictness: structure.strictness, limits: limits)
        let decoded = try reading(url, or: "its pixels cannot all be read") { () throws(Vips.Failure) in
            try DecodedPixels(header, structure: structure)
        }
        guard let decoded else { throw .unsupported(file: file, kind: "floating-point values outside 0…1") }
        var photograph = try Photograph(decoded, file: file)
        photograph.fileDepth = decoded.fileDepth
        photograph.remarks = decoded.remarks
        return photograph
    }

    /// The size that a picture's header tells, before its orientation is applied; no pixel is decoded.
    /// - Throws: `RasterError` as `open`, as far as the header shows it.
    public static func size(of url: URL, limits: DecodingLimits = .standard) throws(RasterError) -> PixelSize {
        try check(url)
        guard Vips.isReady, let format = ImageFormat(of: url) else {
            throw .unknownFormat(file: url.lastPathComponent)
        }
        return try header(of: url, format: format, strictness: .error, limits: limits).size
    }

    /// The file as libvips opens it, held against the limits; no pixel is decoded.
    private static func header(
        of url: URL, format: ImageFormat, strictness: FileStructure.Strictness, limits: DecodingLimits
    ) throws(RasterError) -> Vips.Image {
        // What was only warned of in another file would stand before this one's reason.
        vips_error_clear()
        let options = ["filename": url.path, "fail_on": strictness.rawValue, "access": "sequential"]
        let header = try reading(url, or: "its header cannot be read") { () throws(Vips.Failure) in
            try Vips.image(format.loader, [:], options)
        }
        try check(header, against: limits, file: url.lastPathComponent)
        return header
    }

    /// What libvips cannot read of a file is damaged.
    /// - Parameter words: what failed, in our own words; the library's follow for those who know them.
    private static func reading<Result>(
        _ url: URL, or words: String, _ read: () throws(Vips.Failure) -> Result
    ) throws(RasterError) -> Result {
        do {
            return try read()
        } catch {
            let file = url.lastPathComponent
            // libtiff counts lines without a sign: this one stands for none.
            let reason = error.reason.replacing(url.path, with: file).replacing(" at scanline 4294967295", with: "")
            throw .damaged(file: file, reason: "\(words) (\(reason))")
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
        let lab = [VIPS_INTERPRETATION_LAB, VIPS_INTERPRETATION_LABQ, VIPS_INTERPRETATION_LABS]
        if lab.contains(header.interpretation) {
            throw .unsupported(file: file, kind: "CIELAB colours")
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

extension DecodedPixels {
    /// What was assumed or left out, each completing "the picture …".
    fileprivate var remarks: [String] {
        var remarks: [String] = []
        if kind == .cmyk, profile == nil {
            remarks.append("has no colour profile: its inks are taken for those of libvips' generic CMYK profile")
        }
        if pages > 1 { remarks.append("holds \(pages) pictures, of which the first is taken") }
        return remarks
    }
}
