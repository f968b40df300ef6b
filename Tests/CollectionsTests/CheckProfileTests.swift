import Collections
import Foundation
import Oracles
import Raster
import Testing

@Suite(.enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct CheckProfileTests {
    private static func check(_ fixture: CheckFixture) async throws -> (PlannedCollection, CheckReport) {
        try await Oracle.run(script: "check_pictures.py", arguments: [fixture.folder.path])
        try fixture.add("tagged.png", seed: 1)
        var standard = InputStandard.small
        standard.duplicateDistance = 0
        standard.targetNaming = nil
        let names = ["plain.jpg", "grey.png", "cmyk.jpg", "adobe.jpg", "loose.jpg"]
        let collection = try fixture.collection(
            sources: [PlanPicture("tagged", "tagged.png")],
            targets: names.map { PlanPicture(name: String($0.prefix { $0 != "." }), files: [$0]) }, standard: standard)
        return (collection, try await CheckFixture.report(collection))
    }

    @Test("what claims nothing is taken as sRGB, what claims another space and what is made for a press fails")
    func profiles() async throws {
        let fixture = try CheckFixture()
        let (_, report) = try await Self.check(fixture)
        let told = { (file: String) in
            report.findings(of: file, as: .target).filter { $0.hasSuffix("profile") }
        }
        #expect(told("plain.jpg") == ["note profile"])
        #expect(told("loose.jpg") == ["note profile"])
        #expect(told("grey.png") == ["warning profile"])
        #expect(told("cmyk.jpg") == ["failure profile"])
        #expect(told("adobe.jpg") == ["failure profile"])
    }

    @Test("copies of grey and press pictures are RGB, and colours that nobody knows are left alone and told")
    func repair() async throws {
        let fixture = try CheckFixture()
        let (collection, report) = try await Self.check(fixture)
        let folder = fixture.url("mended")
        let repair = try await InputRepair(collection).write(to: folder, after: report)
        let made = Dictionary(uniqueKeysWithValues: repair.copies.map { ($0.from, $0) })
        for (file, name, depth) in [("plain.jpg", "sRGB", 8), ("grey.png", "sRGB", 8), ("cmyk.jpg", "Adobe", 16)] {
            let copy = try Photograph.open(folder.appending(path: try #require(made[file]).to))
            #expect(copy.profileOrigin == .embedded && copy.depth == depth)
            #expect(copy.colorSpace.name.contains(name), "\(copy.colorSpace.name)")
            #expect(copy.values == (try Photograph.open(fixture.url(file))).values)
        }
        #expect(made["adobe.jpg"]?.sha256 == made["adobe.jpg"]?.fromSha256)
        #expect(repair.left.filter { $0.finding.rule == .profile }.map(\.file) == ["grey.png", "adobe.jpg"])
    }
}
