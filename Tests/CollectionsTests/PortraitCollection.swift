import Collections
import Foundation
import Provenance
import Raster
import StandIns
import Works

/// The example portraits, made small, and real works of them by the bundled parts: made once a run, and copied for each
/// test, since making them takes seconds.
final class PortraitCollection: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "portraits-\(UUID().uuidString)")
    static let date = CompositionDate(seconds: 1_700_000_000)

    /// A test's own copy.
    init() async throws {
        let made = try await Self.made.value
        try FileManager.default.copyItem(at: made, to: folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Ana and Ben into each other and into Chris.
    var collection: PlannedCollection { Self.collection(in: folder) }
    var ledger: URL { collection.ledger(of: nil) }
    func work(_ number: Int) -> URL { collection.folder(of: collection.works[number - 1]) }

    private static let made = Task {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portraits-\(getpid())")
        atexit {
            try? FileManager.default.removeItem(
                at: FileManager.default.temporaryDirectory.appending(path: "portraits-\(getpid())"))
        }
        try await make(in: folder)
        return folder
    }

    private static func collection(in folder: URL) -> PlannedCollection {
        func picture(_ role: String, _ name: String) -> PlanPicture {
            PlanPicture(name: name, files: ["\(role)s/\(role)_\(name).png"])
        }
        var plan = CollectionPlan(
            title: "Portraits", sources: ["ana", "ben"].map { picture("source", $0) },
            targets: ["ana", "ben", "chris"].map { picture("target", $0) }, pairing: .product)
        plan.rights = "rights.json"
        plan.date = date
        var works: [PlannedWork] = []
        for (source, target) in [(0, 1), (0, 2), (1, 0), (1, 2)] {
            var recipe = Recipe()
            recipe.number = works.count + 1
            recipe.outputFormat = .jpeg
            works.append(
                PlannedWork(
                    number: works.count + 1, name: "000\(works.count + 1)", source: source, target: target,
                    recipe: recipe))
        }
        return PlannedCollection(plan: plan, file: folder.appending(path: "collection.json"), works: works)
    }

    private static func make(in folder: URL) async throws {
        let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Examples")
        var entries: [RightsEntry] = []
        for (role, names) in [
            (RightsRole.source, ["ana.webp", "ben.webp"]), (.target, ["ana.webp", "ben.webp", "chris.tif"]),
        ] {
            let place = folder.appending(path: "\(role)s")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for name in names {
                let file = place.appending(path: "\(role)_\(name.prefix { $0 != "." }).png")
                let picture = try Photograph.open(examples.appending(path: name))
                let size = PixelSize(width: 480, height: 640)
                try Photograph(squeezing: PhotographRows(picture), to: size).writePNG(to: file)
                entries.append(
                    RightsEntry(
                        role: role, file: file.lastPathComponent, sha256: try Digest(ofFile: file),
                        person: RightsEntry.fictionalPerson, basis: .fictional))
            }
        }
        try RightsRecord(commercial: true, entries: entries).write(to: folder.appending(path: "rights.json"))
        var options = BuildOptions()
        options.credentials = CredentialChoice(.folder(TestCredentials.folder))
        let summary = try await CollectionBuilder(collection(in: folder), options: options).build()
        guard summary.isComplete else { throw CollectionError.cannotWrite(file: "portraits", reason: "\(summary)") }
    }
}
