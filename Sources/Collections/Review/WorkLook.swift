import Compositing
import Faces
import Foundation
import Provenance
import Raster
import Works

/// Looks at the pictures of finished works: whose faces are in them, and what they look like.
struct WorkLook: Sendable {
    let collection: PlannedCollection
    let finder: any FaceFinder
    let measure: any IdentityMeasure
    let sources: SourceShelf
    let digests: InputDigests
    let ledger: Ledger?

    /// What is measured of a work now, or was before where nothing has changed.
    /// - Parameter key: the work's in the ledger.
    /// - Throws: `DigestError`, `RasterError`, `CollectionError`; what looking at the sources throws.
    func look(at work: PlannedWork, _ record: WorkRecord, in folder: URL, key: WorkKey?) throws -> (
        measure: WorkMeasure, isNew: Bool
    ) {
        guard let file = Self.picture(of: record) else {
            throw WorkError.notAWork(name: work.name)
        }
        let url = folder.appending(path: file)
        let files = collection.plan.sources[work.source].files
        let parts =
            try [Digest(ofFile: url).hexadecimal] + files.map { try digests.digest(of: $0).hexadecimal }
            + [work.recipe.sourceFace.description]
        let subject = Digest(of: Array(parts.joined(separator: "\n").utf8)).hexadecimal
        let key = key?.hexadecimal ?? ""
        if let before = try ledger?.measure(of: work.number), before.key == key, before.subject == subject,
            before.recognizer == measure.name
        {
            return (before, false)
        }
        let photograph = try Photograph.open(url)
        let faces = try finder.analyse(photograph)
        let found = Self.places(of: record, in: photograph.size).map { place in
            faces.max { $0.box.overlap(with: place) < $1.box.overlap(with: place) }
                .flatMap { $0.box.overlap(with: place) > Self.leastOverlap ? $0 : nil }
        }
        let known = try sources.known(for: work)
        let seen = try found.map { face in
            try face.map { try SeenFace(SourceFace(photograph: photograph, face: $0)) }
        }
        let similarities = try seen.compactMap { try $0.map(known.similarity) }
        let isWhole = !seen.isEmpty && similarities.count == seen.count
        return (
            WorkMeasure(
                number: work.number, key: key, subject: subject, recognizer: measure.name,
                similarity: isWhole ? similarities.min() : nil, fingerprint: Fingerprint(of: photograph),
                face: seen.first??.appearance.signature),
            true
        )
    }

    /// Of the box around the old face and that around the new, over their union: a swap may make a face narrower.
    private static let leastOverlap: Float = 0.2

    /// The file that shows the work best at little cost.
    private static func picture(of record: WorkRecord) -> String? {
        ["preview", "image", "master"].lazy.compactMap { role in record.files.first { $0.role == role }?.file }.first
    }

    /// Where the swapped faces lie in a picture of the work, best first.
    private static func places(of record: WorkRecord, in size: PixelSize) -> [Box] {
        let crop = record.steps.last { $0.step == "crop" }?.figures ?? [:]
        let width = Float(crop["width"] ?? Double(record.target.width))
        let scale = Float(size.width) / max(1, width)
        let (x, y) = (Float(crop["x"] ?? 0), Float(crop["y"] ?? 0))
        return record.target.faces.filter(\.chosen).map(\.box).map { box in
            Box(x: (box.x - x) * scale, y: (box.y - y) * scale, width: box.width * scale, height: box.height * scale)
        }
    }
}
