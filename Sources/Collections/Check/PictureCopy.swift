import Foundation
import Provenance
import Raster
import Works

/// One picture's way into the folder of copies.
struct PictureCopy: Sendable {
    var picture: CheckedPicture
    var original: URL
    /// Relative to the folder.
    var to: String
    var limits: DecodingLimits

    /// Blocks.
    /// - Throws: `RepairError.changed`, `RasterError`, `MetadataError`, `WorkError.cannotWrite`.
    func write(into folder: URL) throws -> InputRepair.Copy {
        let destination = folder.appending(path: to)
        let name = destination.lastPathComponent
        guard let figures = picture.figures, try Digest(ofFile: original).hexadecimal == figures.sha256 else {
            throw RepairError.changed(file: original.lastPathComponent)
        }
        do {
            try FileManager.default.createDirectory(
                at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
            if !figures.needsConversion {
                // A link is followed: the copy stands alone.
                try FileManager.default.copyItem(at: original.resolvingSymlinksInPath(), to: destination)
            }
        } catch {
            throw WorkError.cannotWrite(file: name, reason: "the picture cannot be copied")
        }
        if figures.needsConversion { try convert(to: destination) }
        return InputRepair.Copy(
            role: picture.role, from: picture.file, to: to, changes: changes(figures), fromSha256: figures.sha256,
            sha256: try Digest(ofFile: destination).hexadecimal)
    }

    /// Upright, with the profile that it is read in, lossless and in its own depth.
    private func convert(to destination: URL) throws {
        let photograph = try Photograph.open(original, limits: limits)
        let format: WebImage = photograph.depth == 16 ? .png16 : .png8
        try format.write(PhotographRows(photograph), to: destination)
        // What the file says of its maker, and that a model made it, goes along.
        if let metadata = (try? MetadataHomes(of: original))?.combined, metadata != Metadata() {
            try MetadataFile.write(metadata, to: destination)
        }
    }

    private func changes(_ figures: PictureFigures) -> [String] {
        var changes: [String] = []
        if original.lastPathComponent != RepairPlaces.name(of: to) { changes.append("renamed") }
        guard figures.needsConversion else { return changes }
        if figures.isTurned { changes.append("turned upright") }
        switch figures.profile.origin {
        case "embedded": break
        case "assumed": changes.append("tagged as \(figures.profile.name)")
        default: changes.append("\(figures.profile.origin) to \(figures.profile.name)")
        }
        return changes + ["saved as PNG"]
    }
}
