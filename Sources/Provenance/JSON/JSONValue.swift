import Foundation

/// A JSON value (RFC 8259) as a recipe or a record holds it. Keys of an object are unique.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// A float's own shortest decimal, so that 0.92 is written as 0.92 and not as its neighbour in double precision.
    package init(_ value: Float) {
        self = .number(Double(value.description) ?? Double(value))
    }

    package init(_ value: Int) {
        self = .number(Double(value))
    }

    /// What the value is, for a message: `true`, `"thirty"`, `an array of 3`.
    package var summary: String {
        switch self {
        case .null, .bool, .number: text(.compact)
        case .string(let string):
            string.unicodeScalars.count <= 40
                ? text(.compact) : JSONValue.string(String(string.prefix(37)) + "…").text(.compact)
        case .array(let elements): elements.isEmpty ? "an empty array" : "an array of \(elements.count)"
        case .object(let members): members.isEmpty ? "an empty object" : "an object"
        }
    }
}

extension JSONValue {
    /// How a value is laid out as text.
    public enum Layout: Sendable {
        /// No white space: the form that is hashed.
        case compact
        /// Two spaces a level, a line feed at the end: the form that people read.
        case indented
    }

    /// The value as JSON text. Keys are sorted by their UTF-8 bytes and numbers take their shortest form that reads
    /// back as the same double, so equal values always give equal text.
    public func text(_ layout: Layout) -> String {
        var text = ""
        append(to: &text, layout: layout, level: 0)
        if layout == .indented { text += "\n" }
        return text
    }

    private func append(to text: inout String, layout: Layout, level: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += Self.shortest(value)
        case .string(let value): Self.appendQuoted(value, to: &text)
        case .array(let elements):
            Self.appendList(elements, open: "[", close: "]", to: &text, layout: layout, level: level) { element, text in
                element.append(to: &text, layout: layout, level: level + 1)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            Self.appendList(sorted, open: "{", close: "}", to: &text, layout: layout, level: level) { member, text in
                Self.appendQuoted(member.key, to: &text)
                text += layout == .compact ? ":" : ": "
                member.value.append(to: &text, layout: layout, level: level + 1)
            }
        }
    }

    private static func appendList<Element>(
        _ elements: [Element], open: String, close: String, to text: inout String, layout: Layout, level: Int,
        append: (Element, inout String) -> Void
    ) {
        guard !elements.isEmpty else {
            text += open + close
            return
        }
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if layout == .indented { text += "\n" + String(repeating: "  ", count: level + 1) }
            append(element, &text)
        }
        if layout == .indented { text += "\n" + String(repeating: "  ", count: level) }
        text += close
    }

    private static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53 { return String(whole) }
        return value.description
    }

    private static func appendQuoted(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                text += "\\u" + String(format: "%04x", scalar.value)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
