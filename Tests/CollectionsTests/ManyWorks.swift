import Collections
import Foundation
import Works

/// A large collection of which only a ledger tells: no work is on the disk.
final class ManyWorks: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "many-\(UUID().uuidString)")
    let collection: PlannedCollection

    init(_ count: Int) throws {
        func pictures(_ stem: String, _ count: Int) -> [PlanPicture] {
            (0..<count).map { PlanPicture(name: "\(stem) \($0)", files: ["\(stem)_\($0).png"]) }
        }
        let plan = CollectionPlan(
            title: "Moths", sources: pictures("source", 40), targets: pictures("target", 250), pairing: .product)
        let works = (1...count).map { number in
            PlannedWork(
                number: number, name: String(format: "%05d", number), source: number % 40, target: number % 250,
                recipe: Recipe(),
                attributes: (0..<8).map { trait in
                    PlanAttribute("Trait \(trait)", .text("value \(number * (trait + 3) % (4 + 5 * trait))"))
                })
        }
        collection = PlannedCollection(plan: plan, file: folder.appending(path: "collection.yaml"), works: works)
        let ledger = try Ledger(at: collection.ledger(of: nil))
        let summary = try JSONDecoder().decode(WorkSummary.self, from: Data(Self.summary.utf8))
        try ledger.put(
            works.map { work in
                var entry = LedgerEntry(number: work.number, name: work.name)
                entry.state = .done
                entry.stages = ["open": 0.25, "swap": 1.5, "deliver": 2]
                entry.summary = summary
                entry.summary?.title = "Moth \(work.number)"
                entry.summary?.manifest = "urn:c2pa:\(work.number)"
                return entry
            })
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// As a work with the usual four files has it.
    private static var summary: String {
        let hash = String(repeating: "0123456789abcdef", count: 4)
        let cid = "bafkreihvqojgxjin6fwncbs43dtdgi53c2ueueed75snnti5a7vh6ymw3q"
        let files = ["master.tif", "image.webp", "preview.jpg", "thumbnail.webp"].map { file in
            """
            {"file": "\(file)", "role": "\(file.split(separator: ".")[0])", "mediaType": "image/webp", "bytes": 4000000,
            "sha256": "\(hash)", "unsignedSha256": "\(hash)", "width": 3000, "height": 4000, "depth": 16,
            "cids": {"unixfs-v0-2015": "\(cid)", "unixfs-v1-2025": "\(cid)", "cid-version=1": "\(cid)"}}
            """
        }
        return """
            {"created": "2025-11-26T10:00:00Z", "files": [\(files.joined(separator: ","))], "sources": ["source.png"],
            "target": "target.png", "signer": "Zoë", "commercialUse": true, "warnings": []}
            """
    }
}
