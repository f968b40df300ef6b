import Foundation
import Provenance
import Raster

/// Makes contact sheets of finished works.
public struct WorkSheet: Sendable {
    /// A work and where its inputs are; nil looks for them by the names in its record, beside the work and in the
    /// current folder.
    public struct Request: Sendable {
        public var work: URL
        public var source: URL?
        public var target: URL?

        public init(work: URL, source: URL? = nil, target: URL? = nil) {
            self.work = work
            self.source = source
            self.target = target
        }
    }

    private let limits: DecodingLimits

    public init(limits: DecodingLimits = .standard) {
        self.limits = limits
    }

    /// Draws one band for each work and writes the sheet as PNG.
    /// - Parameter replacing: whether a file that stands there may go.
    /// - Throws: `WorkError` when a work or an input of it is not there or is another file than the work was made
    ///   from; `RasterError` when a picture cannot be read.
    public func write(_ requests: [Request], to url: URL, replacing: Bool = false) async throws {
        try OutputFile.check(drawing: url)
        try await StagedFile.write(to: url, replacing: replacing) { sibling in
            try ContactSheet(entries: try requests.map(entry)).drawn().writePNG(to: sibling)
        }
    }

    private func entry(for request: Request) throws -> ContactSheet.Entry {
        let record = try WorkRecord(ofWorkAt: request.work)
        let name = request.work.standardizedFileURL.lastPathComponent
        guard
            let image = record.files.first(where: { $0.role == "master" })
                ?? record.files.first(where: { $0.role == "image" }), let source = record.sources.first
        else { throw WorkError.notAWork(name: name) }

        let result = try Photograph.open(request.work.appending(path: image.file), limits: limits)
        let targetURL = try find(record.target, at: request.target, option: "--target", beside: request.work)
        let sourceURL = try find(source, at: request.source, option: "--source", beside: request.work)
        let whole = try Photograph.open(targetURL, limits: limits)
        // A cropped work shows a part of its target.
        let kept = record.crop(within: whole.size)
        let target = whole.cropped(to: kept)
        let scale = Float(result.size.width) / Float(target.size.width)
        let resultCanvas = Canvas(result)
        let targetCanvas = Canvas(target.resized(to: result.size))

        var mask: (String, Canvas)?
        if let file = record.files.first(where: { $0.role == "mask" }) {
            mask = ("MASK", try Canvas(Photograph.open(request.work.appending(path: file.file), limits: limits)))
        } else if result.size == target.size {
            // Outside the mask nothing differs at all, so what differs is what the mask let through.
            mask = ("CHANGED PIXELS", resultCanvas.differing(from: targetCanvas))
        }
        return ContactSheet.Entry(
            title: "\(name) · \(result.size)", source: try Canvas(Photograph.open(sourceURL, limits: limits)),
            target: targetCanvas, result: resultCanvas, mask: mask,
            details: record.target.faces.first { $0.chosen }.map {
                Self.details(of: $0, from: SIMD2(Float(kept.x), Float(kept.y)), scale: scale)
            } ?? [])
    }

    /// Where a composite gives itself away, in pixels of the result, which begins at `corner` of the target.
    private static func details(
        of face: FaceReport, from corner: SIMD2<Float>, scale: Float
    ) -> [ContactSheet.Detail] {
        let points = face.landmarks5.map { (SIMD2($0[0], $0[1]) - corner) * scale }
        guard points.count == 5 else { return [] }
        let mouth = (points[3] + points[4]) / 2
        let left = (face.box.x - corner.x) * scale
        let right = left + face.box.width * scale
        return [
            .init(label: "LEFT EYE", center: points[0]), .init(label: "RIGHT EYE", center: points[1]),
            .init(label: "MOUTH", center: mouth), .init(label: "LEFT RIM", center: SIMD2(left, mouth.y)),
            .init(label: "RIGHT RIM", center: SIMD2(right, mouth.y)),
        ]
    }

    /// The file of an input: where the caller says, or by its name beside the work or in the current folder.
    private func find(_ input: WorkRecord.Input, at given: URL?, option: String, beside work: URL) throws -> URL {
        if let given {
            guard FileManager.default.isReadableFile(atPath: given.path) else {
                throw WorkError.inputNotFound(file: given.lastPathComponent, option: option)
            }
            guard InputSearch.holds(given, input) else {
                throw WorkError.otherInput(file: given.lastPathComponent, expected: input.file)
            }
            return given
        }
        guard case .found(let file) = InputSearch(for: work).find(input) else {
            throw WorkError.inputNotFound(file: input.file, option: option)
        }
        return file
    }
}
