import CVips
import Foundation

/// The file formats that are read. libvips could read more, through libraries that no photograph needs and that were
/// never written for files from strangers.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"
    case tiff = "TIFF"
    case webP = "WebP"
    /// AVIF and HEIC.
    case heif = "HEIF"

    /// What the file's first bytes say, whatever its name ends in; nil for every other format.
    init?(of url: URL) {
        guard let found = vips_foreign_find_load(url.path) else {
            vips_error_clear()
            return nil
        }
        let loader = String(cString: found)
        guard let format = Self.allCases.first(where: { loader == $0.loaderType }) else { return nil }
        self = format
    }

    /// libvips' name for the operation that loads the format.
    var loader: String {
        switch self {
        case .jpeg: "jpegload"
        case .png: "pngload"
        case .tiff: "tiffload"
        case .webP: "webpload"
        case .heif: "heifload"
        }
    }

    /// libvips' name for the type of that operation.
    private var loaderType: String {
        switch self {
        case .jpeg: "VipsForeignLoadJpegFile"
        case .png: "VipsForeignLoadPngFile"
        case .tiff: "VipsForeignLoadTiffFile"
        case .webP: "VipsForeignLoadWebpFile"
        case .heif: "VipsForeignLoadHeifFile"
        }
    }
}
