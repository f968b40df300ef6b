import Collections
import Foundation
import Testing
import Works

@Suite("Plan drafts")
struct PlanDraftTests {
    private static let date = CompositionDate(seconds: 1_764_000_000)

    private static func folder(_ files: [String]) throws -> PlanFolder {
        let folder = try PlanFolder()
        for file in files { try folder.write("{}", file) }
        return folder
    }

    private static let files = [
        "source_shakespeare.jpg", "source_shakespeare_2.jpg", "source_shakespeare-c.PNG", "source_ada_1.jpg",
        "source_ada_2.jpg", "source_woman_01.jpg", "source_woman_02.jpg", "sources/kant.webp", "sources/hegel_2.tif",
        "target_street_047.jpg", "target_street_048.jpg", "target_street_048.png", "targets/beach's \"end\": #1.jpg",
        "holiday.jpg", "source_notes.txt", ".source_hidden.jpg",
    ]

    @Test("photographs of one person are grouped, series are not, and names tell the rest")
    func groups() throws {
        let folder = try Self.folder(Self.files)
        let draft = try PlanDraft(folder: folder.url, date: Self.date)
        #expect(draft.sources.map(\.name) == ["ada", "hegel_2", "kant", "shakespeare", "woman_01", "woman_02"])
        #expect(draft.sources[0].files == ["source_ada_1.jpg", "source_ada_2.jpg"])
        #expect(
            draft.sources[3].files == [
                "source_shakespeare.jpg", "source_shakespeare-c.PNG", "source_shakespeare_2.jpg",
            ])
        #expect(draft.targets.map(\.name) == ["beach's \"end\": #1", "street_047", "street_048", "street_048_4"])
        #expect(draft.others == ["holiday.jpg"])
        #expect(
            draft.notes.count == 2 && draft.notes[0].contains("holiday.jpg") && draft.notes[1].contains("rights add"))
    }

    @Test(
        "what is written reads back as what was found, in both forms and with every pairing",
        arguments: PlanDraft.Mode.allCases)
    func readsBack(_ mode: PlanDraft.Mode) async throws {
        let folder = try Self.folder(Self.files + ["targets/x.jpg", "targets/y.jpg"])
        var draft = try PlanDraft(folder: folder.url, date: Self.date)
        draft.title = "Of \"men\" {and} # others: 1984"
        draft.mode = mode
        let yaml = try PlannedCollection(contentsOf: await draft.write(as: .yaml))
        try FileManager.default.removeItem(at: yaml.file)
        let json = try PlannedCollection(contentsOf: await draft.write(as: .json))
        #expect(yaml.plan == json.plan && yaml.works == json.works)
        #expect(yaml.plan.title == draft.title && yaml.plan.date == Self.date)
        #expect(yaml.plan.sources == draft.sources && yaml.plan.targets == draft.targets)
        #expect(yaml.missingFiles.isEmpty)
        #expect(yaml.works.count == (mode == .product || mode == .random ? 36 : 6))
        #expect(yaml.works[0].recipe.title == "Of \"men\" {{and}} # others: 1984 #{number}")
        let schema = folder.url.appending(path: "collection.schema.json")
        #expect(try String(contentsOf: schema, encoding: .utf8) == CollectionPlan.schema)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!names.contains { $0.contains("likeness-") }, "nothing half written stays")
    }

    @Test("what stands in comments is right as well, and names every key of the schema")
    func comments() async throws {
        let folder = try Self.folder(["source_a.jpg", "target_b.jpg"])
        let draft = try PlanDraft(folder: folder.url, date: Self.date)
        let file = try await draft.write(as: .yaml)
        let text = try String(contentsOf: file, encoding: .utf8)
        // A comment with a key, or with an element of a list, is a line of the plan.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.firstMatch(of: /^( *)# ((?:  )*)((?:- )?(?:"\d+"|[a-z_]+):.*|- \{.*)$/)
                .map { "\($0.1)\($0.2)\($0.3)" } ?? String(line)
        }
        let opened = lines.joined(separator: "\n")
            .replacing("source: \"…\"", with: "source: a").replacing("target: \"…\"", with: "target: b")
            .replacing("\"17\":", with: "\"1\":").replacing(/\n.*leave_out: true.*/, with: "")
        let plan = try folder.plan(opened).plan
        #expect(plan.traits.count == 1 && plan.overrides.count == 1 && plan.rights == "rights.json")
        #expect(plan.storage == "s3://bucket/prefix" && plan.standard == InputStandard() && plan.description == "…")
        // What the recipe's guide has is not told again.
        let keys = try PlanKeys.all().subtracting(RecipeField.all.map(\.key))
        for key in keys { #expect(text.contains(key), "\(key)") }
    }

    @Test(
        "a plan that is there stays, whatever its form",
        arguments: ["collection.yaml", "collection.yml", "collection.json"])
    func never(_ name: String) async throws {
        let folder = try Self.folder(["source_a.jpg", "target_b.jpg", name])
        let draft = try PlanDraft(folder: folder.url, date: Self.date)
        for form in [PlanDraft.Form.yaml, .json] {
            await #expect(throws: CollectionError.self) { try await draft.write(as: form) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 3)
    }

    @Test("zip of lists that are not of one length is refused, and nothing is written")
    func unequal() async throws {
        let folder = try Self.folder(["source_a.jpg", "target_b.jpg", "target_c.jpg"])
        var draft = try PlanDraft(folder: folder.url, date: Self.date)
        draft.mode = .zip
        await #expect(throws: CollectionError.self) { try await draft.write(as: .yaml) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 3)
    }

    @Test("a folder without sources or targets is told how pictures must be called")
    func nothing() throws {
        let cases = [
            ([], "is called a source or a target"), (["source_a.jpg"], "is called a target."),
            (["target_a.jpg", "x.jpg"], "is called a source."),
        ]
        for (files, words) in cases {
            let folder = try Self.folder(files)
            do {
                _ = try PlanDraft(folder: folder.url, date: Self.date)
                Issue.record("\(files)")
            } catch {
                #expect(error.description.contains(words) && error.description.contains("source_NAME.jpg"))
                #expect(error.description.contains("x.jpg") == files.contains("x.jpg"))
                #expect(error.isBadInput)
            }
        }
        let none = URL(filePath: "/nonexistent/folder")
        #expect(throws: CollectionError.self) { try PlanDraft(folder: none, date: Self.date) }
    }
}
