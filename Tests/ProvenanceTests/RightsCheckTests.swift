import Foundation
import Provenance
import Testing

@Suite("Rights check")
struct RightsCheckTests {
    private let folder: TemporaryFolder
    private let paper: RightsEvidence
    private let ana = Digest(of: Data("ana".utf8))
    private let street = Digest(of: Data("street".utf8))
    private let model = RightsModel(name: "inswapper", licence: "research only", allowsCommercialUse: false)

    init() throws {
        folder = try TemporaryFolder()
        let url = try folder.write(Array("signed".utf8), "papers/ana.pdf")
        paper = RightsEvidence(file: "papers/ana.pdf", sha256: try Digest(ofFile: url))
    }

    @Test("a record that covers every picture has no findings, up to the last day and on it")
    func clean() throws {
        #expect(codes(record([release, target])) == [])
        #expect(codes(record([release, target]), on: "2030-12-31") == [])
    }

    @Test("the day after the last is too late")
    func expired() throws {
        let findings = try check(record([release, target]), on: "2031-01-01")
        let lastDay = try #require(CalendarDay("2030-12-31"))
        let path = JSONPath.root.key("entries").index(0).key("expires")
        #expect(findings == [.expired(person: "Ana", lastDay: lastDay, path: path)])
    }

    @Test("a picture without an entry, in another role, or with other bytes is told apart")
    func pictures() throws {
        #expect(codes(record([release])) == ["no_entry"])
        var other = target
        other.role = .source
        #expect(codes(record([release, other])) == ["other_role"])
        other = target
        other.sha256 = ana
        #expect(codes(record([release, other])) == ["other_picture"])
        // Another picture of that name may have its own entry.
        #expect(codes(record([release, other, target])) == [])
    }

    @Test("a name alone is enough, with a warning; a SHA-256 alone is enough without one")
    func nameOnly() throws {
        var named = target
        named.sha256 = nil
        #expect(codes(record([release, named])) == ["name_only"])
        #expect(try check(record([release, named])).map(\.severity) == [.warning])
        var hashed = target
        hashed.file = nil
        #expect(codes(record([release, hashed])) == [])
    }

    @Test("a document that is gone, is a folder or has changed is an error")
    func evidence() throws {
        var entry = release
        entry.evidence = RightsEvidence(file: "papers/none.pdf", sha256: paper.sha256)
        #expect(codes(record([entry, target])) == ["evidence_missing"])
        entry.evidence = RightsEvidence(file: "papers", sha256: paper.sha256)
        #expect(codes(record([entry, target])) == ["evidence_missing"])
        entry.evidence = nil
        #expect(codes(record([entry, target])) == ["evidence_missing"])
        try folder.write(Array("forged".utf8), paper.file)
        #expect(codes(record([release, target])) == ["evidence_changed"])
    }

    @Test("a work that is sold needs the commercial use, a mint the token, a composite always the derivative")
    func uses() throws {
        var entry = release
        entry.uses = [.personal]
        #expect(codes(record([entry, target])) == ["use_not_allowed", "use_not_allowed"])
        #expect(codes(record([entry, target], commercial: false)) == ["use_not_allowed"])
        entry.uses = [.derivative]
        #expect(codes(record([entry, target], commercial: false)) == [])
        entry.uses = [.derivative, .commercial]
        #expect(codes(record([entry, target])) == [])
        #expect(codes(record([entry, target]), uses: [.nft]) == ["use_not_allowed"])
        entry.role = .reference
        entry.uses = [.commercial]
        let input = RightsInput(role: .reference, file: "ana.jpg", sha256: ana)
        #expect(codes(record([entry]), inputs: [input]) == [])
    }

    @Test("a licence alone does not ask the person; a release beside it does, one of somebody else does not")
    func consent() throws {
        var licence = target
        (licence.person, licence.basis, licence.evidence) = ("Rui", .licence, paper)
        licence.uses = [.commercial, .derivative]
        #expect(codes(record([release, licence])) == ["no_consent"])
        #expect(codes(record([release, licence], commercial: false)) == [])
        var consent = licence
        consent.basis = .signedRelease
        #expect(codes(record([release, licence, consent])) == [])
        consent.person = "Eva"
        #expect(codes(record([release, licence, consent])) == ["no_consent"])
        licence.person = "fictional"
        #expect(codes(record([release, licence])) == [])
    }

    @Test("what cannot be true at once is found in one entry and in two, wherever they stand")
    func contradictions() throws {
        var entry = release
        entry.person = "fictional"
        #expect(try contradictions([entry]) == [.consentOfFictionalPerson])
        entry = target
        entry.person = "Rui"
        #expect(try contradictions([entry]) == [.fictionalBasisOfRealPerson])
        entry = release
        entry.uses = [.personal]
        #expect(try contradictions([release, target, entry]) == [.otherTerms])
        entry = release
        entry.sha256 = nil
        entry.expires = nil
        #expect(try contradictions([entry, release]) == [.otherTerms])
        #expect(try contradictions([release, entry]) == [.otherTerms])
        entry = release
        entry.basis = .ownLikeness
        #expect(try contradictions([release, entry]) == [.otherBasis])
        (entry.person, entry.basis) = ("fictional", .fictional)
        #expect(try contradictions([release, entry]) == [.realAndFictional])
    }

    @Test("entries that say the same, or speak of other people, roles or pictures, agree")
    func agreement() throws {
        var other = release
        other.uses = [.personal]
        other.person = "Eva"
        #expect(try contradictions([release, release, other]) == [])
        other.person = release.person
        other.role = .target
        #expect(try contradictions([release, other]) == [])
        other.role = .source
        other.sha256 = street
        #expect(try contradictions([release, other]) == [])
    }

    @Test("weights for research stop a work that is sold, and only that")
    func models() throws {
        let record = record([release, target])
        #expect(codes(record, models: [model]) == ["model_not_commercial"])
        #expect(codes(self.record([release, target], commercial: false), models: [model]) == [])
        var recorded = record
        recorded.models = [RightsModel(name: "inswapper", licence: "MIT", allowsCommercialUse: true)]
        #expect(codes(recorded, models: [model]) == ["model_not_commercial", "model_differs"])
    }

    @Test("entries for other pictures do not count for a work, and count when there is none")
    func wholeRecord() throws {
        var old = release
        (old.file, old.sha256, old.expires) = ("old.jpg", nil, CalendarDay("2020-01-01"))
        #expect(codes(record([release, old, target])) == [])
        let findings = record([release, old, target]).check(against: nil, on: try day(), evidenceIn: folder.url)
        #expect(findings.map(\.code) == [.nameOnly, .expired])
    }

    @Test(
        "thousands of entries for one picture are checked in time that grows with their number",
        .timeLimit(.minutes(10)))
    func many() throws {
        let entries = (0..<10_000).map { number in
            RightsEntry(role: .target, file: "street.tif", person: "Person \(number)", basis: .publicDomain)
        }
        let findings = record(entries).check(against: nil, on: try day(), evidenceIn: folder.url)
        #expect(findings.map(\.code) == entries.map { _ in .nameOnly })
    }

    private var release: RightsEntry {
        RightsEntry(
            role: .source, file: "ana.jpg", sha256: ana, person: "Ana", basis: .signedRelease, evidence: paper,
            uses: [.commercial, .derivative], expires: CalendarDay("2030-12-31"))
    }

    private var target: RightsEntry {
        RightsEntry(role: .target, file: "street.tif", sha256: street, person: "fictional", basis: .fictional)
    }

    private func record(_ entries: [RightsEntry], commercial: Bool = true) -> RightsRecord {
        RightsRecord(commercial: commercial, entries: entries)
    }

    private func day(_ text: String = "2026-11-24") throws -> CalendarDay { try #require(CalendarDay(text)) }

    private func check(
        _ record: RightsRecord, inputs: [RightsInput]? = nil, models: [RightsModel] = [], uses: Set<RightsUse> = [],
        on text: String = "2026-11-24"
    ) throws -> [RightsFinding] {
        let inputs =
            inputs ?? [
                RightsInput(role: .source, file: "ana.jpg", sha256: ana),
                RightsInput(role: .target, file: "street.tif", sha256: street),
            ]
        return record.check(against: inputs, models: models, for: uses, on: try day(text), evidenceIn: folder.url)
    }

    private func codes(
        _ record: RightsRecord, inputs: [RightsInput]? = nil, models: [RightsModel] = [], uses: Set<RightsUse> = [],
        on text: String = "2026-11-24"
    ) -> [String]? {
        try? check(record, inputs: inputs, models: models, uses: uses, on: text).map(\.code.rawValue)
    }

    private func contradictions(_ entries: [RightsEntry]) throws -> [RightsFinding.Contradiction] {
        try check(record(entries)).compactMap { finding in
            if case .contradiction(let contradiction, _, _) = finding { contradiction } else { nil }
        }
    }
}
