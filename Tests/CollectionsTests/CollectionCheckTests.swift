import Collections
import Faces
import Foundation
import Provenance
import Raster
import Synchronization
import Testing
import Works

@Suite struct CollectionCheckTests {
    @Test("pictures that keep to the standard pass with nothing to say but that they are small")
    func good() async throws {
        let fixture = try CheckFixture()
        try fixture.add("sources/source_ana.png", seed: 1)
        try fixture.add("targets/target_street.tif", seed: 2, depth: 16, space: .adobeRGB)
        let report = try await CheckFixture.report(
            fixture.collection(
                sources: [PlanPicture("ana", "sources/source_ana.png")],
                targets: [PlanPicture("street", "targets/target_street.tif")]))
        #expect(report.passed)
        #expect(report.findings.isEmpty)
        #expect(report.findings(of: "sources/source_ana.png", as: .source) == ["warning face_size"])
        let figures = try #require(report.pictures.last?.figures)
        #expect(figures.depth == 16 && figures.format == "TIFF" && figures.profile.origin == "embedded")
        #expect(try figures.sha256 == Digest(ofFile: fixture.url("targets/target_street.tif")).hexadecimal)
        #expect(figures.mainFace?.share == 0.5)
    }

    @Test(
        "each thing that is wrong with a picture is told, in the role in which it matters",
        arguments: [
            (CheckFixture.Content.nothing, ["failure faces"], ["failure faces"]),
            (.twoFaces, ["failure faces"], []),
            (.turned, ["failure pose"], []),
            (.blurred, ["failure sharpness"], ["failure sharpness"]),
            (.burnt, ["failure clipped"], ["failure clipped"]),
            (.dark, ["failure exposure"], ["failure exposure"]),
            (.distant, [], ["failure face_share"]),
            (.cut, ["warning border"], ["warning border"]),
            (.unsafe, ["failure content"], ["failure content"]),
        ])
    func each(content: CheckFixture.Content, asSource: [String], asTarget: [String]) async throws {
        let fixture = try CheckFixture()
        try fixture.add("source_a.png", content, seed: 1)
        try fixture.add("target_b.png", content, seed: 2)
        let report = try await CheckFixture.report(
            fixture.collection(
                sources: [PlanPicture("a", "source_a.png")], targets: [PlanPicture("b", "target_b.png")]))
        let withoutSize = { (findings: [String]) in findings.filter { $0 != "warning face_size" } }
        #expect(withoutSize(report.findings(of: "source_a.png", as: .source)) == asSource)
        #expect(withoutSize(report.findings(of: "target_b.png", as: .target)) == asTarget)
        #expect(report.passed == !(asSource + asTarget).contains { $0.hasPrefix("failure") })
    }

    @Test("limits are the plan's: what one standard refuses another takes")
    func limits() async throws {
        let fixture = try CheckFixture()
        try fixture.add("source_a.png", .turned, seed: 1)
        try fixture.add("target_b.png", .distant, seed: 2)
        var standard = InputStandard()
        standard.sourceYaw = .infinity
        standard.targetFaceShare = 0.1
        let (sources, targets) = ([PlanPicture("a", "source_a.png")], [PlanPicture("b", "target_b.png")])
        let large = try await CheckFixture.report(
            fixture.collection(sources: sources, targets: targets, standard: standard))
        #expect(large.findings(of: "source_a.png", as: .source) == ["failure size", "warning face_size"])
        #expect(large.findings(of: "target_b.png", as: .target).allSatisfy { !$0.contains("share") })
        (standard.sourceLongSide, standard.sourceShortSide) = (96, 64)
        #expect(
            try await CheckFixture.report(
                fixture.collection(sources: sources, targets: targets, standard: standard)
            ).passed)
    }

    @Test("files that are not there, no pictures or wrongly called are told, and the rest is looked at")
    func files() async throws {
        let fixture = try CheckFixture()
        try fixture.add("b.png", seed: 1)
        try Data("no picture".utf8).write(to: fixture.url("source_c.jpg"))
        try fixture.add("source_d.png", seed: 2)
        try FileManager.default.moveItem(at: fixture.url("source_d.png"), to: fixture.url("source_d.jpg"))
        for index in 0..<4 { try fixture.add("target_\(index).png", seed: 10 + index) }
        try fixture.add("spare.png", seed: 20)
        let report = try await CheckFixture.report(
            fixture.collection(
                sources: [
                    PlanPicture("a", "source_a.png"), PlanPicture("b", "b.png"), PlanPicture("c", "source_c.jpg"),
                    PlanPicture("d", "source_d.jpg"),
                ],
                targets: (0..<4).map { PlanPicture("\($0)", "target_\($0).png") }))
        #expect(report.findings(of: "source_a.png", as: .source) == ["failure missing"])
        #expect(report.findings(of: "b.png", as: .source) == ["failure naming", "warning face_size"])
        #expect(report.findings(of: "source_c.jpg", as: .source) == ["failure unreadable"])
        #expect(report.findings(of: "source_d.jpg", as: .source) == ["warning face_size", "warning naming"])
        #expect(
            report.findings.map(\.words) == ["\(fixture.folder.lastPathComponent): the plan does not name spare.png."])
        #expect(report.pictures[1].findings[0].words.contains("source_b.png"))
        #expect(!report.passed)
    }

    @Test("several photographs of one source say more behind its name")
    func severalPhotographs() async throws {
        let fixture = try CheckFixture()
        let names = ["source_ana.png", "source_ana_2.png", "source_ana_left.png", "source_anabel.png"]
        for (seed, name) in names.enumerated() { try fixture.add(name, seed: seed) }
        try fixture.add("target_b.png", seed: 10)
        let report = try await CheckFixture.report(
            fixture.collection(
                sources: [PlanPicture(name: "ana", files: names)], targets: [PlanPicture("b", "target_b.png")]))
        let failing = report.pictures.filter(\.isFailure).map(\.file)
        #expect(failing == ["source_anabel.png"])
    }

    @Test("a picture that comes twice fails, one that looks like another is warned of, one in both roles is noted")
    func duplicates() async throws {
        let fixture = try CheckFixture()
        try fixture.add("source_a.png", seed: 1)
        try FileManager.default.copyItem(at: fixture.url("source_a.png"), to: fixture.url("source_b.png"))
        try fixture.add("source_c.jpg", seed: 1)
        try fixture.add("target_d.png", seed: 2)
        try FileManager.default.copyItem(at: fixture.url("source_a.png"), to: fixture.url("target_e.png"))
        try fixture.add("target_f.png", seed: 3)
        let sources = [
            PlanPicture("a", "source_a.png"), PlanPicture("b", "source_b.png"), PlanPicture("c", "source_c.jpg"),
        ]
        let report = try await CheckFixture.report(
            fixture.collection(
                sources: sources,
                targets: [
                    PlanPicture("d", "target_d.png"), PlanPicture("f", "target_f.png"),
                    PlanPicture("e", "target_e.png"),
                ]))
        let told = { (report: CheckReport, file: String, role: CheckedPicture.Role) in
            report.findings(of: file, as: role).filter { $0.contains("duplicate") || $0.contains("both_roles") }
        }
        #expect(told(report, "source_a.png", .source).isEmpty)
        #expect(told(report, "source_b.png", .source) == ["failure duplicate"])
        #expect(told(report, "source_c.jpg", .source) == ["warning duplicate"])
        #expect(told(report, "target_d.png", .target).isEmpty)
        #expect(told(report, "target_e.png", .target).isEmpty)
        #expect(report.findings.map(\.words) == ["1 file is source and target."])
        // In the place of source a's own work it would be put into itself.
        let own = try await CheckFixture.report(
            fixture.collection(
                sources: sources,
                targets: [
                    PlanPicture("e", "target_e.png"), PlanPicture("d", "target_d.png"),
                    PlanPicture("f", "target_f.png"),
                ]))
        #expect(told(own, "target_e.png", .target) == ["failure both_roles"])
    }

    @Test("rights are told by picture: a missing record, a missing entry, an entry that forbids, one by name alone")
    func rights() async throws {
        let fixture = try CheckFixture()
        for (seed, name) in ["source_a.png", "source_b.png", "target_c.png", "target_d.png"].enumerated() {
            try fixture.add(name, seed: seed)
        }
        let (sources, targets) = (
            [PlanPicture("a", "source_a.png"), PlanPicture("b", "source_b.png")],
            [PlanPicture("c", "target_c.png"), PlanPicture("d", "target_d.png")]
        )
        let without = try await CheckFixture.report(
            fixture.collection(sources: sources, targets: targets, hasRights: false))
        #expect(without.findings.map(\.rule) == [.rights] && !without.passed)
        let collection = try fixture.collection(sources: sources, targets: targets)
        #expect(try await CheckFixture.report(collection).passed)
        var record = try RightsRecord(contentsOf: fixture.url("rights.json"))
        record.entries[1].expires = CalendarDay("2020-01-01")
        record.entries[2].sha256 = nil
        record.entries.removeLast()
        try record.write(to: fixture.url("rights.json"))
        let report = try await CheckFixture.report(collection)
        let told = { (file: String, role: CheckedPicture.Role) in
            report.findings(of: file, as: role).filter { $0.contains("rights") }
        }
        #expect(told("source_a.png", .source).isEmpty)
        #expect(told("source_b.png", .source) == ["failure rights"])
        #expect(told("target_c.png", .target) == ["warning rights"])
        #expect(told("target_d.png", .target) == ["failure rights"])
        try Data("{".utf8).write(to: fixture.url("rights.json"))
        let broken = try await CheckFixture.report(collection)
        #expect(broken.findings.map(\.rule) == [.rights] && !broken.passed)
    }

    @Test(
        "no more pictures are looked at together than the parts allow, and the report does not depend on who is first")
    func bounded() async throws {
        let fixture = try CheckFixture()
        let names = (0..<12).map { "source_\($0).png" }
        for (seed, name) in names.enumerated() { try fixture.add(name, seed: seed) }
        try fixture.add("target_t.png", seed: 50)
        let collection = try fixture.collection(
            sources: names.map { PlanPicture(name: String($0.dropFirst(7).dropLast(4)), files: [$0]) },
            targets: [PlanPicture("t", "target_t.png")])
        let finder = CountingFinder()
        let check = CollectionCheck(
            collection, parts: CheckParts(finder: finder, concurrency: 2),
            date: CompositionDate(seconds: 1_700_000_000))
        let seen = Mutex<[Int]>([])
        let report = try await check.report { progress in seen.withLock { $0.append(progress.done) } }
        #expect(seen.withLock { $0 } == Array(1...13))
        #expect(finder.most.withLock { $0 } == 2)
        let alone = CollectionCheck(
            collection, parts: CheckParts(finder: finder, concurrency: 1),
            date: CompositionDate(seconds: 1_700_000_000))
        #expect(try await alone.report() == report)
    }

    private final class CountingFinder: FaceFinder {
        let most = Mutex(0)
        private let running = Mutex(0)

        func analyse(_ photograph: Photograph) throws -> [Face] {
            let now = running.withLock { count in
                count += 1
                return count
            }
            most.withLock { $0 = max($0, now) }
            Thread.sleep(forTimeInterval: 0.02)
            running.withLock { $0 -= 1 }
            return try ScriptedFinder().analyse(photograph)
        }
    }

    @Test("the report reads back from its JSON")
    func json() async throws {
        let fixture = try CheckFixture()
        try fixture.add("source_a.png", .turned, seed: 1)
        try fixture.add("target_b.png", seed: 2)
        let report = try await CheckFixture.report(
            fixture.collection(
                sources: [PlanPicture("a", "source_a.png")], targets: [PlanPicture("b", "target_b.png")]))
        let text = try JSONValue(encoding: report).text(.indented)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try decoder.decode(CheckReport.self, from: Data(text.utf8)) == report)
        #expect(text.contains("\"passed\": false") && !text.contains(fixture.folder.path))
    }
}
