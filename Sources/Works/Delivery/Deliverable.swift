import Raster

/// One file of a work: its part, its form and its name.
struct Deliverable: Sendable, Equatable {
    enum Role: String, Sendable {
        case master, image, preview, thumbnail, mask, proof

        /// What `max_bytes` calls it.
        var limited: DeliverableRole? { DeliverableRole(rawValue: rawValue) }
    }

    enum Form: Sendable, Equatable {
        /// 16-bit, tiled, tags.
        case tiff16(TIFFLayout)
        case web(WebImage)
    }

    var role: Role
    var form: Form
    /// The longest side in pixels; nil for the picture's own size.
    var longSide: Int?
    /// Whether the colours are converted to sRGB; else the picture's own profile is embedded.
    var isSRGB = false
    /// The most bytes that the file may take.
    var maxBytes: Int?
    /// Why the file is not what the recipe asks for.
    var note: String?

    var file: String { "\(role.rawValue).\(form.ending)" }
    var mediaType: String { form.mediaType }
    var depth: Int { form.depth }
}

extension Deliverable.Form {
    var ending: String {
        switch self {
        case .tiff16: "tif"
        case .web(.png8), .web(.png16): "png"
        case .web(.losslessWebP), .web(.webP): "webp"
        case .web(.jpeg): "jpg"
        case .web(.avif): "avif"
        }
    }

    var mediaType: String {
        switch self {
        case .tiff16: "image/tiff"
        case .web(.png8), .web(.png16): "image/png"
        case .web(.losslessWebP), .web(.webP): "image/webp"
        case .web(.jpeg): "image/jpeg"
        case .web(.avif): "image/avif"
        }
    }

    var depth: Int {
        switch self {
        case .tiff16: 16
        case .web(let image): image.depth
        }
    }
}

extension Deliverable {
    /// Pixels above which libwebp's lossless encoder, which takes about 20 bytes for each, would need over 1.5 GB.
    static let largestWebPArea = 80_000_000

    private static let preview = Deliverable(
        role: .preview, form: .web(.jpeg(quality: 90)), longSide: 2048, isSRGB: true)
    private static let thumbnail = Deliverable(
        role: .thumbnail, form: .web(.webP(quality: 85)), longSide: 512, isSRGB: true)
    private static let avifQuality = 90
    /// The picture as a device shows it, in the picture's own colours.
    static let proof = Deliverable(
        role: .proof, form: .web(.jpeg(quality: 95)), longSide: WebImage.jpeg(quality: 95).longestSide)

    /// The files of a work whose picture has the given size, the slowest first, so that the quick ones are written
    /// beside it.
    static func all(for recipe: Recipe, size: PixelSize) -> [Deliverable] {
        let layout = TIFFLayout(compression: recipe.masterCompression, hasPyramid: recipe.masterPyramid)
        let files: [Deliverable] =
            switch recipe.outputFormat {
            case .tiff: [image(recipe.imageFormat, size), Deliverable(role: .master, form: .tiff16(layout))]
            case .png: [image(recipe.imageFormat, size), Deliverable(role: .master, form: .web(.png16))]
            case .webp: [image(.webp, size)]
            case .jpeg: [Deliverable(role: .image, form: .web(.jpeg(quality: 95)))]
            }
        return (files + [preview, thumbnail]).map { file in
            var file = file
            file.maxBytes = file.role.limited.flatMap { recipe.maxBytes[$0] }
            return file
        }
    }

    /// The web image, in another form where the one that is asked for cannot hold the picture.
    private static func image(_ format: Recipe.ImageFormat, _ size: PixelSize) -> Deliverable {
        let wanted: WebImage =
            switch format {
            case .webp: .losslessWebP
            case .png: .png8
            case .png16: .png16
            case .avif: .avif(quality: avifQuality)
            }
        var image = Deliverable(role: .image, form: .web(wanted))
        if max(size.width, size.height) > wanted.longestSide {
            image.form = .web(.png8)
            image.note = "PNG in place of \(format.title), which ends at \(wanted.longestSide) pixels a side"
        } else if format == .webp, size.area > largestWebPArea {
            image.form = .web(.png8)
            image.note =
                "PNG in place of WebP, whose encoder would take over \(size.area / 50_000_000) GB of memory for \(size)"
        }
        return image
    }
}

extension Recipe.OutputFormat {
    /// Whether the picture that is sold stands beside a web image, which is then a copy of it.
    var hasMaster: Bool { self == .tiff || self == .png }
}

extension Recipe.ImageFormat {
    fileprivate var title: String {
        switch self {
        case .webp: "WebP"
        case .png, .png16: "PNG"
        case .avif: "AVIF"
        }
    }
}
