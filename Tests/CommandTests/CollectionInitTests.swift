import Foundation
import Testing

@Suite("Collection init")
struct CollectionInitTests {
    private static func folder(_ names: [String]) throws -> Folder {
        let folder = try Folder()
        for name in names {
            let file = folder(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        return folder
    }

    private static let epoch = ["SOURCE_DATE_EPOCH": "1764000000"]

    @Test("writes a plan with comments that reads as agreed, and never again")
    func yaml() throws {
        let folder = try Self.folder([
            "source_shakespeare.jpg", "source_shakespeare_2.jpg", "sources/source_ada.jpg", "target_street_047.jpg",
            "targets/target_beach.jpg", "holiday.jpg",
        ])
        let arguments = ["collection", "init", folder.url.path, "--title", "Metamorphosis"]
        let outcome = try Binary.run(arguments, environment: Self.epoch)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("collection.yaml: 2 sources, 2 targets, 4 works\n"))
        #expect(outcome.errors.contains("likeness: note: The name of holiday.jpg does not say what it is."))
        #expect(outcome.errors.contains("likeness rights add makes one"))
        let file = folder("collection.yaml")
        try Snapshot.expect(String(contentsOf: file, encoding: .utf8), named: "collection-init")
        try Data("mine".utf8).write(to: file)
        let again = try Binary.run(arguments + ["--json"], environment: Self.epoch)
        #expect(again.status == 2 && again.errors.contains("has a plan, collection.yaml, which is not overwritten."))
        #expect(try Data(contentsOf: file) == Data("mine".utf8) && !folder.entries.contains("collection.json"))
    }

    @Test("--json writes JSON and the schema that it names; --pairing pairs")
    func json() throws {
        let folder = try Self.folder(["source_a.jpg", "target_b.jpg", "target_c.jpg", "recipe.json", "rights.json"])
        try Data("{}".utf8).write(to: folder("recipe.json"))
        let outcome = try Binary.run(
            ["collection", "init", folder.url.path, "--json", "--pairing", "list", "--title", "T"],
            environment: Self.epoch)
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        try Snapshot.expect(
            String(contentsOf: folder("collection.json"), encoding: .utf8), named: "collection-init-json")
        let schema = try Binary.run(["collection", "schema"])
        #expect(schema.status == 0)
        #expect(try String(contentsOf: folder("collection.schema.json"), encoding: .utf8) == schema.output)
    }

    @Test("a folder without pictures is told how they must be called, with exit code 2")
    func nothing() throws {
        let folder = try Self.folder(["a.jpg"])
        let outcome = try Binary.run(["collection", "init", folder.url.path])
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        let name = folder.url.lastPathComponent
        let expected =
            "likeness: \(name): has no picture that is called a source or a target. Call files source_NAME.jpg and "
            + "target_NAME.jpg, or put them into the folders sources and targets. The name of a.jpg does not say what "
            + "it is.\n"
        #expect(outcome.errors == expected)
        #expect(folder.entries == ["a.jpg"])
    }

    @Test("a plan with mistakes is told of all of them, with exit code 2")
    func mistakes() throws {
        let folder = try Folder()
        let plan = """
            titel: Metamorphosis
            date: yesterday
            sources: [ana.jpg, { name: ben, file: ben.jpg, wieght: 2 }]
            targets: [street.jpg]
            pairing: { mode: prodct }
            numbering: { digits: 12 }
            recipe: { blend_ration: 0.5 }
            overrides: { 17: { leave_out: yes }, "018": {} }
            """
        let file = folder("collection.yaml")
        try Data(plan.utf8).write(to: file)
        let first = try Binary.run(["collection", "status", file.path])
        #expect(first.status == 2 && first.output.isEmpty)
        try Snapshot.expect(first.errors, named: "collection-mistakes")

        // What the schema cannot see comes when it sees nothing.
        let deeper = """
            title: Metamorphosis
            date: yesterday
            output: ../works
            sources: [ana.jpg, ben.jpg]
            targets: [street.jpg]
            pairing: { mode: list, pairs: [[ana, street], [bem, street], [ana, strete]] }
            recipe: { blend_ratio: 92 }
            traits: [{ name: Light, values: [{ value: Gold, recipe: { seed: -1 } }] }]
            overrides: { 17: { traits: { Light: Gould } }, 1: { recipe: { mask_blur: wide } } }
            """
        try Data(deeper.utf8).write(to: file)
        let second = try Binary.run(["collection", "status", file.path])
        #expect(second.status == 2 && second.output.isEmpty)
        try Snapshot.expect(second.errors, named: "collection-mistakes-deeper")

        try Data("title: T\n\ttargets: x\n".utf8).write(to: file)
        let third = try Binary.run(["collection", "status", file.path])
        #expect(third.status == 2 && third.errors.hasPrefix("likeness: collection.yaml: line 2: "))
        #expect(!(first.errors + second.errors + third.errors).contains(folder.url.path))
    }
}
