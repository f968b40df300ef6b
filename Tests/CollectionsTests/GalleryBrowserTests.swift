import Collections
import Foundation
import Oracles
import Testing

/// Chromium, where Debian's package is installed.
private enum Chromium {
    static let isAvailable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .contains(where: FileManager.default.isExecutableFile(atPath:))
    static let absence: Comment = "no browser is here: apt-get install chromium, then Scripts/test_oracles.sh"
}

@Suite(.enabled(if: Chromium.isAvailable && Oracle.isAvailable, Chromium.absence))
struct GalleryBrowserTests {
    /// What Tests/Support/gallery_browser.py finds.
    private struct Visit: Decodable {
        struct Filtered: Decodable {
            var option: String
            var found: String
            var cards: Int
        }
        struct Searched: Decodable {
            var none: Int
            var all: String
        }
        struct Page: Decodable {
            var title: String
            var headings: [String]
            var codes: [String]
            var copies: Int
            var score: String?
        }
        struct Slider: Decodable {
            var first: String
            var afterDrag: String
            var afterKey: String
            var text: String
            var alternatives: [String]
            var sizes: [[Int]]
        }

        var title: String
        var statement: String
        var cards: Int
        var works: Int
        var empty: Int
        var thumbnails: Int
        var alternatives: Bool
        var filters: [String]
        var filtered: Filtered?
        var searched: Searched
        var rarest: String
        var afterArrow: String
        var work: Page
        var slider: Slider?
        var hashAfterClose: String
        var mobileOverflow: Int
        var console: [String]
        var beyondTheFolder: [String]
        var failed: [String]
    }

    private func visit(_ folder: URL, _ arguments: String...) async throws -> Visit {
        let answer = try await Oracle.run(script: "gallery_browser.py", arguments: [folder.path] + arguments)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Visit.self, from: answer)
    }

    @Test("from the disk, with a silent console and no network: cards, filters, keys, and a slider that moves")
    func wall() async throws {
        let painted = try PaintedCollection(works: 9, unbuilt: [7])
        let folder = painted.folder.appending(path: "gallery")
        try await Gallery(of: painted.collection).write(to: folder)
        let visit = try await visit(folder)
        #expect(visit.console == [] && visit.beyondTheFolder == [] && visit.failed == [])
        #expect(visit.title == "Moth & <Flame>" && visit.statement.hasPrefix("AI composites."))
        #expect(visit.cards == 9 && visit.works == 9 && visit.empty == 1 && visit.thumbnails == 8)
        #expect(visit.filters == ["Light", "Frame", "Source", "Target"])
        let filtered = try #require(visit.filtered)
        #expect(filtered.option == "day (7)" && filtered.found == "7 of 9 works" && filtered.cards == 7)
        #expect(visit.searched.none == 0 && visit.searched.all == "9 works")
        #expect(visit.rarest == "rank 1" && visit.afterArrow == "#2" && visit.alternatives)

        #expect(visit.work.title == "Moth № 1")
        #expect(visit.work.headings == ["Traits", "Content Credentials", "How it was made", "Files"])
        #expect(visit.work.codes.contains("urn:c2pa:1") && visit.work.copies == visit.work.codes.count)
        // log2(9/7) for the light, log2(9) for the age and the frame each.
        #expect(visit.work.score == "6.7 bits")
        let slider = try #require(visit.slider)
        #expect(slider.first == "12%" && slider.afterDrag == "50%" && slider.afterKey == "51%")
        #expect(slider.text == "51 % target, 49 % work")
        #expect(slider.alternatives.count == 2 && slider.alternatives.allSatisfy { !$0.isEmpty })
        #expect(slider.sizes == [[60, 60], [60, 60]])
        #expect(visit.hashAfterClose == "" && visit.mobileOverflow == 0)
    }

    @Test("ten thousand works keep only what is in sight, and a page of any of them opens")
    func many() async throws {
        let many = try ManyWorks(10_000)
        let folder = many.folder.appending(path: "gallery")
        var gallery = Gallery(of: many.collection)
        gallery.pictures = .none
        try await gallery.write(to: folder)
        let visit = try await visit(folder, "--work", "9999")
        #expect(visit.console == [] && visit.beyondTheFolder == [] && visit.failed == [])
        #expect(visit.works == 10_000 && visit.cards < 100)
        #expect(visit.work.title == "Moth 9999" && visit.work.codes.contains("urn:c2pa:9999"))
    }
}
