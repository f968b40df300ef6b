import Provenance

/// A kind of value that keys of a recipe take: how it is described, read and written.
struct RecipeKind<Value: Sendable>: Sendable {
    /// Completes "… was expected".
    let accepts: String
    /// Whether the value is a text whatever it looks like, so that `--title 1984` stays one.
    var isText = false
    /// Every value, or every word among the values, where there are few; empty for kinds without bounds.
    var choices: [String] = []
    let read: @Sendable (JSONValue) throws(RecipeField.Mismatch) -> Value
    let write: @Sendable (Value) -> JSONValue

    /// The same, or null for none.
    var orNull: RecipeKind<Value?> {
        RecipeKind<Value?>(
            accepts: "null, or \(accepts)", isText: isText, choices: choices,
            read: { value throws(RecipeField.Mismatch) in
                if case .null = value { return nil }
                do throws(RecipeField.Mismatch) {
                    return try read(value)
                } catch {
                    // Of an element the error says what was expected there.
                    throw error.index == nil && error.expected == accepts
                        ? RecipeField.Mismatch(expected: "null, or \(accepts)", found: error.found) : error
                }
            },
            write: { $0.map(write) ?? .null })
    }
}

extension RecipeField {
    init<Value>(
        _ key: String, alias: String? = nil, _ property: WritableKeyPath<Recipe, Value> & Sendable,
        _ kind: RecipeKind<Value>, _ meaning: String
    ) {
        self.init(
            key: key, alias: alias, accepts: kind.accepts, meaning: meaning, choices: kind.choices,
            read: { value, recipe throws(Mismatch) in recipe[keyPath: property] = try kind.read(value) },
            write: { kind.write($0[keyPath: property]) }, isText: kind.isText)
    }

    init<Value>(
        _ key: String, alias: String? = nil, _ property: WritableKeyPath<Recipe, Value?> & Sendable,
        orNull kind: RecipeKind<Value>, _ meaning: String
    ) {
        self.init(key, alias: alias, property, kind.orNull, meaning)
    }
}
