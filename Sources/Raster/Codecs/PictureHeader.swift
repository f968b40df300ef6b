import CVips
import Foundation

/// What a picture file says before its pixels are decoded, and the decoder settles without a trace.
package struct PictureHeader: Sendable, Equatable {
    /// What Exif calls the colours of a file without a profile.
    package enum ColorClaim: String, Sendable {
        case sRGB
        /// Another space than sRGB, which Exif cannot name; cameras mean Adobe RGB by it (DCF 2.0 §3.1).
        case uncalibrated
    }

    package let format: ImageFormat
    /// 1: upright; 2…8 as in TIFF 6.0, tag 274.
    package let orientation: Int
    /// Nil where Exif says nothing.
    package let colorClaim: ColorClaim?

    /// Nil for files that are no pictures.
    package init?(of url: URL) {
        guard Vips.isReady, let format = ImageFormat(of: url),
            let header = try? Vips.image(format.loader, [:], ["filename": url.path])
        else { return nil }
        self.format = format
        orientation = Int(vips_image_get_orientation(header.pointer))
        colorClaim = header.colorClaim
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
    /// Exif's tag 0xA001; libvips hands it over as `65535 (Uncalibrated, Short, 1 components, 2 bytes)`.
    fileprivate var colorClaim: PictureHeader.ColorClaim? {
        var text: UnsafePointer<CChar>?
        guard vips_image_get_typeof(pointer, "exif-ifd2-ColorSpace") != 0,
            vips_image_get_string(pointer, "exif-ifd2-ColorSpace", &text) == 0, let text
        else {
            vips_error_clear()
            return nil
        }
        let digits = String(cString: text).prefix { $0.isASCII && $0.isNumber }
        return Int(digits).map { $0 == 1 ? .sRGB : .uncalibrated }
    }
}
