import Foundation
import Provenance

extension JSONSchema {
    /// Turns a schema's text into rules, once for each place in it.
    struct Compiler {
        private let schema: JSONValue
        private(set) var rules: [Rule] = []
        /// By their JSON pointers: a definition may be used often, and by itself.
        private var places: [[String]: Int] = [:]

        init(_ schema: JSONValue) {
            self.schema = schema
        }

        /// - Parameter pointer: the way from the schema's root (RFC 6901, unescaped).
        mutating func rule(at pointer: [String]) throws(Malformed) -> Int {
            if let place = places[pointer] { return place }
            guard let value = value(at: pointer) else { throw error(pointer, "there is no such schema") }
            let place = rules.count
            places[pointer] = place
            rules.append(Rule())
            guard case .object(let members) = value else { throw error(pointer, "a schema must be an object") }
            var rule = Rule()
            for (keyword, value) in members.sorted(by: { $0.key < $1.key }) {
                try read(keyword, value, at: pointer + [keyword], into: &rule)
            }
            rules[place] = rule
            return place
        }

        private func value(at pointer: [String]) -> JSONValue? {
            pointer.reduce(schema as JSONValue?) { value, part in
                switch value {
                case .object(let members): members[part]
                case .array(let elements): Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
                default: nil
                }
            }
        }

        private mutating func read(
            _ keyword: String, _ value: JSONValue, at pointer: [String], into rule: inout Rule
        ) throws(Malformed) {
            switch keyword {
            case "type": rule.types = try kinds(value, at: pointer)
            case "const": rule.constant = value
            case "enum": rule.choices = value.elements
            case "minimum": rule.minimum = try number(value, at: pointer)
            case "maximum": rule.maximum = try number(value, at: pointer)
            case "exclusiveMinimum": rule.exclusiveMinimum = try number(value, at: pointer)
            case "minLength": rule.minLength = Int(try number(value, at: pointer))
            case "maxLength": rule.maxLength = Int(try number(value, at: pointer))
            case "minItems": rule.minItems = Int(try number(value, at: pointer))
            case "maxItems": rule.maxItems = Int(try number(value, at: pointer))
            case "pattern": rule.pattern = try pattern(value, at: pointer)
            case "items": rule.items = try self.rule(at: pointer)
            case "properties":
                for key in (value.members ?? [:]).keys.sorted() {
                    rule.properties[key] = try self.rule(at: pointer + [key])
                }
            case "required": rule.required = value.elements?.compactMap(\.string) ?? []
            case "propertyNames": rule.propertyNames = try self.rule(at: pointer)
            case "additionalProperties":
                switch value {
                case .bool(let isFree): rule.additional = isFree ? .anything : .nothing
                default: rule.additional = .rule(try self.rule(at: pointer))
                }
            case "$ref": rule.reference = try reference(value, at: pointer)
            case "allOf": rule.all = try list(value, at: pointer)
            case "anyOf": rule.any = try list(value, at: pointer)
            case "oneOf": rule.one = try list(value, at: pointer)
            case "if": rule.condition = try self.rule(at: pointer)
            case "then": rule.consequence = try self.rule(at: pointer)
            case "else": rule.alternative = try self.rule(at: pointer)
            case "title": rule.title = value.string
            case "examples": rule.example = value.elements?.first
            case "$schema", "$id", "$defs", "$comment", "description", "default": break
            default: throw error(pointer, "this keyword is not looked at")
            }
        }

        private func kinds(_ value: JSONValue, at pointer: [String]) throws(Malformed) -> [Kind] {
            let names = value.string.map { [$0] } ?? value.elements?.compactMap(\.string) ?? []
            let kinds = names.compactMap(Kind.init(rawValue:))
            guard !kinds.isEmpty, kinds.count == names.count else { throw error(pointer, "unknown type") }
            return kinds
        }

        private func number(_ value: JSONValue, at pointer: [String]) throws(Malformed) -> Double {
            guard case .number(let number) = value else { throw error(pointer, "a number was expected") }
            return number
        }

        private func pattern(_ value: JSONValue, at pointer: [String]) throws(Malformed) -> NSRegularExpression {
            guard let text = value.string, let pattern = try? NSRegularExpression(pattern: text) else {
                throw error(pointer, "a regular expression was expected")
            }
            return pattern
        }

        private mutating func list(_ value: JSONValue, at pointer: [String]) throws(Malformed) -> [Int] {
            var list: [Int] = []
            for index in (value.elements ?? []).indices { list.append(try rule(at: pointer + ["\(index)"])) }
            return list
        }

        private mutating func reference(_ value: JSONValue, at pointer: [String]) throws(Malformed) -> Int {
            guard let text = value.string, text.hasPrefix("#/") else {
                throw error(pointer, "a pointer within the schema was expected")
            }
            let parts = text.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false)
            return try rule(at: parts.map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") })
        }

        private func error(_ pointer: [String], _ problem: String) -> Malformed {
            Malformed(path: pointer.reduce(JSONPath.root) { $0.key($1) }, problem: problem)
        }
    }
}
