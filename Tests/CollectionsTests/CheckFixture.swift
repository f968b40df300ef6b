import Collections
import Faces
import Foundation
import Provenance
import Raster
import Works

/// A folder of one test's own with small pictures in it, removed with it.
final class CheckFixture: Sendable {
    /// What the finder of tests finds in a picture, by the red of its first pixel.
    enum Content: UInt8, CaseIterable {
        case face = 0
        case nothing = 16
        case twoFaces = 32
        case turned = 48
        case blurred = 64
        case burnt = 80
        case dark = 96
        case distant = 112
        case cut = 128
        case unsafe = 144
    }

    static let size = PixelSize(width: 96, height: 64)

    let folder = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func url(_ path: String) -> URL { folder.appending(path: path) }

    /// Writes a picture that no other seed's looks like, by the format of its name.
    func add(
        _ path: String, _ content: Content = .face, seed: Int = 0, depth: Int = 8,
        space: ColorSpace = .sRGB
    ) throws {
        try FileManager.default.createDirectory(
            at: url(path).deletingLastPathComponent(), withIntermediateDirectories: true)
        let photograph = Self.photograph(content, seed: seed, depth: depth, space: space)
        switch url(path).pathExtension {
        case "tif": try photograph.writeTIFF(to: url(path))
        case "jpg": try WebImage.jpeg(quality: 95).write(PhotographRows(photograph), to: url(path))
        default:
            try (depth == 16 ? WebImage.png16 : .png8).write(PhotographRows(photograph), to: url(path))
        }
    }

    static func photograph(
        _ content: Content, seed: Int, depth: Int = 8, space: ColorSpace = .sRGB
    ) -> Photograph {
        // Waves whose heights differ from seed to seed.
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
        let heights = (0..<36).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24) - 0.5
        }
        let wave = { (frequency: Int, place: Int, side: Int) -> Double in
            cos(Double.pi * Double(frequency) * (Double(place) + 0.5) / Double(side))
        }
        var codes: [UInt8] = []
        for y in 0..<size.height {
            let down = (0..<6).map { wave($0, y, size.height) }
            for x in 0..<size.width {
                let across = (0..<6).map { wave($0, x, size.width) }
                var sum = 0.0
                for index in heights.indices { sum += heights[index] * down[index / 6] * across[index % 6] }
                let value = UInt8(max(0, min(255, 128 + 60 * sum)))
                codes += x < 16 && y < 16 ? [content.rawValue, 90, 90] : [value, value / 2 + 60, value]
            }
        }
        let photograph = Photograph(size: size, channels: 3, values: .bits8(codes), colorSpace: space)
        return depth == 16 ? photograph.widened : photograph
    }

    /// A collection in which source i goes into target i, with a record of rights for all of them.
    func collection(
        sources: [PlanPicture], targets: [PlanPicture], hasRights: Bool = true, standard: InputStandard = .small
    ) throws -> PlannedCollection {
        var plan = CollectionPlan(title: "Tests & <trials>", sources: sources, targets: targets, pairing: .zip)
        plan.standard = standard
        if hasRights {
            plan.rights = "rights.json"
            try writeRights(for: sources, targets)
        }
        let works = zip(sources.indices, targets.indices).map { source, target in
            PlannedWork(
                number: source + 1, name: "\(source + 1)", source: source, target: target, recipe: Recipe())
        }
        try writePlan(plan)
        return PlannedCollection(plan: plan, file: url("collection.json"), works: works)
    }

    private func writeRights(for sources: [PlanPicture], _ targets: [PlanPicture]) throws {
        let pictures = sources.map { (RightsRole.source, $0) } + targets.map { (RightsRole.target, $0) }
        let entries = pictures.flatMap { role, picture in
            picture.files.map { file in
                RightsEntry(
                    role: role, file: url(file).lastPathComponent, sha256: try? Digest(ofFile: url(file)),
                    person: RightsEntry.fictionalPerson, basis: .fictional)
            }
        }
        try RightsRecord(commercial: false, entries: entries).write(to: url("rights.json"))
    }

    /// As a person would have written it.
    private func writePlan(_ plan: CollectionPlan) throws {
        let sources = plan.sources.map { picture in
            JSONValue.object(["name": .string(picture.name), "files": .array(picture.files.map { .string($0) })])
        }
        let targets = plan.targets.map { picture in
            JSONValue.object(["name": .string(picture.name), "file": .string(picture.files[0])])
        }
        var members: [String: JSONValue] = [
            "title": .string(plan.title), "sources": .array(sources), "targets": .array(targets),
            "pairing": .object(["mode": .string("product")]), "recipe": .object([:]),
            "input_standard": .object(["source_size": .array([.number(64), .number(64)])]),
        ]
        members["rights"] = plan.rights.map { .string($0) }
        try Data(JSONValue.object(members).text(.indented).utf8).write(to: url("collection.json"))
    }

    static var parts: CheckParts { CheckParts(finder: ScriptedFinder(), scorer: ScriptedScorer()) }

    static func report(_ collection: PlannedCollection) async throws -> CheckReport {
        try await CollectionCheck(collection, parts: parts, date: CompositionDate(seconds: 1_700_000_000)).report()
    }
}

extension InputStandard {
    /// For pictures that are quick to write.
    static var small: InputStandard {
        var standard = InputStandard()
        (standard.sourceLongSide, standard.sourceShortSide) = (96, 64)
        return standard
    }
}

extension PlanPicture {
    init(_ name: String, _ files: String...) { self.init(name: name, files: files) }
}

extension CheckReport {
    /// `severity rule` of each finding of a picture.
    func findings(of file: String, as role: CheckedPicture.Role) -> [String] {
        pictures.first { $0.file == file && $0.role == role }?.findings
            .map { "\($0.severity.rawValue) \($0.rule.rawValue)" } ?? ["no such picture"]
    }
}

extension Photograph {
    fileprivate var content: CheckFixture.Content? {
        let first = codes16[0] / 257
        return CheckFixture.Content.allCases.first { abs(Int($0.rawValue) - Int(first)) < 8 }
    }
}

/// Finds what a picture's first pixel says.
struct ScriptedFinder: FaceFinder {
    func analyse(_ photograph: Photograph) throws -> [Face] {
        let (width, height) = (Float(photograph.size.width), Float(photograph.size.height))
        var face = Face(
            box: Box(x: width / 4, y: height / 4, width: width / 2, height: height / 2), score: 0.9, mesh: [],
            landmarks68: [], landmarks5: [], pose: Pose(yaw: 3, pitch: -2, roll: 0), share: 0.2,
            quality: FaceQuality(sharpness: 0.7, exposure: 0.5, clipped: 0))
        switch photograph.content {
        case .face, .unsafe, nil: break
        case .nothing: return []
        case .twoFaces: return [face, face]
        case .turned: face.pose.yaw = -27
        case .blurred: face.quality.sharpness = 0.1
        case .burnt: face.quality.clipped = 0.2
        case .dark: face.quality.exposure = 0.05
        case .distant: face.box.height = height / 5
        case .cut: face.box.y = -height / 8
        }
        return [face]
    }
}

struct ScriptedScorer: ContentScorer {
    let name = "scripted"

    func score(of photograph: Photograph) throws -> Float { photograph.content == .unsafe ? 0.95 : 0.01 }
}
