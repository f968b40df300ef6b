import Foundation
import Provenance

/// One look at a value under a schema.
struct SchemaEvaluation {
    private enum Step {
        case key(String)
        case index(Int)
    }

    /// Longer names than any of ours, and than what a person mistypes.
    private static let longestGuess = 60

    let schema: JSONSchema
    private(set) var problems: [PlanProblem] = []
    /// Where the look is; a path is made of it only where something is wrong.
    private var steps: [Step] = []

    init(_ schema: JSONSchema) {
        self.schema = schema
    }

    private var path: JSONPath {
        steps.reduce(JSONPath.root) { path, step in
            switch step {
            case .key(let key): path.key(key)
            case .index(let index): path.index(index)
            }
        }
    }

    private mutating func report(_ words: String) {
        problems.append(PlanProblem(path, words))
    }

    private mutating func at(_ step: Step, _ body: (inout SchemaEvaluation) -> Void) {
        steps.append(step)
        body(&self)
        steps.removeLast()
    }

    /// - Parameter outer: the rule that this one is a part of, which tells what a key takes that must stand here.
    mutating func check(_ value: JSONValue, against place: Int, within outer: JSONSchema.Rule? = nil) {
        let rule = schema.rules[place]
        if let reference = rule.reference { check(value, against: reference) }
        guard schema.accepts(value, alone: rule) else {
            report("found \(found(value, among: rule.choices)). Give \(schema.expectation(of: place)).")
            return
        }
        switch value {
        case .object(let members): check(members, against: rule, within: outer)
        case .array(let elements):
            guard let items = rule.items else { break }
            for (index, element) in elements.enumerated() { at(.index(index)) { $0.check(element, against: items) } }
        default: break
        }
        for part in rule.all { check(value, against: part, within: rule) }
        if !rule.any.isEmpty { choose(rule.any, for: value, most: .max) }
        if !rule.one.isEmpty { choose(rule.one, for: value, most: 1) }
        if let condition = rule.condition {
            let next = fits(value, condition) ? rule.consequence : rule.alternative
            if let next { check(value, against: next, within: outer ?? rule) }
        }
    }

    private mutating func check(
        _ members: [String: JSONValue], against rule: JSONSchema.Rule, within outer: JSONSchema.Rule?
    ) {
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            if let names = rule.propertyNames, !fits(.string(key), names) {
                at(.key(key)) { $0.report("this key does not serve. Give \($0.schema.expectation(of: names)).") }
            }
            if let property = rule.properties[key] {
                at(.key(key)) { $0.check(member, against: property) }
                continue
            }
            switch rule.additional {
            case .anything: break
            case .rule(let place): at(.key(key)) { $0.check(member, against: place) }
            case .nothing:
                let nearest = key.utf8.count <= Self.longestGuess ? rule.properties.keys.nearest(to: key) : nil
                let hint =
                    nearest.map { "Did you mean \"\($0)\"?" } ?? "docs/collections.md lists the keys; remove this one."
                at(.key(key)) { $0.report("no such key. \(hint)") }
            }
        }
        for key in rule.required where members[key] == nil {
            let advice = (rule.properties[key] ?? outer?.properties[key]).map { "Give \(schema.expectation(of: $0))." }
            at(.key(key)) { $0.report("is missing. \(advice ?? "Add it.")") }
        }
    }

    /// At least one of several rules, at most `most`. A value that fits none is told what the rule wants of it that takes
    /// its kind.
    private mutating func choose(_ places: [Int], for value: JSONValue, most: Int) {
        let fitting = places.count { fits(value, $0) }
        if (1...most).contains(fitting) { return }
        let names = places.map { schema.expectation(of: $0) }
        if fitting > most {
            report("found more than one of \(names.joined(separator: ", ")). Keep one of them.")
            return
        }
        let near = places.filter { schema.takesKind(of: value, $0) }
        if near.count == 1, let place = near.first {
            check(value, against: place)
        } else {
            report("found \(value.summary). Give \(names.joined(separator: ", or ")).")
        }
    }

    private func fits(_ value: JSONValue, _ place: Int) -> Bool {
        var trial = SchemaEvaluation(schema)
        trial.check(value, against: place)
        return trial.problems.isEmpty
    }

    private func found(_ value: JSONValue, among choices: [JSONValue]?) -> String {
        guard let choices, case .string(let name) = value, name.utf8.count <= Self.longestGuess,
            let nearest = choices.compactMap(\.string).nearest(to: name)
        else { return value.summary }
        return "\(value.summary) (did you mean \"\(nearest)\"?)"
    }
}
