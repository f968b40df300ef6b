import Collections
import Foundation
import Provenance
import Testing

/// The keys of a plan, as the schema has them.
enum PlanKeys {
    /// Below the root, and below its parts; not those of recipes.
    static func all() throws -> Set<String> {
        var keys: Set<String> = []
        func walk(_ value: JSONValue) {
            switch value {
            case .object(let members):
                for (key, member) in members where key != "recipe" {
                    if key == "properties" { keys.formUnion((member.members ?? [:]).keys) }
                    walk(member)
                }
            case .array(let elements): elements.forEach(walk)
            default: break
            }
        }
        walk(try JSONReader.value(of: Array(CollectionPlan.schema.utf8)))
        return keys.subtracting(["$schema"]).union(["recipe"])
    }
}

@Suite("Plan guide")
struct PlanGuideTests {
    private static func guide() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/collections.md"), encoding: .utf8)
    }

    @Test("docs/collections.md names every key of the schema")
    func keys() throws {
        let guide = try Self.guide()
        let keys = try PlanKeys.all()
        #expect(keys.count > 50)
        for key in keys { #expect(guide.contains("`\(key)`"), "\(key)") }
    }

    @Test("its examples are plans, and give the works that it says")
    func examples() throws {
        let guide = try Self.guide()
        let examples = guide.matches(of: /```yaml\n((?:.|\n)*?)```/).map { String($0.1) }
        #expect(examples.count == 2)
        let folder = try PlanFolder()
        for target in ["target_street_047.jpg", "target_street_048.jpg"] { try folder.write("", "targets/\(target)") }
        try folder.write("{}", "recipe.json")
        let first = try folder.plan(examples[0])
        #expect(first.works.map(\.name) == ["0001_shakespeare", "0002_shakespeare", "0003_ada", "0004_ada"])
        let second = try folder.plan(examples[1])
        #expect(second.works.count == 100)
    }
}
