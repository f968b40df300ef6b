import Foundation
import Testing

@Suite struct CollectionSheetTests {
    private static let plan = """
        version: 1
        title: Two moths
        sources: [ada.png]
        targets: [street.png, yard.png]
        pairing: {mode: product}
        """

    @Test("a gallery of works that are not built yet is written, is replaced when asked, and has no contact sheet")
    func unbuilt() throws {
        let folder = try Folder()
        try Self.plan.write(to: folder("collection.yaml"), atomically: true, encoding: .utf8)
        let sheet = ["collection", "sheet", folder.url.path, "--out", folder("gallery").path]
        let first = try Binary.run(sheet)
        #expect(first.status == 0 && first.output.hasSuffix("gallery/index.html: 0 of 2 works\n"), "\(first.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder("gallery").path).sorted()
        #expect(
            files == [
                "collection-data.js", "data", "gallery.js", "images", "index.html", "likeness-gallery.json",
                "style.css",
            ])
        let again = try Binary.run(sheet)
        #expect(again.status == 2 && again.errors.contains("the gallery exists already"))
        let replaced = try Binary.run(sheet + ["--overwrite", "--json"])
        #expect(replaced.status == 0 && replaced.output.contains("\"built\": 0"))
    }

    @Test("what cannot be asked for says what to give, and nothing is written")
    func badInput() throws {
        let folder = try Folder()
        try Self.plan.write(to: folder("collection.yaml"), atomically: true, encoding: .utf8)
        let cases: [([String], String)] = [
            ([], "--out: no folder was given"),
            (["--out", folder("gallery").path, "--link", "--without-images"], "--link and --without-images"),
            (["--contact", folder("sheet.gif").path], "Give a .jpg, .png or .webp"),
            (["--contact", folder("sheet.jpg").path], "none of its works is built"),
        ]
        for (arguments, words) in cases {
            let outcome = try Binary.run(["collection", "sheet", folder.url.path] + arguments)
            #expect(outcome.status == 2 && outcome.errors.contains(words), "\(outcome.errors)")
        }
        #expect(folder.entries == ["collection.yaml"])
    }
}
