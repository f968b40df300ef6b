import Collections
import Foundation
import Provenance
import Raster
import Testing
import Works

@Suite struct InputRepairTests {
    /// Wrong names, an untagged picture, a turned one, an untagged one of 16 bits, a blurred one.
    private static func collection(in fixture: CheckFixture) throws -> PlannedCollection {
        try fixture.add("raw/ana.png", seed: 1)
        try fixture.add("raw/ben.png", seed: 2)
        try fixture.strip("raw/ben.png")
        try fixture.add("raw/street.jpg", seed: 3)
        try fixture.turn("raw/street.jpg")
        try fixture.add("raw/hall.png", seed: 4, depth: 16)
        try fixture.strip("raw/hall.png")
        try fixture.add("raw/fog.png", .blurred, seed: 5)
        return try fixture.collection(
            sources: [
                PlanPicture("ana", "raw/ana.png"), PlanPicture("ben", "raw/ben.png"), PlanPicture("fog", "raw/fog.png"),
            ],
            targets: [PlanPicture("street", "raw/street.jpg"), PlanPicture("hall", "raw/hall.png")])
    }

    @Test("copies are called right, upright and tagged, originals stay as they are, and a check of the copies says so")
    func repair() async throws {
        let fixture = try CheckFixture()
        let collection = try Self.collection(in: fixture)
        let before = try fixture.contents("raw")
        let report = try await CheckFixture.report(collection)
        #expect(report.pictures.allSatisfy { $0.findings.contains { $0.rule == .naming } })
        let folder = fixture.url("mended")
        let repair = try await InputRepair(collection).write(to: folder, after: report)
        #expect(try fixture.contents("raw") == before)
        #expect(
            repair.copies.map(\.to) == [
                "sources/source_ana.png", "sources/source_ben.png", "sources/source_fog.png",
                "targets/target_street.png", "targets/target_hall.png",
            ])
        #expect(
            repair.copies.map(\.changes) == [
                ["renamed"], ["renamed", "tagged as sRGB", "saved as PNG"], ["renamed"],
                ["renamed", "turned upright", "saved as PNG"], ["renamed", "tagged as sRGB", "saved as PNG"],
            ])
        #expect(repair.left.map(\.file) == ["raw/fog.png"] && repair.left.map(\.finding.rule) == [.sharpness])

        let mended = try PlannedCollection(contentsOf: folder)
        #expect(mended.plan.title == collection.plan.title && mended.works.count == 6)
        let after = try await CheckFixture.report(
            PlannedCollection(plan: mended.plan.with(.small), file: mended.file, works: mended.works))
        let rules = Set(after.pictures.flatMap(\.findings).map(\.rule))
        #expect(rules.isDisjoint(with: [.naming, .profile, .rights, .missing, .unreadable]))
        #expect(after.findings.isEmpty)
        #expect(after.pictures.filter(\.isFailure).map(\.file) == ["sources/source_fog.png"])
    }

    @Test("a converted copy keeps every code value and its depth, and one that needs nothing keeps its bytes")
    func values() async throws {
        let fixture = try CheckFixture()
        let collection = try Self.collection(in: fixture)
        let report = try await CheckFixture.report(collection)
        let folder = fixture.url("mended")
        _ = try await InputRepair(collection).write(to: folder, after: report)
        for (from, to) in [
            ("raw/ben.png", "sources/source_ben.png"), ("raw/street.jpg", "targets/target_street.png"),
            ("raw/hall.png", "targets/target_hall.png"),
        ] {
            let (original, copy) = (
                try Photograph.open(fixture.url(from)), try Photograph.open(folder.appending(path: to))
            )
            #expect(copy.values == original.values && copy.size == original.size)
            #expect(copy.profileOrigin == .embedded && copy.colorSpace == original.colorSpace)
        }
        #expect(
            try Photograph.open(folder.appending(path: "targets/target_street.png")).size
                == PixelSize(width: 64, height: 96))
        #expect(
            try Data(contentsOf: folder.appending(path: "sources/source_ana.png"))
                == Data(contentsOf: fixture.url("raw/ana.png")))
    }

    @Test("each right goes along to the copy of its picture, and says where it comes from")
    func rights() async throws {
        let fixture = try CheckFixture()
        let collection = try Self.collection(in: fixture)
        var record = try RightsRecord(contentsOf: fixture.url("rights.json"))
        try Data("signed".utf8).write(to: fixture.url("release.txt"))
        record.entries[1] = RightsEntry(
            role: .source, file: "ben.png", sha256: record.entries[1].sha256, person: "Ben Example",
            basis: .signedRelease,
            evidence: RightsEvidence(file: "release.txt", sha256: try Digest(ofFile: fixture.url("release.txt"))),
            uses: [.derivative], note: "by hand")
        record.entries[2].sha256 = nil
        try record.write(to: fixture.url("rights.json"))
        let folder = fixture.url("mended")
        let repair = try await InputRepair(collection).write(
            to: folder, after: try await CheckFixture.report(collection))
        let carried = try RightsRecord(contentsOf: folder.appending(path: "rights.json"))
        #expect(carried.entries.count == record.entries.count)
        #expect(carried.entries[0].sha256 == record.entries[0].sha256 && carried.entries[0].file == "source_ana.png")
        #expect(carried.entries[1].sha256?.hexadecimal == repair.copies[1].sha256)
        let note = try #require(carried.entries[1].note)
        #expect(note.hasPrefix("by hand; a copy of ben.png (SHA-256 \(repair.copies[1].fromSha256))"))
        #expect(carried.entries[2].sha256 == nil && carried.entries[2].file == "source_fog.png")
        let inputs = repair.copies.compactMap { copy in
            Digest(hexadecimal: copy.sha256).map {
                RightsInput(
                    role: copy.role == .source ? .source : .target, file: String(copy.to.split(separator: "/")[1]),
                    sha256: $0)
            }
        }
        let day = try #require(CalendarDay("2026-01-01"))
        let findings = carried.check(against: inputs, on: day, evidenceIn: folder)
        #expect(findings.map(\.code) == [.nameOnly])
    }

    @Test("a folder that holds something is refused, and stays as it is")
    func refusal() async throws {
        let fixture = try CheckFixture()
        let collection = try Self.collection(in: fixture)
        let report = try await CheckFixture.report(collection)
        try FileManager.default.createDirectory(at: fixture.url("full"), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: fixture.url("full/notes.txt"))
        await #expect(throws: RepairError.notEmpty(name: "full")) {
            try await InputRepair(collection).write(to: fixture.url("full"), after: report)
        }
        #expect(try fixture.contents("full").keys.sorted() == ["notes.txt"])
        // A picture that changed since the check is not copied under the old one's name.
        try fixture.add("raw/ana.png", seed: 9)
        await #expect(throws: RepairError.changed(file: "ana.png")) {
            try await InputRepair(collection).write(to: fixture.url("mended"), after: report)
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.url("mended").path))
    }
}

extension CollectionPlan {
    fileprivate func with(_ standard: InputStandard) -> CollectionPlan {
        var plan = self
        plan.standard = standard
        return plan
    }
}

extension CheckFixture {
    /// Every file of a folder.
    fileprivate func contents(_ path: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: url(path).path)
        return Dictionary(
            uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: url(path).appending(path: $0))) })
    }

    /// Takes the profile out of a PNG.
    fileprivate func strip(_ path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: url(path)))
        var kept = Array(bytes[..<8])
        var place = 8
        while place < bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let chunk = bytes[place..<place + 12 + length]
            if !chunk.dropFirst(4).starts(with: Array("iCCP".utf8)) { kept += chunk }
            place += 12 + length
        }
        try Data(kept).write(to: url(path))
    }

    /// Puts an Exif block into a JPEG that turns it by a quarter (orientation 6).
    fileprivate func turn(_ path: String) throws {
        let bytes = try Data(contentsOf: url(path))
        let exif: [UInt8] =
            Array("Exif\0\0II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
        let segment = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
        try (bytes.prefix(2) + Data(segment) + bytes.dropFirst(2)).write(to: url(path))
    }
}
