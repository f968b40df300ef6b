import CVips
import Foundation

extension Photograph {
    /// Reads a picture file: JPEG, PNG, TIFF, WebP, and AVIF or HEIC where libvips has them.
    ///
    /// The header is held against `limits` before a pixel is decoded. The orientation tag is applied. RGB files with a
    /// matrix profile, or none, keep their code values; grey, CMYK and table profiles are converted to sRGB.
    /// - Throws: `RasterError` that names the file.
    public static func open(_ url: URL, limits: DecodingLimits = .standard) throws(RasterError) -> Photograph {
        let file = url.lastPathComponent
        try check(url)
        do {
            guard Vips.isReady, let loader = vips_foreign_find_load(url.path),
                let nickname = vips_nickname_find(g_type_from_name(loader))
            else {
                _ = Vips.failure()
                throw RasterError.unknownFormat(file: file)
            }
            let options = ["filename": url.path, "fail_on": "truncated", "access": "sequential"]
            let header = try Vips.image(String(cString: nickname), [:], options)
            try check(header, against: limits, file: file)
            return try decode(header, file: file)
        } catch let error as RasterError {
            throw error
        } catch let failure as Vips.Failure {
            throw .damaged(file: file, reason: failure.reason)
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
        let bytes = size.area * header.bands * (header.format == VIPS_FORMAT_UCHAR ? 1 : 2)
        guard bytes <= limits.decodedBytes else {
            throw .tooManyBytes(file: file, bytes: bytes, limit: limits.decodedBytes)
        }
        guard header.format == VIPS_FORMAT_UCHAR || header.format == VIPS_FORMAT_USHORT else {
            throw .unsupported(file: file, kind: "neither 8-bit nor 16-bit values")
        }
    }

    private static func decode(_ header: Vips.Image, file: String) throws -> Photograph {
        let upright = try Vips.image("autorot", ["in": header])
        let profile = upright.blob(VIPS_META_ICC_NAME)
        let isRGB =
            [VIPS_INTERPRETATION_sRGB, VIPS_INTERPRETATION_RGB, VIPS_INTERPRETATION_RGB16]
            .contains(upright.interpretation) && (3...4).contains(upright.bands)
        if isRGB {
            guard let profile else { return try photograph(of: upright, space: .sRGB, origin: .assumed) }
            if let space = ColorSpace(profile: profile) {
                return try photograph(of: upright, space: space, origin: .embedded)
            }
        }
        let depth = upright.format == VIPS_FORMAT_USHORT ? "16" : "8"
        let kind = name(of: upright.interpretation)
        let converted: Vips.Image
        if profile != nil || upright.interpretation == VIPS_INTERPRETATION_CMYK {
            converted = try Vips.image(
                "icc_transform", ["in": upright],
                ["output-profile": "srgb", "embedded": "true", "depth": depth, "intent": "relative"])
        } else {
            converted = try Vips.image(
                "colourspace", ["in": upright], ["space": depth == "16" ? "rgb16" : "srgb"])
        }
        guard (3...4).contains(converted.bands),
            converted.format == VIPS_FORMAT_UCHAR || converted.format == VIPS_FORMAT_USHORT
        else { throw RasterError.unsupported(file: file, kind: "a kind of colour that has no RGB form here") }
        return try photograph(of: converted, space: .sRGB, origin: .converted(from: kind))
    }

    /// Decodes into memory of our own.
    private static func photograph(
        of image: Vips.Image, space: ColorSpace, origin: ProfileOrigin
    ) throws(Vips.Failure) -> Photograph {
        var bytes = 0
        guard let memory = vips_image_write_to_memory(image.pointer, &bytes) else { throw Vips.failure() }
        defer { g_free(memory) }
        let raw = UnsafeRawBufferPointer(start: memory, count: bytes)
        let values: CodeValues =
            image.format == VIPS_FORMAT_USHORT
            ? .bits16(Array(raw.bindMemory(to: UInt16.self))) : .bits8(Array(raw.bindMemory(to: UInt8.self)))
        return Photograph(
            size: image.size, channels: image.bands, values: values, colorSpace: space, profileOrigin: origin)
    }

    private static func name(of interpretation: VipsInterpretation) -> String {
        switch interpretation {
        case VIPS_INTERPRETATION_CMYK: "CMYK"
        case VIPS_INTERPRETATION_B_W, VIPS_INTERPRETATION_GREY16: "grey"
        case VIPS_INTERPRETATION_LAB, VIPS_INTERPRETATION_LABS, VIPS_INTERPRETATION_LABQ: "Lab"
        default: "a table profile"
        }
    }
}
