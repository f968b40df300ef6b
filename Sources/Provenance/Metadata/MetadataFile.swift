import Foundation

/// Writes metadata into picture files that exist already.
public enum MetadataFile {
    private static let blockBytes = 1 << 20

    /// Puts the metadata into every home that the file's format has, in place of what these held. Pixels, colour
    /// profile and all else stay as they are, byte for byte; so do orientation and print resolution.
    ///
    /// The new file is written beside the old one and takes its place by one rename. Memory does not grow with the
    /// picture. JPEG, PNG and WebP are written; TIFF and AVIF take their metadata while they are encoded (`TIFFTags`,
    /// `AVIFPackets`).
    /// - Throws: `MetadataError`; the old file then stands as it was.
    public static func write(_ metadata: Metadata, to url: URL) throws(MetadataError) {
        let metadata = try metadata.tidied()
        // A link stays a link: the file that it leads to is replaced.
        let url = url.resolvingSymlinksInPath()
        let name = url.lastPathComponent
        let source = try FileBytes(url)
        let container: any RewritableContainer
        switch MetadataFormat(of: source) {
        case .jpeg: container = try JPEGContainer(source, file: name)
        case .png: container = try PNGContainer(source, file: name)
        case .webp: container = try WebPContainer(source, file: name)
        case .tiff: throw .notRewritten(file: name, format: "TIFF")
        case .avif: throw .notRewritten(file: name, format: "AVIF")
        case nil: throw .unknownFormat(file: name)
        }
        try replace(url, with: try container.rewritten(with: metadata), of: source)
    }

    private static func replace(_ url: URL, with pieces: [Piece], of source: FileBytes) throws(MetadataError) {
        let name = url.lastPathComponent
        var template = Array("\(url.deletingLastPathComponent().path)/.\(name).likeness-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .cannotWrite(file: name, reason: String(cString: strerror(errno))) }
        var isPlaced = false
        defer {
            close(descriptor)
            if !isPlaced { unlink(template) }
        }
        for piece in pieces {
            switch piece {
            case .new(let bytes): try write(bytes, to: descriptor, name: name)
            case .copied(let range):
                for start in stride(from: range.lowerBound, to: range.upperBound, by: blockBytes) {
                    guard let bytes = source.bytes(at: start, count: min(blockBytes, range.upperBound - start)) else {
                        throw .unreadable(file: name, reason: "it changed while it was read")
                    }
                    try write(bytes, to: descriptor, name: name)
                }
            }
        }
        guard fchmod(descriptor, source.permissions) == 0, fsync(descriptor) == 0, rename(template, url.path) == 0
        else {
            throw .cannotWrite(file: name, reason: String(cString: strerror(errno)))
        }
        isPlaced = true
    }

    private static func write(_ bytes: [UInt8], to descriptor: CInt, name: String) throws(MetadataError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(descriptor, $0 + written, buffer.count - written) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .cannotWrite(file: name, reason: String(cString: strerror(errno))) }
            written += count
        }
    }
}
