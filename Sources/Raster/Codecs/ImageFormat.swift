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
        let found = vips_foreign_find_load(url.path).map { String(cString: $0) }
        if found == nil { vips_error_clear() }
        if let format = Self.allCases.first(where: { found == $0.loaderType }) {
            self = format
        } else {
            // A file that is cut short is still one of its format: its loader says what is missing.
            self.init(signatureOf: url)
        }
    }

    private init?(signatureOf url: URL) {
        guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? handle.close() }
        let bytes = [UInt8]((try? handle.read(upToCount: 12)) ?? Data())
        let has = { (text: [UInt8], place: Int) in bytes.dropFirst(place).starts(with: text) }
        if has([0x49, 0x49, 0x2A, 0], 0) || has([0x4D, 0x4D, 0, 0x2A], 0) {
            self = .tiff
        } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0) {
            self = .png
        } else if has([0xFF, 0xD8, 0xFF], 0) {
            self = .jpeg
        } else if has(Array("RIFF".utf8), 0), has(Array("WEBP".utf8), 8) {
            self = .webP
        } else {
            return nil
        }
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
