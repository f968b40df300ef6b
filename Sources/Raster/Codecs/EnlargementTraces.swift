import CVips
import Foundation

/// Signs that a picture was enlarged before it came here: what its file's header says, and what its pixels show.
///
/// Programs that enlarge with a network leave their names in the header: in TIFF's and Exif's Software, in XMP's
/// CreatorTool and history, in a PNG's texts. Interpolation leaves a period in the pixels, which moderate compression
/// does not cover. What no program wrote down and no period shows is not found.
public struct EnlargementTraces: Sendable, Equatable {
    /// The program or network that the header names; nil when it names none.
    public let program: String?
    /// How many times the picture was enlarged by interpolation, to hundredths, as its spectrum shows; nil when it
    /// shows nothing.
    public let factor: Double?

    /// What is looked for in texts of small letters and digits alone; the first that is found counts.
    private static var programs: [(pattern: Regex<Substring>, name: String)] {
        [
            (/topaz/, "Topaz"), (/gigapixel/, "Gigapixel"), (/upscayl/, "Upscayl"), (/waifu2x/, "waifu2x"),
            (/realesrgan/, "Real-ESRGAN"), (/esrgan/, "ESRGAN"), (/swinir/, "SwinIR"), (/swin2sr/, "Swin2SR"),
            (/chainner/, "chaiNNer"), (/magnific/, "Magnific"), (/bigjpg/, "Bigjpg"),
            (/letsenhance/, "Let's Enhance"), (/superresolution/, "Super Resolution"),
            (/likeness[0-9]+upscale/, "likeness upscale"),
        ]
    }

    /// - Parameter photograph: the picture in the file at `url`.
    public init(of photograph: Photograph, at url: URL) {
        let texts = Self.texts(of: url).map { text in
            String(text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
        }
        program = Self.programs.first { program in texts.contains { $0.contains(program.pattern) } }?.name
        factor = InterpolationTrace(of: photograph)?.factor
    }

    /// Completes "the picture …"; nil when there are no signs.
    public var words: String? {
        let reasons = [program.map { "its header names \($0)" }, factor.map { _ in "its spectrum shows it" }]
            .compactMap { $0 }
        guard !reasons.isEmpty else { return nil }
        let times = factor.map { factor in
            let tenths = Int((factor * 10).rounded())
            return ", about \(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") times"
        }
        return "was enlarged before\(times ?? "") (\(reasons.joined(separator: "; ")))"
    }

    /// Every text of the header, in no order.
    private static func texts(of url: URL) -> [String] {
        let tags = FileTags(readFrom: url)
        var texts = [tags.software, tags.description].compactMap { $0 }
        if let xmp = tags.packets.xmp { texts.append(String(decoding: xmp, as: UTF8.self)) }
        guard Vips.isReady, let format = ImageFormat(of: url),
            let header = try? Vips.image(format.loader, [:], ["filename": url.path])
        else { return texts }
        return texts + header.texts
    }
}

extension Vips.Image {
    /// The header's fields that hold text.
    fileprivate var texts: [String] {
        guard let fields = vips_image_get_fields(pointer) else { return [] }
        defer { g_strfreev(fields) }
        var (texts, index) = ([String](), 0)
        while let field = fields[index] {
            var text: UnsafePointer<CChar>?
            if vips_image_get_string(pointer, field, &text) == 0, let text {
                texts.append(String(cString: text))
            }
            vips_error_clear()
            index += 1
        }
        return texts
    }
}
