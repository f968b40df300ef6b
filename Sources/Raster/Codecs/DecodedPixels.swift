import CVips

/// The code values of a file as they come out of the decoder, upright, of whatever kind of colour they are.
struct DecodedPixels {
    enum Kind {
        case grey
        case rgb
        case cmyk

        var channels: Int {
            switch self {
            case .grey: 1
            case .rgb: 3
            case .cmyk: 4
            }
        }
    }

    let size: PixelSize
    let kind: Kind
    let hasAlpha: Bool
    let values: Photograph.CodeValues
    /// The embedded ICC profile.
    let profile: [UInt8]?
    /// Bits a channel in the file.
    let fileDepth: Int
    /// How many pictures the file holds, of which this is the first.
    let pages: Int

    var channels: Int { kind.channels + (hasAlpha ? 1 : 0) }

    /// Nil when the header speaks of pixels of another kind.
    static func kind(of image: Vips.Image) -> (kind: Kind, hasAlpha: Bool)? {
        let kind: Kind
        switch image.interpretation {
        case VIPS_INTERPRETATION_B_W, VIPS_INTERPRETATION_GREY16: kind = .grey
        case VIPS_INTERPRETATION_sRGB, VIPS_INTERPRETATION_RGB, VIPS_INTERPRETATION_RGB16, VIPS_INTERPRETATION_scRGB:
            kind = .rgb
        case VIPS_INTERPRETATION_CMYK: kind = .cmyk
        // Floating-point grey has no name of its own.
        case VIPS_INTERPRETATION_MULTIBAND where image.bands <= 2: kind = .grey
        default: return nil
        }
        let extra = image.bands - kind.channels
        return 0...1 ~= extra ? (kind, extra == 1) : nil
    }

    /// Decodes the image; nil when it holds a kind of pixels that is not handled.
    init?(_ image: Vips.Image, structure: FileStructure) throws(Vips.Failure) {
        guard let (kind, hasAlpha) = Self.kind(of: image) else { return nil }
        let (upright, origin) = try Self.upright(image)
        switch upright.format {
        case VIPS_FORMAT_UCHAR: values = .bits8(try upright.pixels(from: origin))
        case VIPS_FORMAT_USHORT: values = .bits16(try upright.pixels(from: origin))
        case VIPS_FORMAT_FLOAT:
            guard let codes = Self.codes(of: try upright.pixels(from: origin)) else { return nil }
            values = .bits16(codes)
        default: return nil
        }
        size = upright.size
        self.kind = kind
        self.hasAlpha = hasAlpha
        profile = image.blob(VIPS_META_ICC_NAME) ?? structure.profile
        fileDepth = structure.depth ?? image.integer("heif-bitdepth") ?? (image.bytesPerValue ?? 1) * 8
        pages = image.pages
    }

    /// Turned as the orientation tag says. A turn reads rows out of order, which a file being decoded cannot give.
    private static func upright(_ image: Vips.Image) throws(Vips.Failure) -> (Vips.Image, Vips.Image.Origin) {
        guard vips_image_get_orientation(image.pointer) != 1 else { return (image, .decoder) }
        return (try Vips.image("autorot", ["in": try image.inMemory()]), .memory)
    }

    /// Floating-point values 0…1 as 16-bit codes; nil when one of them lies outside.
    private static func codes(of values: [Float]) -> [UInt16]? {
        guard values.allSatisfy({ 0...1 ~= $0 }) else { return nil }
        return values.map { UInt16($0 * 65_535 + 0.5) }
    }
}
