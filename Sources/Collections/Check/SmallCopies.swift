import Foundation
import Provenance
import Raster

/// Small JPEGs of pictures in a folder, for a report to show, each once and named by its picture's digest.
package struct SmallCopies: Sendable {
    /// Pixels of the longer side: what a report's column shows at twice the density.
    private static let side = 320
    private static let quality = 78

    let folder: URL

    package init(in folder: URL) { self.folder = folder }

    static func name(of sha256: String) -> String { "\(sha256.prefix(24)).jpg" }

    /// - Throws: `RasterError.cannotWrite`.
    func write(_ photograph: Photograph, named digest: Digest) throws {
        let file = folder.appending(path: Self.name(of: digest.hexadecimal))
        let size = photograph.size
        let scale = min(1, Double(Self.side) / Double(max(size.width, size.height)))
        let small = PixelSize(
            width: max(1, Int((Double(size.width) * scale).rounded())),
            height: max(1, Int((Double(size.height) * scale).rounded())))
        let copy = try Photograph(squeezing: PhotographRows(photograph), to: small)
        // By rename: two looks at equal files may write at once.
        let draft = folder.appending(path: ".\(UUID().uuidString).jpg")
        defer { unlink(draft.path) }
        try WebImage.jpeg(quality: Self.quality).write(PhotographRows(copy), to: draft)
        guard rename(draft.path, file.path) == 0 else {
            throw RasterError.cannotWrite(
                file: file.lastPathComponent, reason: String(cString: strerror(errno)).lowercased())
        }
    }
}
