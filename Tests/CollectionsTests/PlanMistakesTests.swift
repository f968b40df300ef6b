import Collections
import Foundation
import Testing

@Suite("Plan mistakes")
struct PlanMistakesTests {
    /// A plan that is right, with places for what is wrong.
    private static func plan(
        sources: String = "[ana.jpg, ben.jpg]", targets: String = "[street.jpg, beach.jpg]",
        pairing: String = "{mode: product}", _ rest: String = ""
    ) -> String {
        "title: T\nsources: \(sources)\ntargets: \(targets)\npairing: \(pairing)\n\(rest)"
    }

    static let cases: [(String, [String])] = [
        (plan(), []),
        (plan("ouput: works"), ["$.ouput: no such key. Did you mean \"output\"?"]),
        (
            "title: T\nsources: [a.jpg]\n",
            ["$.pairing: is missing.", "$.targets: is missing. Give a path or a pattern"]
        ),
        (
            plan(pairing: "{mode: lst}"),
            ["$.pairing.mode: found \"lst\" (did you mean \"list\"?). Give one of list, product"]
        ),
        (plan(pairing: "{mode: random}"), ["$.pairing.count: is missing. Give a whole number from 1 to 1000000."]),
        (plan(pairing: "{mode: list}"), ["$.pairing.pairs: is missing. Give an array of at least 1."]),
        (
            plan(pairing: "{mode: list, pairs: [[ana, beach], [ana, strete], [bean, beach], [ana]]}"),
            ["$.pairing.pairs[3]: found an array of 1. Give a source's name and a target's name."]
        ),
        (
            plan(pairing: "{mode: list, pairs: [[ana, beach], [ana, strete], [bean, beach]]}"),
            [
                "$.pairing.pairs[1][1]: there is no target \"strete\". Did you mean \"street\"?",
                "$.pairing.pairs[2][0]: there is no source \"bean\". Did you mean \"ben\"?",
            ]
        ),
        (
            plan(pairing: "{mode: list, pairs: [[ana, beach], [ana, beach]]}"),
            ["$.pairing.pairs[1]: work 2 is work 1 again"]
        ),
        (
            plan(targets: "[a.jpg]", pairing: "{mode: zip}"),
            ["$.pairing: zip needs as many sources as targets, and there are 2 and 1."]
        ),
        (
            plan(pairing: "{mode: random, count: 5}"),
            ["$.pairing.count: found 5, and this plan gives no more than 4 that differ."]
        ),
        (plan(sources: "[a/ana.jpg, b/ana.png]"), ["$.sources: two sources are called \"ana\"."]),
        (
            plan(sources: "[{name: a/b, file: a.jpg}]"),
            ["$.sources: the name \"a/b\" has a path separator."]
        ),
        (plan(sources: "[{name: x}]"), ["$.sources[0]: found an object. Give \"file\", or \"files\"."]),
        (plan(sources: "[{file: a, files: [b]}]"), ["$.sources[0]: found more than one of \"file\", \"files\"."]),
        (plan(targets: "[{files: [b]}]"), ["$.targets[0].files: no such key.", "$.targets[0].file: is missing."]),
        (
            plan(sources: "[{file: a.jpg, weight: 0}]"),
            ["$.sources[0].weight: found 0. Give a number above 0, at most 1000000000."]
        ),
        (
            plan("date: 2026-11-24"),
            ["$.date: found \"2026-11-24\". Give a moment in UTC such as 2026-11-24T15:36:00Z."]
        ),
        (plan("output: /tmp/works"), ["$.output: found \"/tmp/works\". Give a folder inside the plan's"]),
        (plan("output: ../works"), ["$.output"]),
        (plan("output: works/.."), ["$.output"]),
        (plan("output: ledger/x"), ["$.output"]),
        (
            plan("storage: https://example.org"),
            ["$.storage: found \"https://example.org\". Give a text such as \"s3://bucket/prefix\"."]
        ),
        (
            plan("numbering: {name: \"{source}\"}"),
            [
                "works 1 and 2 would have one folder, \"ana\". Put {number} into the name.",
                "works 3 and 4 would have one folder",
            ]
        ),
        (
            plan("numbering: {name: \"{numer}\"}"),
            ["$.numbering.name: there is no place {numer}. Did you mean {number}?"]
        ),
        (plan("numbering: {name: \"a/{number}\"}"), Array(repeating: "has a path separator", count: 4)),
        (plan("numbering: {name: \".{number}\"}"), Array(repeating: "begins with a point", count: 4)),
        (
            plan(
                sources: "[{name: Ana, file: a.jpg}, {name: ana, file: b.jpg}]", targets: "[x.jpg]",
                "numbering: {name: \"{source}\"}"),
            ["works 1 and 2 would have one folder, \"ana\""]
        ),
        (plan("numbering: {digits: 3.5}"), ["$.numbering.digits: found 3.5. Give a whole number from 1 to 9."]),
        (plan("recipe: {blend_ratio: 92}"), ["$.recipe.blend_ratio: found 92. Give a number from 0 to 1."]),
        (plan("recipe: {blend_ration: 0.5}"), ["$.recipe.blend_ration: no such key. Did you mean \"blend_ratio\"?"]),
        (
            plan("recipe: {blend: paste}\noverrides: {\"2\": {recipe: {shape_transfer: 0.5}}}"),
            ["$.overrides[\"2\"].recipe.shape_transfer: found 0.5 with blend \"paste\""]
        ),
        (plan("recipe: {blend: paste, shape_transfer: 1}"), ["$.recipe.shape_transfer: found 1 with blend \"paste\""]),
        (plan("recipe: {number: 3}"), ["$.recipe.number: the plan counts its works by numbering."]),
        (
            plan("overrides: {\"2\": {recipe: {blend_ratio: high}}}"),
            ["$.overrides[\"2\"].recipe.blend_ratio: found \"high\"."]
        ),
        (plan("overrides: {\"5\": {}}"), ["$.overrides[\"5\"]: there is no work 5. The numbers go from 1 to 4."]),
        (
            plan("overrides: {\"02\": {}}"),
            ["$.overrides[\"02\"]: this key does not serve. Give a text such as \"17\"."]
        ),
        (
            plan("overrides: {2: {leve_out: true}}"),
            ["$.overrides[\"2\"].leve_out: no such key. Did you mean \"leave_out\"?"]
        ),
        (
            plan("overrides: {2: {leave_out: yes}}"),
            ["$.overrides[\"2\"].leave_out: found \"yes\". Give true or false."]
        ),
        (
            plan("recipe: {blend_ratio: 92}\noverrides: {2: {leave_out: yes}}"),
            [
                "$.overrides[\"2\"].leave_out: found \"yes\". Give true or false.",
                "$.recipe.blend_ratio: found 92. Give a number from 0 to 1.",
            ]
        ),
        (plan("overrides: {2: {target: street}}"), ["$.overrides[\"2\"]: work 2 is work 1 again"]),
        (plan("overrides: {2: {target: street, recipe: {blend_ratio: 0.5}}}"), []),
        (
            plan("traits: [{name: Light, values: [Day, Gold]}]\noverrides: {1: {traits: {Light: Gould, Lihgt: Day}}}"),
            [
                "$.overrides[\"1\"].traits.Light: there is no value of this trait \"Gould\". Did you mean \"Gold\"?",
                "$.overrides[\"1\"].traits.Lihgt: there is no trait \"Lihgt\". Did you mean \"Light\"?",
            ]
        ),
        (
            plan("traits: [{name: Light, values: [{value: Day, recipe: {blend_ratio: 2}}, Day]}]"),
            ["values: two values are called \"Day\"", "$.traits[0].values[0].recipe.blend_ratio: found 2."]
        ),
        (
            plan("traits: [{name: Light, values: []}]"),
            ["$.traits[0].values: found an empty array. Give an array of at least 1."]
        ),
        (
            plan("deliverables: {output_fromat: png}"),
            ["$.deliverables.output_fromat: no such key. Did you mean \"output_format\"?"]
        ),
        (plan("deliverables: {output_format: gif}"), ["$.deliverables.output_format: found \"gif\"."]),
        (plan("deliverables: {blend_ratio: 1}"), ["$.deliverables.blend_ratio: no such key."]),
        (plan("attributes: {A: [1]}"), ["$.attributes.A: found an array of 1. Give a text or a number."]),
        (
            plan("input_standard: {source_size: [1920]}"),
            ["$.input_standard.source_size: found an array of 1. Give an array of 2"]
        ),
        (
            plan("input_standard: {source_naming: source}"),
            ["$.input_standard.source_naming: found \"source\". Give a text such as \"source_{name}\", or null."]
        ),
        (
            plan("title2: x\nversion: 2"),
            ["$.title2: no such key. Did you mean \"title\"?", "$.version: found 2. Give 1."]
        ),
        ("7", ["$: found 7. Give a plan: an object of keys and values."]),
    ]

    @Test("is told with its path, what stands there and what to do, all at once", arguments: cases)
    func told(_ yaml: String, _ expected: [String]) throws {
        let told = try PlanFolder().mistakes(yaml)
        #expect(told.count == expected.count, "\(told)")
        for words in expected { #expect(told.contains { $0.contains(words) }, "\(words) in \(told)") }
    }

    @Test("a plan that is wrong ten thousand times says so in a hundred lines")
    func many() throws {
        let pairs = (0..<10_000).map { "[a\($0), b]" }.joined(separator: ", ")
        let start = ContinuousClock.now
        let told = try PlanFolder().mistakes(Self.plan(pairing: "{mode: list, pairs: [\(pairs)]}"))
        #expect(told.count == 101 && told.last == "$: and 19900 more.")
        #expect(ContinuousClock.now - start < .seconds(20), "suggestions are not looked for without end")
    }
}
