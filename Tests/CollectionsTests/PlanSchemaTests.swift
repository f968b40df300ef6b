import Collections
import Foundation
import Oracles
import Provenance
import Testing
import Works

@Suite("Plan schema")
struct PlanSchemaTests {
    private static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    private static let isRecording = ProcessInfo.processInfo.environment["LIKENESS_RECORD"] == "1"

    private static func schema() throws -> JSONValue { try JSONReader.value(of: Array(CollectionPlan.schema.utf8)) }

    @Test("docs/collection.schema.json is the schema that plans are read by")
    func published() throws {
        let url = Self.root.appending(path: "docs/collection.schema.json")
        if Self.isRecording { try CollectionPlan.schema.write(to: url, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: url, encoding: .utf8) == CollectionPlan.schema)
    }

    @Test("it has every key of a recipe, with its meaning, and no other")
    func recipe() throws {
        let url = Self.root.appending(path: "Sources/Collections/Resources/collection.schema.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        let head = "        \"version\": { \"const\": 1, \"description\": \"The version of the recipe's form.\" },\n"
        let start = try #require(text.range(of: head))
        let end = try #require(text.range(of: "\n      }", range: start.upperBound..<text.endIndex))
        let lines: String = RecipeField.all.flatMap { field in
            [field.key, field.alias].compactMap { $0 }.map { key in
                let words = JSONValue.string("\(field.meaning) Takes \(field.accepts).").text(.compact)
                return "        \"\(key)\": { \"description\": \(words) }"
            }
        }.joined(separator: ",\n")
        let range = start.upperBound..<end.lowerBound
        if Self.isRecording {
            try text.replacingCharacters(in: range, with: lines).write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(text[range] == lines)
    }

    @Test("deliverables take every key of the recipe's delivery")
    func deliverables() throws {
        let keys = [
            "output_profile", "output_format", "image_format", "master_compression", "master_pyramid", "master_layers",
            "max_bytes", "output_resolution", "upsampler",
        ]
        let known = try #require(Self.schema()["properties"]?["deliverables"]?["properties"]?.members)
        for key in keys { #expect(known[key] != nil && RecipeField.all.contains { $0.key == key }, "\(key)") }
    }

    @Test("its defaults are the plan's own")
    func defaults() throws {
        let minimal = #"{"title": "T", "sources": ["a"], "targets": ["b"], "pairing": {"mode": "zip"}"#
        let folder = try PlanFolder()
        let bare = try PlannedCollection(contentsOf: folder.write(minimal + "}", "collection.json"))
        let properties = try #require(Self.schema()["properties"])
        func filled(_ key: String) throws -> String {
            let members = properties[key]?["properties"]?.members ?? [:]
            let values = members.compactMapValues { $0["default"] }
            #expect(!values.isEmpty)
            return "\"\(key)\": \(JSONValue.object(values).text(.compact))"
        }
        let text = try ["numbering", "input_standard"].map(filled).joined(separator: ", ")
        let output = try #require(properties["output"]?["default"]?.text(.compact))
        let whole = try PlannedCollection(
            contentsOf: folder.write(minimal + ", \(text), \"output\": \(output)}", "collection.json"))
        #expect(whole.plan == bare.plan && whole.works == bare.works)
    }

    @Test("a schema with a rule that nobody looks at is refused")
    func unknownKeyword() {
        #expect(throws: JSONSchema.Malformed.self) { try JSONSchema(.object(["uniqueItems": .bool(true)])) }
        #expect(throws: JSONSchema.Malformed.self) { try JSONSchema(.object(["$ref": .string("#/$defs/none")])) }
    }

    @Test(
        "jsonschema takes the schema for one, and finds the same wrong at the same paths",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func oracle() async throws {
        let schema = try Self.schema()
        let plans = try Self.plans()
        let question = JSONValue.object(["schema": schema, "plans": .array(plans)]).text(.compact)
        let answer = try await Oracle.run(script: "plan_schema.py", arguments: [], stdin: Data(question.utf8))
        let expected = try JSONDecoder().decode([[String]].self, from: answer)
        let ours = try JSONSchema(schema)
        var wrong = 0
        for (plan, paths) in zip(plans, expected) {
            let found = Set(ours.problems(of: plan).map(\.path.description)).sorted()
            #expect(found == paths, "\(plan.text(.compact))")
            wrong += paths.isEmpty ? 0 : 1
        }
        #expect(plans.count > 400 && wrong > 200 && wrong < plans.count)
    }

    /// A plan with everything, and the same with each of its values lost, of another kind, or under another key.
    private static func plans() throws -> [JSONValue] {
        let whole = try YAMLReader.value(
            of: Array(
                """
                {$schema: x, version: 1, title: T, description: D, date: "2026-11-24T15:36:00Z",
                numbering: {first: 0, digits: 3, name: "{number}"}, recipe: {blend_ratio: 1, swapper: mesh}, rights: r,
                output: works, storage: s3://bucket/a/b, seed: 3,
                sources: [a.jpg, {name: b, file: b.jpg, weight: 2, attributes: {X: 1}}, {files: [c, d]}],
                targets: ["t/*", {name: t, file: t.jpg, reference: r.jpg}],
                pairing: {mode: random, count: 3, seed: 1, pairs: [[a, b]]},
                traits: [{name: L, values: [D, {value: G, weight: 0.5, recipe: {blend_ratio: 0.5}}]}],
                overrides: {"17": {source: a, target: t, recipe: {}, traits: {L: G}, attributes: {A: x}, leave_out: false}},
                deliverables: {output_format: png, keep_mask: true, proof: p.icc, max_bytes: {image: 1}},
                attributes: {Series: 1}, input_standard: {source_yaw: null, source_size: [1, 2], source_naming: "{name}",
                duplicate_distance: 3}}
                """.utf8))
        let others: [JSONValue] = [
            .null, .bool(true), .number(-1), .number(0.5), .number(3), .string(""), .string("017"), .array([]),
            .object([:]),
            .array([.string("a"), .string("b")]), .string(String(repeating: "é", count: 256)),
        ]
        return [whole] + others + whole.damaged(by: others)
    }
}

extension JSONValue {
    /// Every value that differs from this one in one place.
    fileprivate func damaged(by others: [JSONValue]) -> [JSONValue] {
        switch self {
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { key, value -> [JSONValue] in
                var without = members
                without[key] = nil
                var renamed = without
                renamed[key + "x"] = value
                let changed = (others + value.damaged(by: others)).map { value -> JSONValue in
                    var changed = members
                    changed[key] = value
                    return .object(changed)
                }
                return [.object(without), .object(renamed)] + changed
            }
        case .array(let elements):
            elements.indices.flatMap { index -> [JSONValue] in
                (others + elements[index].damaged(by: others)).map { value in
                    var changed = elements
                    changed[index] = value
                    return .array(changed)
                }
            }
        default: []
        }
    }
}
