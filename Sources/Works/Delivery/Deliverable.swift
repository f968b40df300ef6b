import Raster

/// One file of a work: its part, its form and its name.
struct Deliverable: Sendable, Equatable {
    enum Role: String, Sendable {
        case master, image, preview, thumbnail, mask
    }

    enum Form: Sendable, Equatable {
        /// 16-bit, Deflate with predictor, tags.
        case tiff16
        case png16, png8
        case losslessWebP
        /// 8-bit, 4:4:4, of the given quality 1…100.
        case jpeg(quality: Int)
        /// 8-bit, of the given quality 0…100.
        case webP(quality: Int)
    }

    var role: Role
    var form: Form
    /// The longest side in pixels; nil for the picture's own size.
    var longSide: Int?
    /// Whether the colours are converted to sRGB; else the picture's own profile is embedded.
    var isSRGB = false
    /// Why the file is not what the recipe asks for.
    var note: String?

    var file: String {
        switch form {
        case .tiff16: "\(role.rawValue).tif"
        case .png16, .png8: "\(role.rawValue).png"
        case .losslessWebP, .webP: "\(role.rawValue).webp"
        case .jpeg: "\(role.rawValue).jpg"
        }
    }

    var mediaType: String {
        switch form {
        case .tiff16: "image/tiff"
        case .png16, .png8: "image/png"
        case .losslessWebP, .webP: "image/webp"
        case .jpeg: "image/jpeg"
        }
    }

    /// Whether the file holds the picture in its own size and colours, in 8 bits.
    var isWholeIn8Bits: Bool { role != .mask && depth == 8 && longSide == nil && !isSRGB }

    var depth: Int {
        switch form {
        case .tiff16, .png16: 16
        case .png8, .losslessWebP, .jpeg, .webP: 8
        }
    }
}

extension Deliverable {
    /// WebP's container counts sides in 14 bits (RFC 9649 §3.4).
    static let largestWebPSide = 16_383
    /// JPEG's frame header counts sides in 16 bits.
    static let largestJPEGSide = 65_535

    private static let preview = Deliverable(
        role: .preview, form: .jpeg(quality: 90), longSide: 2048, isSRGB: true)
    private static let thumbnail = Deliverable(
        role: .thumbnail, form: .webP(quality: 85), longSide: 512, isSRGB: true)

    /// The files of a work whose picture has the given size, the slowest first, so that the quick ones are written
    /// beside it.
    static func all(for format: Recipe.OutputFormat, size: PixelSize) -> [Deliverable] {
        var image = Deliverable(role: .image, form: .losslessWebP)
        if max(size.width, size.height) > largestWebPSide {
            image.form = .png8
            image.note = "PNG in place of WebP, which ends at \(largestWebPSide) pixels a side"
        }
        return switch format {
        case .tiff: [image, Deliverable(role: .master, form: .tiff16), preview, thumbnail]
        case .png: [image, Deliverable(role: .master, form: .png16), preview, thumbnail]
        case .webp: [image, preview, thumbnail]
        case .jpeg: [Deliverable(role: .image, form: .jpeg(quality: 95)), preview, thumbnail]
        }
    }
}
