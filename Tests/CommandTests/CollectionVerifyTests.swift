import Foundation
import Testing

@Suite("collection verify")
struct CollectionVerifyTests {
    /// Ana and Ben into Chris, built.
    private static func built() throws -> Folder {
        let folder = try Folder()
        for name in ["ana.webp", "ben.webp", "chris.tif", "rights.json"] {
            try FileManager.default.copyItem(at: URL(filePath: Folder.example(name)), to: folder(name))
        }
        let plan = """
            title: Two into one
            date: "2023-11-14T22:13:20Z"
            sources: [ana.webp, ben.webp]
            targets: [chris.tif]
            pairing: { mode: product }
            rights: rights.json
            recipe: { output_format: jpeg }
            """
        try Data(plan.utf8).write(to: folder("collection.yaml"))
        let outcome = try Binary.run(["collection", "build", folder.url.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return folder
    }

    @Test("a built collection holds and is made again with the same bytes; a changed byte is told with its place")
    func verify() throws {
        let folder = try Self.built()
        let whole = try Binary.run(["collection", "verify", folder.url.path, "--reproduce", "1", "--seed", "a"])
        #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
        #expect(whole.output.contains("Two into one: holds (2 works)"))
        #expect(whole.output.contains("built again: 1, by the seed \"a\"\nsame    000"))
        #expect(whole.output.contains("2 works, 2 measured now") && !whole.output.contains("outlier"))

        let file = folder("works/0002/image.jpg")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let changed = try Binary.run(["collection", "verify", folder.url.path])
        #expect(changed.status == 1 && changed.output.contains("FAILED  0002/image.jpg: sha256: expected"))
        #expect(changed.output.contains("does not hold (2 works, 1 failed)"), "\(changed.output)")
        let first = try Binary.run(["collection", "verify", folder.url.path, "--only", "1", "--json"])
        #expect(first.status == 0 && first.output.contains(#""holds": true"#) && first.output.contains(#""anew": 0"#))
        let none = try Binary.run(["collection", "verify", folder.url.path, "--only", "7"])
        #expect(none.status == 2 && none.errors.contains("--only 7"))
    }
}
