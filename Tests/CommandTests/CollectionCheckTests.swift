import Foundation
import Testing

@Suite struct CollectionCheckCommandTests {
    /// Two sources of the examples that keep to a standard of their size, one under a wrong name.
    private static func collection(in folder: Folder) throws {
        for (from, to) in [
            ("ana.webp", "sources/source_ana.webp"), ("ben.webp", "sources/ben.webp"),
            ("chris.tif", "targets/target_chris.tif"),
        ] {
            try FileManager.default.createDirectory(
                at: folder(to).deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: URL(filePath: Folder.example(from)), to: folder(to))
        }
        let plan = """
            title: Two into one
            sources: sources/*.webp
            targets: targets/*.tif
            pairing: { mode: product }
            recipe: {}
            input_standard: { source_size: [256, 256], target_face_share: 0.1, sharpness: null }
            """
        try Data(plan.utf8).write(to: folder("collection.yaml"))
    }

    @Test("check tells what fails, writes the page and the copies, leaves the originals, and ends with 1")
    func check() throws {
        let folder = try Folder()
        try Self.collection(in: folder)
        let before = try Data(contentsOf: folder("sources/ben.webp"))
        let outcome = try Binary.run([
            "collection", "check", folder.url.path, "--html", folder("report.html").path, "--fix",
            folder("mended").path,
        ])
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.output.contains("failure: naming: is called ben.webp"))
        #expect(outcome.output.contains("failure: rights: the plan names no record of rights"))
        #expect(try Data(contentsOf: folder("sources/ben.webp")) == before)
        // It had no profile.
        #expect(FileManager.default.fileExists(atPath: folder("mended/sources/source_ben.png").path))
        #expect(try String(contentsOf: folder("report.html"), encoding: .utf8).contains("data:image/jpeg"))
        #expect(folder.entries == ["collection.yaml", "mended", "report.html", "sources", "targets"])

        let mended = try Binary.run(["collection", "check", folder("mended").path, "--json"])
        let report = try JSONSerialization.jsonObject(with: Data(mended.output.utf8)) as? [String: Any]
        let check = try #require(report?["check"] as? [String: Any])
        let pictures = try #require(check["pictures"] as? [[String: Any]])
        #expect(pictures.count == 3)
        let rules = pictures.flatMap { $0["findings"] as? [[String: Any]] ?? [] }.compactMap { $0["rule"] as? String }
        #expect(!rules.contains("naming") && !rules.contains("profile"))
        #expect(pictures.allSatisfy { (($0["figures"] as? [String: Any])?["faces"] as? [Any])?.count == 1 })
    }

    @Test("no plan, and a folder for copies that is not empty, are bad input: 2, and nothing is written")
    func badInput() throws {
        let folder = try Folder()
        let none = try Binary.run(["collection", "check", folder.url.path])
        #expect(none.status == 2 && none.output.isEmpty)
        try Self.collection(in: folder)
        let full = try Binary.run([
            "collection", "check", folder.url.path, "--fix", folder("sources").path,
        ])
        #expect(full.status == 2 && full.output.isEmpty)
        #expect(full.errors == "likeness: sources: holds something already. Give --fix a folder that does not exist.\n")
    }
}
