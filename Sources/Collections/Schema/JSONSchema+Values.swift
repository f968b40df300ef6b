import Foundation
import Provenance

extension JSONSchema {
    /// Whether a value keeps to what a rule says of it alone, not of its members, its elements or by other rules.
    func accepts(_ value: JSONValue, alone rule: Rule) -> Bool {
        guard rule.types.isEmpty || rule.types.contains(where: { Self.isKind($0, value) }) else { return false }
        if let constant = rule.constant, value != constant { return false }
        if let choices = rule.choices, !choices.contains(value) { return false }
        switch value {
        case .number(let number):
            return number >= rule.minimum ?? -.infinity && number <= rule.maximum ?? .infinity
                && number > rule.exclusiveMinimum ?? -.infinity
        case .string(let text):
            if rule.minLength != nil || rule.maxLength != nil {
                let length = text.unicodeScalars.count
                guard length >= rule.minLength ?? 0, length <= rule.maxLength ?? .max else { return false }
            }
            guard let pattern = rule.pattern else { return true }
            return pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        case .array(let elements):
            return elements.count >= rule.minItems ?? 0 && elements.count <= rule.maxItems ?? .max
        default: return true
        }
    }

    /// Whether a rule, or what it refers to, takes values of this kind at all.
    func takesKind(of value: JSONValue, _ place: Int) -> Bool {
        let rule = rules[place]
        if rule.types.isEmpty { return rule.reference.map { takesKind(of: value, $0) } ?? true }
        return rule.types.contains { Self.isKind($0, value) }
    }

    private static func isKind(_ kind: Kind, _ value: JSONValue) -> Bool {
        switch (kind, value) {
        case (.null, .null), (.boolean, .bool), (.number, .number), (.string, .string), (.array, .array),
            (.object, .object):
            true
        // 1.0 is a whole number, as the draft has it.
        case (.integer, .number(let number)): number.rounded() == number
        default: false
        }
    }
}

extension JSONSchema {
    /// What a rule asks for, in words that complete "Give …".
    func expectation(of place: Int) -> String {
        let rule = rules[place]
        if let title = rule.title { return title }
        if let constant = rule.constant { return constant.summary }
        if let choices = rule.choices {
            return "one of " + choices.map { $0.string ?? $0.summary }.joined(separator: ", ")
        }
        if rule.pattern != nil, let example = rule.example {
            return "a text such as \(example.summary)" + (rule.types.contains(.null) ? ", or null" : "")
        }
        if !rule.types.isEmpty { return rule.types.map { words(for: $0, rule) }.joined(separator: " or ") }
        if let reference = rule.reference { return expectation(of: reference) }
        let parts = rule.one + rule.any
        if !parts.isEmpty { return parts.map { expectation(of: $0) }.joined(separator: ", or ") }
        if rule.minLength != nil || rule.maxLength != nil { return words(for: .string, rule) }
        return "another value"
    }

    private func words(for kind: Kind, _ rule: Rule) -> String {
        switch kind {
        case .null: "null"
        case .boolean: "true or false"
        case .integer: "a whole number" + limits(rule)
        case .number: "a number" + limits(rule)
        case .string: "a text" + length(rule)
        case .array: array(rule)
        case .object: "an object of keys and values"
        }
    }

    private func limits(_ rule: Rule) -> String {
        let (low, high) = (rule.minimum.map(Self.text), rule.maximum.map(Self.text))
        if let low, let high { return " from \(low) to \(high)" }
        if let above = rule.exclusiveMinimum.map(Self.text) {
            return " above \(above)" + (high.map { ", at most \($0)" } ?? "")
        }
        return (low.map { " from \($0) up" } ?? "") + (high.map { " up to \($0)" } ?? "")
    }

    private func length(_ rule: Rule) -> String {
        if let low = rule.minLength, let high = rule.maxLength { return " of \(low) to \(high) characters" }
        if let high = rule.maxLength { return " of at most \(high) characters" }
        return rule.minLength == 1 ? " that is not empty" : ""
    }

    private func array(_ rule: Rule) -> String {
        let elements = rule.items.flatMap { rules[$0].title }
        return switch (rule.minItems, rule.maxItems) {
        case (let low?, let high?) where low == high: "an array of \(low)" + (elements.map { ": \($0)" } ?? "")
        case (let low?, _) where low > 0: "an array of at least \(low)"
        default: "an array"
        }
    }

    private static func text(_ number: Double) -> String { JSONValue.number(number).summary }
}
