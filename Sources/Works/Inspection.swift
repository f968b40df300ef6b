import Faces
import Foundation
import Provenance
import Raster

/// What `inspect` tells of a picture: what the file is and whose faces are in it.
public struct Inspection: Sendable {
    /// As a work's record would have it; no face is chosen.
    public var input: WorkRecord.Input
    private let url: URL
    private let photograph: Photograph
    private let faces: [Face]

    /// - Throws: `RasterError` when the picture cannot be read; what the finder throws.
    public init(of url: URL, limits: DecodingLimits = .standard, finder: any FaceFinder) throws {
        self.url = url
        photograph = try Photograph.open(url, limits: limits)
        faces = try finder.analyse(photograph)
        let file = Composer.Input(
            photograph: photograph, file: url.lastPathComponent,
            bytes: try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0, digest: try Digest(ofFile: url),
            faces: faces)
        input = file.record
    }

    /// Whether a drawing of a picture may be written there. Cheap; asked before models are loaded.
    /// - Throws: `WorkError`.
    public static func check(
        drawing destination: URL, of picture: URL, replacing: Bool = false
    ) throws(WorkError) {
        guard destination.resolvingSymlinksInPath() != picture.resolvingSymlinksInPath() else {
            throw .outputIsInput(name: destination.lastPathComponent)
        }
        try OutputFile.check(drawing: destination)
        try StagedFile.check(destination.absoluteURL.standardizedFileURL, replacing: replacing)
    }

    /// Writes the picture as PNG with boxes, 68 points and index labels drawn over it.
    /// - Parameter replacing: whether a file that stands there may go; the picture itself never may.
    /// - Throws: `WorkError`, `RasterError`; nothing is left behind then.
    public func draw(to destination: URL, replacing: Bool = false) async throws {
        try Self.check(drawing: destination, of: url, replacing: replacing)
        try await StagedFile.write(to: destination, replacing: replacing) { sibling in
            var canvas = Canvas(photograph)
            canvas.draw(faces, chosen: [])
            try canvas.writePNG(to: sibling)
        }
    }

    /// The report as JSON with sorted keys.
    public func json() throws -> JSONValue {
        try JSONValue(encoding: input)
    }
}
