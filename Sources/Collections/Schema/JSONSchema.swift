import Foundation
import Provenance

/// A JSON Schema (draft 2020-12) with the keywords that ours have; a schema with others is refused, so that a text never
/// passes a rule that nobody looked at.
///
/// ```swift
/// let schema = try JSONSchema(JSONReader.value(of: bytes))
/// for problem in schema.problems(of: value) { print(problem.path, problem.words) }
/// ```
/// `format` is not asserted, as the draft has it by default. References are pointers within the schema.
package struct JSONSchema {
    /// One schema or subschema; others are told by their place in `rules`.
    struct Rule {
        var types: [Kind] = []
        var constant: JSONValue?
        var choices: [JSONValue]?
        var minimum: Double?
        var maximum: Double?
        var exclusiveMinimum: Double?
        var minLength: Int?
        var maxLength: Int?
        var pattern: NSRegularExpression?
        var items: Int?
        var minItems: Int?
        var maxItems: Int?
        var properties: [String: Int] = [:]
        var required: [String] = []
        var propertyNames: Int?
        /// Of keys that are not among `properties`.
        var additional: Additional = .anything
        var reference: Int?
        var all: [Int] = []
        var any: [Int] = []
        var one: [Int] = []
        var condition: Int?
        var consequence: Int?
        var alternative: Int?
        var title: String?
        var example: JSONValue?
    }

    enum Additional {
        case anything, nothing
        case rule(Int)
    }

    enum Kind: String {
        case null, boolean, integer, number, string, array, object
    }

    /// Why a text is no schema of ours.
    package struct Malformed: Error, CustomStringConvertible {
        var path: JSONPath
        var problem: String

        package var description: String { "\(path): \(problem)" }
    }

    private(set) var rules: [Rule] = []
    let root: Int

    /// - Throws: `Malformed`.
    package init(_ schema: JSONValue) throws(Malformed) {
        var compiler = Compiler(schema)
        root = try compiler.rule(at: [])
        rules = compiler.rules
    }

    /// Every way in which a value breaks the schema; empty when it keeps to it.
    package func problems(of value: JSONValue) -> [PlanProblem] {
        var evaluation = SchemaEvaluation(self)
        evaluation.check(value, against: root)
        return evaluation.problems
    }
}
