extension JSONValue {
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var elements: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var members: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// A member of an object; nil for anything else.
    package subscript(key: String) -> JSONValue? { members?[key] }

    /// Whether there is anything in it: a redacted assertion stays as an empty shell.
    var holdsData: Bool {
        switch self {
        case .null: false
        case .string(let value): !value.isEmpty
        case .array(let value): !value.isEmpty
        case .object(let value): !value.isEmpty
        case .bool, .number: true
        }
    }
}
