import Collections
import Foundation
import Oracles
import Provenance
import Raster
import Testing
import Works

@Suite struct GalleryTests {
    private func gallery(
        of painted: PaintedCollection, _ change: (inout Gallery) -> Void = { _ in }
    ) async throws -> URL {
        var gallery = Gallery(of: painted.collection)
        change(&gallery)
        let folder = painted.folder.appending(path: "gallery")
        try await gallery.write(to: folder)
        return folder
    }

    private func text(_ folder: URL, _ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    /// What the grid's data says of each work.
    private func works(of folder: URL) throws -> [[String: JSONValue]] {
        let script = try text(folder, "collection-data.js")
        let start = try #require(script.firstIndex(of: "{"))
        let end = try #require(script.lastIndex(of: "}"))
        guard case .object(let members) = try JSONReader.value(of: Array(script[start...end].utf8)),
            case .array(let works) = members["works"]
        else { return [] }
        return works.compactMap { if case .object(let work) = $0 { work } else { nil } }
    }

    @Test("works' pictures are theirs byte for byte, and targets are framed as the works are")
    func pictures() async throws {
        let painted = try PaintedCollection(works: 5)
        let folder = try await gallery(of: painted)
        let work = painted.collection.folder(of: painted.collection.works[0])
        for file in ["preview.jpg", "thumbnail.webp"] {
            let copy = try Data(contentsOf: folder.appending(path: "images/0001-\(file)"))
            #expect(try copy == Data(contentsOf: work.appending(path: file)))
        }
        #expect(try text(folder, "root.pem") == "root")
        // The first work alone is cropped; the others share a picture for each target.
        let targets = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "images").path)
            .filter { $0.hasPrefix("target-") }.sorted()
        #expect(targets == ["target-1.webp", "target-2.webp", "target-3.webp"])
        let close = try Photograph.open(folder.appending(path: "images/target-1.webp"))
        let wanted = try Photograph.open(painted.collection.target(of: painted.collection.works[0]))
            .cropped(to: PaintedCollection.crop)
        #expect(close.size == wanted.size)
        guard case .bits8(let got) = close.values, case .bits8(let expected) = wanted.values else {
            Issue.record("eight bits were expected")
            return
        }
        let difference = zip(got, expected).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } / got.count
        #expect(difference <= 3)
        let said = try MetadataHomes(of: folder.appending(path: "images/target-1.webp")).combined
        #expect(said.aiLabel == nil && said.creatorTool == Tool.signature)
        let details = try text(folder, "data/works-001.js")
        #expect(details.contains("\"before\":\"images/target-1.webp\"") && details.contains("urn:c2pa:1"))
    }

    @Test("a contact sheet says that it shows AI composites, in every home of its metadata")
    func contactSheet() async throws {
        let painted = try PaintedCollection(works: 5, unbuilt: [2])
        let folder = try await gallery(of: painted)
        let sheet = folder.appending(path: "contact-sheet.jpg")
        let homes = try MetadataHomes(of: sheet)
        #expect(homes.agreement.isEmpty && homes.combined.artist == "Zoë")
        #expect(homes.combined.aiLabel?.digitalSourceType == .compositeSynthetic)
        #expect(homes.combined.aiLabel?.aigc?.label == .generated)
        let size = try Photograph.open(sheet).size
        #expect(size.width > 400 && size.height > 300)
        for ending in ["png", "webp"] {
            let file = painted.folder.appending(path: "sheet.\(ending)")
            #expect(try await Gallery(of: painted.collection).writeContactSheet(to: file) == [file])
            #expect(try MetadataHomes(of: file).combined.aiLabel?.digitalSourceType == .compositeSynthetic)
        }
        await #expect(throws: GalleryError.unknownSheet(name: "sheet.gif")) {
            try await Gallery(of: painted.collection).writeContactSheet(to: painted.folder.appending(path: "sheet.gif"))
        }
    }

    @Test("more than a hundred works take several contact sheets")
    func sheets() async throws {
        let painted = try PaintedCollection(works: 101, unbuilt: Set(2...101))
        let folder = painted.folder.appending(path: "gallery")
        let report = try await Gallery(of: painted.collection).write(to: folder)
        #expect(report.contactSheets == ["contact-sheet-1.jpg", "contact-sheet-2.jpg"])
        for file in report.contactSheets {
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: file).path))
        }
    }

    @Test("works that are not built are empty frames, or left out, and rarity counts all")
    func unbuilt() async throws {
        let painted = try PaintedCollection(works: 6, unbuilt: [2, 5])
        let folder = try await gallery(of: painted)
        let works = try works(of: folder)
        #expect(works.map { $0["state"] } == [nil, .string("waiting"), nil, nil, .string("waiting"), nil])
        let built = try await gallery(of: painted) {
            $0.isBuiltOnly = true
            $0.replaces = true
        }
        let rest = try self.works(of: built)
        #expect(rest.count == 4)
        #expect(works[0]["information"] == rest[0]["information"] && works[0]["rank"] == rest[0]["rank"])
    }

    @Test("works rank by how surprising their attributes are together; equally rare ones share a rank")
    func rarity() {
        let (day, dusk) = (PlanAttribute("Light", .text("day")), PlanAttribute("Light", .text("dusk")))
        let hats = ["red", "blue", "green"].map { PlanAttribute("Hat", .text($0)) }
        let traits = GalleryTraits([[day, hats[0]], [hats[1], day], [day], [dusk, hats[2]]])
        #expect(traits.rarity.attributes.map(\.name) == ["Light", "Hat"])
        #expect(traits.held == [[0, 2], [0, 0], [0, nil], [1, 1]])
        #expect(traits.ranks == [2, 2, 4, 1] && traits.information[3] == 4)
    }

    @Test("a gallery is replaced when asked, and a person's own folder never")
    func replacing() async throws {
        let painted = try PaintedCollection(works: 1)
        let folder = try await gallery(of: painted)
        await #expect(throws: GalleryError.galleryExists(name: "gallery")) { try await gallery(of: painted) }
        _ = try await gallery(of: painted) { $0.replaces = true }
        try FileManager.default.removeItem(at: folder.appending(path: "likeness-gallery.json"))
        await #expect(throws: GalleryError.notAGallery(name: "gallery")) {
            try await gallery(of: painted) { $0.replaces = true }
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: painted.folder.path)
        #expect(left.allSatisfy { !$0.hasPrefix(".") })
    }

    @Test("equal works give equal galleries, byte for byte")
    func deterministic() async throws {
        let painted = try PaintedCollection(works: 4)
        func digests(_ folder: URL) throws -> [String: Digest] {
            let files = try #require(FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String])
            return Dictionary(
                uniqueKeysWithValues: files.compactMap { file in
                    (try? Digest(ofFile: folder.appending(path: file))).map { (file, $0) }
                })
        }
        let first = try digests(try await gallery(of: painted))
        let second = try digests(try await gallery(of: painted) { $0.replaces = true })
        #expect(first == second && first.count > 12)
    }

    @Test("a linked gallery refers to the works where they are; one without pictures has none")
    func linked() async throws {
        let painted = try PaintedCollection(works: 1)
        let linked = try await gallery(of: painted) { $0.pictures = .linked }
        #expect(try text(linked, "collection-data.js").contains("\"thumbnail\":\"../works/work%201/thumbnail.webp\""))
        let bare = try await gallery(of: painted) {
            $0.pictures = .none
            $0.replaces = true
        }
        #expect(!FileManager.default.fileExists(atPath: bare.appending(path: "images").path))
        #expect(try !text(bare, "collection-data.js").contains("thumbnail"))
        #expect(try text(bare, "data/works-001.js").contains("sha256"))
    }

    @Test("a target that changed since is not shown as what the work was made from")
    func otherTarget() async throws {
        let painted = try PaintedCollection(works: 1)
        try PaintedCollection.painted(PaintedCollection.target, seed: 9)
            .writePNG(to: painted.collection.target(of: painted.collection.works[0]))
        let report = try await Gallery(of: painted.collection).write(to: painted.folder.appending(path: "gallery"))
        #expect(report.withoutTargets == [1] && report.withoutPictures == [])
        #expect(try !text(painted.folder.appending(path: "gallery"), "data/works-001.js").contains("before"))
    }

    @Test(
        "the page is valid HTML, says whose it is and that it shows AI composites, and holds no code that a policy forbids",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func validHTML() async throws {
        struct Page: Decodable {
            var language: String
            var title: String
            var heading: String
            var paragraphs: [String]
            var policy: String
            var handlers: [String]
            var inline: [String]
            var addresses: [String]
            var repeated: [String]
            var withoutAlternative: [String]
        }
        let painted = try PaintedCollection(works: 3)
        let folder = try await gallery(of: painted)
        let answer = try await Oracle.run(
            script: "gallery_html.py", arguments: [folder.appending(path: "index.html").path])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let page = try decoder.decode(Page.self, from: answer)
        #expect(page.language == "en" && page.title == "Moth & <Flame>" && page.heading == "Moth & <Flame>")
        #expect(page.paragraphs.contains("Second \"line\".") && page.paragraphs.contains("3 works · Zoë"))
        #expect(page.paragraphs.contains { $0.hasPrefix("AI composites.") })
        #expect(page.policy.hasPrefix("default-src 'none';") && !page.policy.contains("unsafe"))
        #expect(page.handlers.isEmpty && page.inline.isEmpty && page.repeated.isEmpty)
        #expect(page.withoutAlternative.isEmpty)
        #expect(page.addresses.allSatisfy { !$0.contains(":") && !$0.hasPrefix("/") })
    }
}
