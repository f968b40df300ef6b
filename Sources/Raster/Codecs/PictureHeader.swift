import CVips
import Foundation

/// What a picture file says before its pixels are decoded, and the decoder settles without a trace.
package struct PictureHeader: Sendable, Equatable {
    package let format: ImageFormat
    /// 1: upright; 2…8 as in TIFF 6.0, tag 274.
    package let orientation: Int
    /// Whether Exif says that the colours are Adobe RGB's, as cameras do without embedding the profile (DCF 2.0 §3.3:
    /// the interoperability index R03). That they are "uncalibrated" alone says nothing: tools write that by default.
    package let claimsAdobeRGB: Bool

    /// Nil for files that are no pictures.
    package init?(of url: URL) {
        guard Vips.isReady, let format = ImageFormat(of: url),
            let header = try? Vips.image(format.loader, [:], ["filename": url.path])
        else { return nil }
        self.format = format
        orientation = Int(vips_image_get_orientation(header.pointer))
        claimsAdobeRGB = header.exif("ifd4-InteroperabilityIndex")?.hasPrefix("R03") == true
    }
}

extension ImageFormat {
    /// What the names of such files end in, the usual ending first.
    package var endings: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .png: ["png"]
        case .tiff: ["tif", "tiff"]
        case .webP: ["webp"]
        case .heif: ["heic", "heif", "avif"]
        }
    }
}

extension Vips.Image {
    /// An Exif value as libvips hands it over: `R03 (R03, ASCII, 4 components, 4 bytes)`.
    fileprivate func exif(_ field: String) -> String? {
        var text: UnsafePointer<CChar>?
        guard vips_image_get_typeof(pointer, "exif-\(field)") != 0,
            vips_image_get_string(pointer, "exif-\(field)", &text) == 0, let text
        else {
            vips_error_clear()
            return nil
        }
        return String(cString: text)
    }
}
