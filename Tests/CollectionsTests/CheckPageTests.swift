import Collections
import Foundation
import Oracles
import Testing
import Works

@Suite struct CheckPageTests {
    @Test(
        "the page is valid HTML, holds its pictures, and no name of a file is taken for markup",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func page() async throws {
        let fixture = try CheckFixture()
        let file = "source_<b>&lt;&\"'.png"
        try fixture.add(file, .turned, seed: 1)
        try fixture.add("target_b.png", seed: 2)
        let collection = try fixture.collection(
            sources: [PlanPicture("<b>&lt;&\"'", file), PlanPicture("gone", "gone.png")],
            targets: [PlanPicture("b", "target_b.png")])
        let page = fixture.url("pages/report.html")
        let check = CollectionCheck(
            collection, parts: CheckFixture.parts, date: CompositionDate(seconds: 1_700_000_000))
        let report = try await check.report(writing: page)
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.url("pages").path) == ["report.html"])
        let output = try await Oracle.run(script: "html5lib_reference.py", arguments: [page.path])
        let facts = try JSONDecoder().decode(Facts.self, from: output)
        #expect(facts.errors.isEmpty, "\(facts.errors)")
        #expect(facts.images.count == 2 && facts.images.allSatisfy { $0.hasPrefix("data:image/jpeg;base64,/9j/") })
        #expect(facts.headings.contains("Tests & <trials>") && facts.headings.contains(file))
        #expect(facts.elements.allSatisfy { $0 != "script" && $0 != "link" })
        #expect(facts.articles == report.pictures.map { $0.severity?.rawValue ?? "good" })
        await #expect(throws: WorkError.fileExists(name: "report.html")) { try await check.report(writing: page) }
        _ = try await check.report(writing: page, replacing: true)
    }

    @Test("pictures of a large collection lie beside the page, each file once")
    func beside() async throws {
        let fixture = try CheckFixture()
        try fixture.add("source_a.png", seed: 1)
        try fixture.add("target_b.png", seed: 2)
        let collection = try fixture.collection(
            sources: (0..<301).map { PlanPicture("\($0)", "source_a.png") },
            targets: [PlanPicture("b", "target_b.png")])
        let page = fixture.url("pages/report.html")
        let check = CollectionCheck(
            collection, parts: CheckFixture.parts, date: CompositionDate(seconds: 1_700_000_000))
        _ = try await check.report(writing: page)
        let pictures = try FileManager.default.contentsOfDirectory(atPath: fixture.url("pages/report_pictures").path)
        #expect(pictures.count == 2)
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(
            pictures.allSatisfy { text.contains("report%5Fpictures/\($0)") || text.contains("report_pictures/\($0)") })
        #expect(!text.contains("data:"))
        _ = try await check.report(writing: page, replacing: true)
    }

    private struct Facts: Decodable {
        var errors: [String]
        var images: [String]
        var headings: [String]
        var elements: [String]
        var bold: [String]
        /// The class of each.
        var articles: [String]
    }
}
