import Collections
import Foundation
import Inference
import Provenance
import Raster
import StandIns
import Works

/// A collection of small pictures in a folder of one test's own, removed with it. Works are painted: no model runs.
final class SmallCollection: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "collection-\(UUID().uuidString)")
    static let date = CompositionDate(seconds: 1_700_000_000)

    /// - Parameter sources, targets: how many; every picture is another one.
    init(sources: Int = 2, targets: Int = 3) throws {
        for (name, count) in [("source", sources), ("target", targets)] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: "\(name)s"), withIntermediateDirectories: true)
            for index in 0..<count {
                try picture("\(name)s/\(name)_\(index).png", seed: index + (name == "source" ? 0 : 50))
            }
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A small picture whose pixels depend on `seed` alone.
    func picture(_ path: String, seed: Int) throws {
        let size = PixelSize(width: 96, height: 80)
        var values = [UInt8](repeating: 0, count: size.area * 3)
        for index in values.indices {
            values[index] = UInt8(truncatingIfNeeded: 60 + (index / 3 % size.width) + (index % 3) * 17 + seed * 29)
        }
        let picture = Photograph(size: size, channels: 3, values: .bits8(values), colorSpace: .sRGB)
        try picture.writePNG(to: folder.appending(path: path))
    }

    /// Every source into every target.
    func plan(change: (inout CollectionPlan) -> Void = { _ in }) throws -> PlannedCollection {
        func pictures(_ role: String) throws -> [PlanPicture] {
            try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "\(role)s").path).sorted().map {
                PlanPicture(name: String($0.dropLast(4)), files: ["\(role)s/\($0)"])
            }
        }
        var plan = CollectionPlan(
            title: "Small", sources: try pictures("source"), targets: try pictures("target"), pairing: .product)
        plan.date = Self.date
        change(&plan)
        var works: [PlannedWork] = []
        for source in plan.sources.indices {
            for target in plan.targets.indices {
                var recipe = Recipe()
                recipe.title = "Small {number}"
                recipe.number = works.count + 1
                let name = String(format: "%04d", works.count + 1)
                works.append(
                    PlannedWork(
                        number: works.count + 1, name: name, source: source, target: target, recipe: recipe))
            }
        }
        return PlannedCollection(plan: plan, file: folder.appending(path: "collection.json"), works: works)
    }

    /// Builds with painted faces.
    @discardableResult
    static func build(
        _ collection: PlannedCollection, options: BuildOptions = BuildOptions(),
        swapper: PaintingSwapper = PaintingSwapper(), store: (any WorkStore)? = nil,
        report: @escaping @Sendable (BuildProgress) -> Void = { _ in }
    ) async throws -> BuildSummary {
        var options = options
        options.credentials = CredentialChoice(.folder(TestCredentials.folder))
        return try await CollectionBuilder(
            collection, options: options, store: store,
            cast: { try SmallCollection.cast($0, swapper: swapper) }
        ).build(report: report)
    }

    static func cast(_ recipe: Recipe, swapper: PaintingSwapper = PaintingSwapper()) throws -> Cast {
        // What the record tells must be what the plan comes to.
        let outline = try CastOutline(for: recipe, store: ModelStore())
        return Cast(
            recipe: outline.recipe, finder: MiddleFinder(), swapper: swapper, scorer: FixedScorer(),
            models: outline.models, substitutions: [],
            engine: WorkRecord.EngineUse(name: "none", version: "1", device: "test", precision: "f32"))
    }

    /// Each work's files as they were before they were signed.
    func works() throws -> [String: [String]] {
        let output = folder.appending(path: "works")
        var works: [String: [String]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: output.path) {
            works[name] = try WorkRecord(ofWorkAt: output.appending(path: name)).files.map(\.unsignedSha256)
        }
        return works
    }
}
