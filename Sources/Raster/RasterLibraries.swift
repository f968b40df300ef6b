import CDeflate
import CLCMS
import CLibTIFF
import CVips

/// The system libraries behind this room, as they are found when the program runs.
public enum RasterLibraries {
    public struct Library: Sendable, Hashable {
        public let name: String
        public let version: String
    }

    public static var all: [Library] {
        let lcms = cmsGetEncodedCMMversion()
        return [
            Library(name: "libvips", version: String(cString: vips_version_string())),
            Library(name: "Little CMS", version: "\(lcms / 1000).\(lcms % 1000 / 10)"),
            Library(name: "libtiff", version: tiffVersion),
            Library(name: "libdeflate", version: LIBDEFLATE_VERSION_STRING),
        ]
    }

    /// The formats that this build of libvips can decode.
    public static var readableFormats: [ImageFormat] {
        guard Vips.isReady else { return [] }
        return ImageFormat.allCases.filter { vips_type_find("VipsOperation", $0.loader) != 0 }
    }

    /// The number in "LIBTIFF, Version 4.5.0" and more lines.
    private static var tiffVersion: String {
        let text = String(cString: TIFFGetVersion())
        return text.split(whereSeparator: \.isWhitespace).first { $0.first?.isNumber ?? false }.map(String.init) ?? text
    }
}
