import CDeflate
import CISAL
import CLCMS
import CLibTIFF
import CVips

/// The system libraries behind this room, as they are found when the program runs.
public enum RasterLibraries {
    public struct Library: Sendable, Hashable {
        public let name: String
        public let version: String
        /// The oldest version that is known to work: Debian 12's.
        public let least: String
        public let purpose: String
        /// Debian's package.
        public let package: String

        /// Whether the version is `least` or newer.
        public var isSufficient: Bool {
            let numbers = { (text: String) in text.split(separator: ".").map { Int($0) ?? 0 } }
            return !numbers(version).lexicographicallyPrecedes(numbers(least))
        }
    }

    public static var all: [Library] {
        let lcms = cmsGetEncodedCMMversion()
        return [
            Library(
                name: "libvips", version: String(cString: vips_version_string()), least: "8.14",
                purpose: "decodes, encodes WebP, JPEG and PNG", package: "libvips-dev"),
            Library(
                name: "Little CMS", version: "\(lcms / 1000).\(lcms % 1000 / 10)", least: "2.14",
                purpose: "reads colour profiles and converts through them", package: "liblcms2-dev"),
            Library(
                name: "libtiff", version: tiffVersion, least: "4.5", purpose: "writes the master",
                package: "libtiff-dev"),
            Library(
                name: "ISA-L", version: "\(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION)", least: "2.30",
                purpose: "compresses the master", package: "libisal-dev"),
            Library(
                name: "libdeflate", version: LIBDEFLATE_VERSION_STRING, least: "1.14",
                purpose: "compresses the master where space counts most", package: "libdeflate-dev"),
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
