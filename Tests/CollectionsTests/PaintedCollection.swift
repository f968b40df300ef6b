import Collections
import Foundation
import Provenance
import Raster
import Works

/// A collection on the disk whose works are small painted pictures: what a gallery shows, without a composer.
final class PaintedCollection: Sendable {
    static let target = PixelSize(width: 90, height: 120)
    /// What works with the frame "close" show of their target.
    static let crop = PixelBox(x: 10, y: 20, width: 60, height: 60)

    let folder = FileManager.default.temporaryDirectory.appending(path: "painted-\(UUID().uuidString)")
    let collection: PlannedCollection

    /// - Parameters:
    ///   - works: how many; sources and targets take turns.
    ///   - unbuilt: numbers of works without a folder.
    init(works count: Int, unbuilt: Set<Int> = []) throws {
        func picture(_ name: String) -> PlanPicture { PlanPicture(name: name, files: ["\(name).png"]) }
        var plan = CollectionPlan(
            title: "Moth & <Flame>", sources: ["ada", "ben"].map(picture), targets: ["street", "yard"].map(picture),
            pairing: .product)
        plan.description = "First line.\n\nSecond \"line\"."
        var recipe = Recipe()
        recipe.artist = "Zoë"
        let works = (1...count).map { number in
            PlannedWork(
                number: number, name: "work \(number)", source: number % 2, target: number / 2 % 2, recipe: recipe,
                attributes: [
                    PlanAttribute("Light", .text(number % 4 == 0 ? "dusk" : "day")),
                    PlanAttribute("Age", .number(Double(20 + number))),
                ] + (number == 1 ? [PlanAttribute("Frame", .text("close"))] : []))
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        collection = PlannedCollection(plan: plan, file: folder.appending(path: "collection.yaml"), works: works)
        for (index, name) in ["street", "yard"].enumerated() {
            try Self.painted(Self.target, seed: 7 * index).writePNG(to: folder.appending(path: "\(name).png"))
        }
        for work in works where !unbuilt.contains(work.number) { try make(work) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A picture whose every part differs from the others.
    static func painted(_ size: PixelSize, seed: Int) -> Photograph {
        let values = (0..<size.area * 3).map { index in
            let (x, y, channel) = (index / 3 % size.width, index / 3 / size.width, index % 3)
            return UInt8([x * 255 / size.width, y * 255 / size.height, 40 + seed * 20][channel])
        }
        return Photograph(size: size, channels: 3, values: .bits8(values), colorSpace: .sRGB)
    }

    private func make(_ work: PlannedWork) throws {
        let folder = collection.folder(of: work)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let isClose = work.attributes.contains(PlanAttribute("Frame", .text("close")))
        let target = try Photograph.open(collection.target(of: work))
        let picture = isClose ? target.cropped(to: Self.crop) : target
        let label = AILabel(digitalSourceType: .compositeSynthetic, systemUsed: "likeness", systemVersion: "0")
        var files: [JSONValue] = []
        for (role, ending) in [("image", "webp"), ("preview", "jpg"), ("thumbnail", "webp")] {
            let file = folder.appending(path: "\(role).\(ending)")
            try ending == "jpg" ? picture.writeJPEG(to: file, quality: 90) : picture.writeWebP(to: file, quality: 85)
            try MetadataFile.write(Metadata(artist: "Zoë", aiLabel: label), to: file)
            let digests = try FileDigests(ofFile: file)
            let entry: [String: JSONValue] = [
                "file": .string("\(role).\(ending)"), "role": .string(role), "media_type": .string("image/\(ending)"),
                "bytes": JSONValue(digests.bytes), "sha256": .string(digests.sha256.hexadecimal),
                "unsigned_sha256": .string(digests.sha256.hexadecimal),
                "cids": .object(["unixfs-v1-2025": .string(digests.cid(.unixfsV12025).description)]),
                "width": JSONValue(picture.size.width), "height": JSONValue(picture.size.height),
                "depth": JSONValue(8), "manifest": .string("urn:c2pa:\(work.number)"),
            ]
            files.append(.object(entry))
        }
        try Data("root".utf8).write(to: folder.appending(path: "root.pem"))
        try Data(try record(of: work, files: files, isClose: isClose).text(.indented).utf8)
            .write(to: folder.appending(path: "work.json"))
    }

    private func record(of work: PlannedWork, files: [JSONValue], isClose: Bool) throws -> JSONValue {
        let crop: [String: JSONValue] = [
            "x": JSONValue(Self.crop.x), "y": JSONValue(Self.crop.y), "width": JSONValue(Self.crop.width),
            "height": JSONValue(Self.crop.height),
        ]
        return .object([
            "version": JSONValue(WorkRecord.version),
            "tool": .object(["name": .string("likeness"), "version": .string("0")]),
            "created": .string("2025-11-2\(work.number % 10)T10:00:00Z"),
            "recipe": try JSONValue(encoding: work.recipe),
            "metadata": .object(["title": .string("Moth № \(work.number)"), "keywords": .array([])]),
            "label": .object([
                "digital_source_type": .string("compositeSynthetic"), "reason": .string("painted"),
                "aigc": .string("{}"),
            ]),
            "target": try input(collection.target(of: work)), "sources": .array([]), "models": .array([]),
            "substitutions": .array([]), "commercial_use": .bool(true),
            "engine": .object([
                "name": .string("none"), "version": .string("1.2-build"), "device": .string("CPU"),
                "precision": .string("f32"),
            ]),
            "steps": .array(isClose ? [.object(["step": .string("crop"), "figures": .object(crop)])] : []),
            "warnings": .array([]), "files": .array(files),
            "credentials": .object([
                "library": .string("none"), "algorithm": .string("es256"), "common_name": .string("Zoë"),
                "root": .string("root.pem"), "root_sha256": .string(Digest(of: Array("root".utf8)).hexadecimal),
            ]),
        ])
    }

    private func input(_ file: URL) throws -> JSONValue {
        let digests = try FileDigests(ofFile: file)
        return .object([
            "file": .string(file.lastPathComponent), "bytes": JSONValue(digests.bytes),
            "sha256": .string(digests.sha256.hexadecimal), "width": JSONValue(Self.target.width),
            "height": JSONValue(Self.target.height), "depth": JSONValue(8),
            "profile": .object(["name": .string("sRGB"), "origin": .string("assumed")]), "faces": .array([]),
        ])
    }
}
