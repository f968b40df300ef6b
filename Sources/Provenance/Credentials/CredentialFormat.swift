import Foundation

/// A picture format that carries credentials, by its media type.
public enum CredentialFormat: String, Sendable, CaseIterable {
    case tiff = "image/tiff"
    case png = "image/png"
    case webp = "image/webp"
    case jpeg = "image/jpeg"
    case avif = "image/avif"
    case heic = "image/heic"

    /// Tells the format from a file's first bytes: names lie.
    /// - Throws: `CredentialError.unreadable` or `.unknownFormat`.
    public init(of file: URL) throws(CredentialError) {
        var start = Data()
        // A pipe would hold us up for ever.
        guard file.isRegularFile ?? true else { throw .unknownFormat(file: file.lastPathComponent) }
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            start = try handle.read(upToCount: 32) ?? Data()
        } catch {
            throw .unreadable(file: file.lastPathComponent, reason: error.reason)
        }
        guard let format = Self(startingWith: [UInt8](start)) else {
            throw .unknownFormat(file: file.lastPathComponent)
        }
        self = format
    }

    init?(startingWith bytes: [UInt8]) {
        func holds(_ text: String, at offset: Int) -> Bool {
            bytes.dropFirst(offset).starts(with: Array(text.utf8))
        }
        if bytes.starts(with: [0x49, 0x49, 42, 0]) || bytes.starts(with: [0x49, 0x49, 43, 0])
            || bytes.starts(with: [0x4D, 0x4D, 0, 42]) || bytes.starts(with: [0x4D, 0x4D, 0, 43])
        {
            self = .tiff
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if holds("RIFF", at: 0), holds("WEBP", at: 8) {
            self = .webp
        } else if holds("ftyp", at: 4) {
            if holds("avi", at: 8) {
                self = .avif
            } else if holds("hei", at: 8) || holds("hev", at: 8) || holds("mif1", at: 8) {
                // `mif1` is also how some AVIF files begin: their second brand tells.
                self = holds("mif1", at: 8) && (holds("avif", at: 16) || holds("avif", at: 20)) ? .avif : .heic
            } else {
                return nil
            }
        } else {
            return nil
        }
    }
}
