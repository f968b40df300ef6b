import Foundation
import Provenance
import Testing

@Suite("Rights record")
struct RightsRecordTests {
    @Test("every key is read, and written as it was read")
    func roundTrip() throws {
        let text = """
            {
              "commercial": true,
              "entries": [
                {
                  "basis": "signed_release",
                  "evidence": {
                    "file": "papers/ana.pdf",
                    "sha256": "\(digest(1))"
                  },
                  "expires": "2028-02-29",
                  "file": "ana.jpg",
                  "note": "Two lines,\\nthe second.",
                  "person": "Ana Silva",
                  "role": "source",
                  "sha256": "\(digest(2))",
                  "uses": [
                    "commercial",
                    "derivative"
                  ]
                },
                {
                  "basis": "fictional",
                  "file": "drawn.png",
                  "person": "fictional",
                  "role": "reference"
                }
              ],
              "models": [
                {
                  "commercial_use": "forbidden",
                  "licence": "CC-BY-NC-4.0",
                  "name": "inswapper"
                }
              ],
              "version": 1
            }

            """
        let record = try RightsRecord(text: Array(text.utf8))
        #expect(record.json.text(.indented) == text)
        #expect(record.entries[0].uses == [.derivative, .commercial])
        #expect(record.entries[0].expires == CalendarDay(year: 2028, month: 2, day: 29))
        #expect(record.entries[0].evidence?.file == "papers/ana.pdf")
        #expect(record.models == [RightsModel(name: "inswapper", licence: "CC-BY-NC-4.0", allowsCommercialUse: false)])
    }

    @Test("all problems are told at once, each with its place and what to do")
    func allProblems() {
        let text = """
            {"version": 2, "comercial": true, "entries": [
              {"role": "sorce", "person": "", "basis": "signed_relase", "file": "../ana.jpg", "expires": "2023-02-29"},
              {"role": "source", "person": "A", "basis": "licence", "sha256": "ABC",
               "evidence": {"file": "../../etc/passwd", "sha": "x"}},
              {"role": "source", "person": "A", "basis": "own_likeness", "uses": ["comercial", 3]},
              {"role": "source", "person": "A", "basis": "own_likeness", "file": "a", "uses": [], "note": null}, 7
            ], "models": {}}
            """
        let uses = "one of personal, editorial, commercial, advertising, print, nft, derivative"
        expectProblems(
            of: text,
            [
                #"$.comercial: no such key. Did you mean "commercial"?"#,
                "$.version: found 2. Give 1.",
                "$.commercial: is missing. Add it; docs/rights.md has an example.",
                #"$.entries[0].role: found "sorce" (did you mean "source"?). Give one of source, target, reference."#,
                #"$.entries[0].file: found "../ana.jpg". Give a file's name, without folders."#,
                #"$.entries[0].person: found "". Give a text of 1 to 2000 characters without control characters."#,
                #"$.entries[0].basis: found "signed_relase" (did you mean "signed_release"?). "#
                    + "Give one of own_likeness, signed_release, public_domain, licence, fictional.",
                #"$.entries[0].expires: found "2023-02-29". Give a day such as 2030-12-31."#,
                #"$.entries[1].sha256: found "ABC". "#
                    + "Give a SHA-256 in 64 lower-case hexadecimal digits, as sha256sum prints.",
                "$.entries[1].evidence.sha: no such key. docs/rights.md lists the keys; remove this one.",
                #"$.entries[1].evidence.file: found "../../etc/passwd". "#
                    + "Give a path inside the folder of evidence, such as papers/release.pdf.",
                "$.entries[1].evidence.sha256: is missing. Add it; docs/rights.md has an example.",
                "$.entries[1].uses: is missing; the basis licence needs it. Add it; docs/rights.md has an example.",
                "$.entries[2].file: is missing; one of file and sha256 must name the picture. "
                    + "Add it; docs/rights.md has an example.",
                #"$.entries[2].uses[0]: found "comercial" (did you mean "commercial"?). Give \#(uses)."#,
                "$.entries[2].uses[1]: found 3. Give \(uses).",
                "$.entries[3].uses: found an empty array. Give at least one use, or leave uses out.",
                "$.entries[4]: found 7. Give an object of keys and values.",
                "$.models: found an empty object. Give an array.",
            ])
    }

    @Test(
        "a signed release and a licence need a document and uses; the other bases need neither",
        arguments: RightsBasis.allCases)
    func needs(basis: RightsBasis) {
        let text =
            #"{"version":1,"commercial":false,"entries":[{"role":"target","person":"A","basis":"\#(basis.rawValue)","#
            + #""file":"a.jpg"}]}"#
        let problems: [String] =
            switch basis {
            case .signedRelease, .licence:
                ["evidence", "uses"].map {
                    "$.entries[0].\($0): is missing; the basis \(basis.rawValue) needs it. "
                        + "Add it; docs/rights.md has an example."
                }
            default: []
            }
        expectProblems(of: text, problems)
    }

    @Test("a text that is no JSON, a key twice and another kind of value are refused with their place")
    func noRecord() {
        expectProblems(of: "{", ["line 1, column 2: a key in double quotes was expected. Correct the JSON there."])
        expectProblems(
            of: #"{"version":1,"version":1}"#, ["$.version: the key stands there twice. Keep one of the two."])
        expectProblems(of: "[]", ["$: found an empty array. Give an object of keys and values."])
    }

    @Test("an added entry stands last, and one that could not be read again is refused")
    func adding() throws {
        let record = RightsRecord(commercial: false)
        let entry = RightsEntry(role: .source, file: "me.jpg", person: "Me", basis: .ownLikeness)
        let added = try record.adding(entry).adding(entry)
        #expect(added.entries == [entry, entry])
        #expect(throws: RightsError.self) {
            try added.adding(RightsEntry(role: .source, file: "me.jpg", person: "Me", basis: .licence))
        }
    }

    @Test("a file is written for everybody to read, replaces the old one and is read back")
    func file() throws {
        let folder = try TemporaryFolder()
        let url = folder[RightsRecord.fileName]
        let entry = RightsEntry(role: .source, file: "me.jpg", person: "Me", basis: .ownLikeness)
        let record = RightsRecord(commercial: true, entries: [entry])
        try RightsRecord(commercial: false).write(to: url)
        try record.write(to: url)
        #expect(try RightsRecord(contentsOf: url) == record)
        let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [RightsRecord.fileName])
    }

    @Test("a file that is not there, is a folder or a pipe, is too large or cannot be written is refused by name")
    func badFiles() throws {
        let folder = try TemporaryFolder()
        func expect(_ reason: String, _ url: URL) {
            #expect(throws: RightsError([.unreadable(reason: reason)], file: url.lastPathComponent)) {
                try RightsRecord(contentsOf: url)
            }
        }
        expect("there is no such file", folder["none.json"])
        expect("not a file", folder.url)
        try #require(mkfifo(folder["pipe"].path, 0o600) == 0)
        expect("not a file", folder["pipe"])
        expect("larger than 8 MiB", try folder.write([UInt8](repeating: 0x20, count: 8 << 20 + 1), "large.json"))
        let nowhere = folder["none/rights.json"]
        #expect(throws: RightsError([.cannotWrite(reason: "no such file or directory")], file: "rights.json")) {
            try RightsRecord(commercial: false).write(to: nowhere)
        }
    }

    @Test(
        "days that are not in the calendar, or are written in another way, are no days",
        arguments: ["2030-13-01", "2030-00-10", "2100-02-29", "2030-4-1", "2030-04-31", "20300401", "2030-04-01Z", ""])
    func noDays(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test("days follow each other and are written as they are read")
    func days() throws {
        let texts = ["0001-01-01", "1999-12-31", "2000-02-29", "2000-03-01", "2030-12-31"]
        let days = texts.compactMap { CalendarDay($0) }
        #expect(days.map(\.description) == texts)
        #expect(days == days.sorted())
        #expect(CalendarDay(inUTC: Date(timeIntervalSince1970: 951_868_799))?.description == "2000-02-29")
        #expect(CalendarDay(inUTC: Date(timeIntervalSince1970: 951_868_800))?.description == "2000-03-01")
    }

    private func expectProblems(of text: String, _ expected: [String], location: SourceLocation = #_sourceLocation) {
        do {
            _ = try RightsRecord(text: Array(text.utf8))
            #expect(expected.isEmpty, sourceLocation: location)
        } catch {
            #expect(error.problems.map(\.description) == expected, sourceLocation: location)
        }
    }

    private func digest(_ number: UInt8) -> String { Digest(of: [number]).hexadecimal }
}
