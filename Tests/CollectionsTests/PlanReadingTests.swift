import Collections
import Foundation
import Provenance
import Testing
import Works

@Suite("Plan reading")
struct PlanReadingTests {
    private static let yaml = """
        # A comment
        version: 1
        title: Metamorphosis
        description: "Faces: old, streets: new"
        date: 2026-11-24T15:36:00Z
        numbering: { first: 7, digits: 3, name: "{number}_{source}_in_{target}" }
        recipe: { blend_ratio: 0.8, output_resolution: [640, 480] }
        rights: rights.json
        output: out/works
        storage: s3://bucket/prefix
        seed: 3
        sources:
          - name: Ana
            files: [ana.jpg, ana_2.jpg]
            weight: 2.5
            attributes: { Century: 16, Name: Ana }
          - source_no.jpg
        targets:
          - file: target_street.jpg
            reference: who.jpg
          - target_beach.jpg
        pairing:
          mode: list
          pairs: [[Ana, street], [no, beach]]
        traits:
          - name: Light
            values: [Day, { value: Gold, weight: 0.5, recipe: { color_correction: none } }]
        overrides:
          8:
            traits: { Light: Gold }
            recipe: { blend_ratio: 0.5 }
            attributes: { Edition: First }
        deliverables: { output_format: png, keep_mask: yes-no, proof: paper.icc }
        attributes: { Series: 1, Artist: "12" }
        input_standard:
          source_yaw: null
          source_size: [1080, 1920]
          target_naming: null
          duplicate_distance: null
        """.replacing("yes-no", with: "true")

    @Test("YAML says everything that a plan has, and JSON says the same")
    func whole() throws {
        let folder = try PlanFolder()
        let fromYAML = try folder.plan(Self.yaml.replacing("target_naming: null", with: "source_pitch: 5"))
        let plan = fromYAML.plan
        #expect(plan.title == "Metamorphosis" && plan.description == "Faces: old, streets: new")
        #expect(plan.date?.iso8601 == "2026-11-24T15:36:00Z")
        #expect(plan.output == "out/works" && plan.storage == "s3://bucket/prefix" && plan.rights == "rights.json")
        #expect(plan.sources.map(\.name) == ["Ana", "no"] && plan.sources[0].files == ["ana.jpg", "ana_2.jpg"])
        #expect(plan.sources[0].weight == 2.5)
        #expect(plan.sources[0].attributes == [.init("Century", .number(16)), .init("Name", .text("Ana"))])
        #expect(plan.targets.map(\.name) == ["street", "beach"] && plan.targets[0].reference == "who.jpg")
        #expect(plan.deliverables.keepsMask && plan.deliverables.proof == "paper.icc")
        #expect(plan.attributes == [.init("Artist", .text("12")), .init("Series", .number(1))])
        #expect(plan.standard.sourceYaw == .infinity && plan.standard.sourcePitch == 5)
        #expect(plan.standard.sourceLongSide == 1920 && plan.standard.sourceShortSide == 1080)
        #expect(plan.standard.duplicateDistance == 0)

        let works = fromYAML.works
        #expect(works.map(\.number) == [7, 8] && works.map(\.name) == ["007_Ana_in_street", "008_no_in_beach"])
        #expect(works[1].traits == ["Gold"])
        #expect(works[1].recipe.compositing.blendRatio == 0.5 && works[0].recipe.compositing.blendRatio == 0.8)
        #expect(works.map(\.recipe.number) == [7, 8] && works.allSatisfy { $0.recipe.outputFormat == .png })
        #expect(
            works[1].attributes == [
                .init("Artist", .text("12")), .init("Series", .number(1)), .init("Light", .text("Gold")),
                .init("Edition", .text("First")),
            ])
        #expect(
            Set(fromYAML.missingFiles)
                == [
                    "ana.jpg", "ana_2.jpg", "source_no.jpg", "target_street.jpg", "target_beach.jpg", "who.jpg",
                    "rights.json", "paper.icc",
                ])

        let json = try YAMLReader.value(of: Array(Data(contentsOf: fromYAML.file)))
        let other = try PlanFolder()
        let fromJSON = try PlannedCollection(contentsOf: other.write(json.text(.indented), "collection.json"))
        #expect(fromJSON.plan == plan && fromJSON.works == works)
        #expect(try PlannedCollection(contentsOf: other.url).plan == plan, "the folder's plan is found")
    }

    @Test("a recipe in a file is the base, and its own mistakes are told by its name")
    func recipeFile() throws {
        let folder = try PlanFolder()
        try folder.write(#"{"swapper": "mesh", "blend_ratio": 0.25}"#, "recipe.json")
        let head = "title: T\nsources: [a.jpg]\ntargets: [b.jpg]\npairing: {mode: zip}\n"
        #expect(try folder.plan(head + "recipe: recipe.json").works[0].recipe.compositing.blendRatio == 0.25)
        try folder.write(#"{"blend_ration": 0.25, "seed": -1}"#, "recipe.json")
        let told = folder.mistakes(head + "recipe: recipe.json")
        #expect(told.count == 2)
        #expect(told[0] == "$.recipe: recipe.json: $.blend_ration: no such key. Did you mean \"blend_ratio\"?")
        #expect(folder.mistakes(head + "recipe: none.json").first?.contains("none.json: there is no such file") == true)
    }

    /// YAML 1.2.2, 10.3.2: what its core schema makes of plain words, and what it does not.
    static let words: [(String, JSONValue)] = [
        ("null", .null), ("~", .null), ("", .null), ("true", .bool(true)), ("False", .bool(false)),
        ("yes", .string("yes")), ("no", .string("no")), ("on", .string("on")), ("Off", .string("Off")),
        ("0", .number(0)), ("-19", .number(-19)), ("+7", .number(7)), ("007", .number(7)), ("0o7", .number(7)),
        ("0x3A", .number(58)), ("0.", .number(0)), ("-0.0", .number(-0.0)), (".5", .number(0.5)),
        ("+12e03", .number(12000)), ("-2E+05", .number(-200_000)), (".inf", .string(".inf")), (".nan", .string(".nan")),
        ("1_000", .string("1_000")), ("12:30", .string("12:30")), ("1e", .string("1e")), ("0x", .string("0x")),
        ("2026-11-24", .string("2026-11-24")), ("\"7\"", .string("7")), ("'true'", .string("true")),
        ("!!str 7", .string("7")),
        (".", .string(".")), ("1.2.3", .string("1.2.3")), ("٣", .string("٣")),
    ]

    @Test("plain words mean what YAML 1.2 says", arguments: words)
    func scalar(_ word: String, _ value: JSONValue) throws {
        #expect(try YAMLReader.value(of: Array("key: \(word)\n".utf8)) == .object(["key": value]), "\(word)")
    }

    static let refused: [(String, String)] = [
        ("a: 1\nb: 2\na: 3\n", "line 1: the key \"a\" stands there twice; keep one of the two"),
        ("a:\n  17: x\n  \"17\": y\n", "line 2: the key \"17\" stands there twice; keep one of the two"),
        ("a: &x [1]\nb: *x\n", "line 1: anchors (&x)"),
        ("a: *x\n", "line 1: found undefined alias"),
        ("a: !!int 7\n", "line 1: the tag !!int is not read"),
        ("a: [1, 2\nb: 3\n", "line 2"),
        ("a: 1\n---\nb: 2\n", "document"),
        ("? [1]\n: 2\n", "line 1: a key must be a text"),
        ("a: \"\u{1}\"\n", "control characters are not allowed"),
        ("", "is empty"),
        (String(repeating: "[", count: 5000), "line 1"),
        (String(repeating: "[", count: 100) + String(repeating: "]", count: 100), "nested too deeply"),
    ]

    @Test("what YAML could mean in two ways is refused with its line", arguments: refused)
    func refusal(_ text: String, _ says: String) throws {
        let folder = try PlanFolder()
        let told = folder.mistakes(text)
        #expect(told.count == 1 && told[0].contains(says), "\(told)")
    }

    @Test("bytes that are no text, and a file that is no plan, are refused")
    func unreadable() throws {
        let folder = try PlanFolder()
        let bytes = folder.url.appending(path: "collection.yaml")
        try Data([0x61, 0x3A, 0x20, 0xFF]).write(to: bytes)
        #expect(throws: CollectionError.unreadable(file: "collection.yaml", reason: "is not UTF-8")) {
            try PlannedCollection(contentsOf: bytes)
        }
        #expect(throws: CollectionError.self) { try PlannedCollection(contentsOf: folder.write("{}", "plan.txt")) }
        try folder.write("{}", "collection.json")
        let both = "has collection.yaml and collection.json; name the one that counts"
        #expect(throws: CollectionError.unreadable(file: folder.url.lastPathComponent, reason: both)) {
            try PlannedCollection(contentsOf: folder.url)
        }
        let twice = try folder.write(#"{"title": "a", "title": "b"}"#, "collection.json")
        #expect(throws: CollectionError.self) { try PlannedCollection(contentsOf: twice) }
    }

    @Test("patterns give files in one order, without folders and hidden files")
    func patterns() throws {
        let folder = try PlanFolder()
        for name in ["targets/target_b.jpg", "targets/target_a.jpg", "targets/.x.jpg", "targets/c.png", "s/1/x.jpg"] {
            try folder.write("", name)
        }
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "targets/d.jpg"), withIntermediateDirectories: true)
        let works = try folder.plan(
            "title: T\nsources: s/*/?.jpg\ntargets: [targets/*.jpg, targets/c.*]\npairing: {mode: product}")
        #expect(works.plan.targets.map(\.name) == ["a", "b", "c"])
        #expect(works.plan.sources.map(\.files) == [["s/1/x.jpg"]])
        #expect(works.missingFiles.isEmpty)
        let told = folder.mistakes("title: T\nsources: x*.jpg\ntargets: [a.jpg]\npairing: {mode: product}")
        #expect(told.first?.hasPrefix("$.sources: no file fits \"x*.jpg\".") == true)
    }
}
