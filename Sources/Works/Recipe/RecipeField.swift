import Provenance

/// One key of a recipe: its meaning, and how it is read and written. The table `all` is the format: the reader, the
/// writer, the command's flags and `docs/recipe.md` all follow it.
public struct RecipeField: Sendable {
    public let key: String
    /// Another key with the same meaning, as recipes of other tools spell it.
    public let alias: String?
    /// What the key takes, in words that complete "… was expected".
    public let accepts: String
    /// What the key decides, in a sentence or two.
    public let meaning: String
    /// The words that the key takes, where they are fixed: what a shell offers. Others may be right beside them, such as
    /// numbers.
    public let choices: [String]

    let read: @Sendable (JSONValue, inout Recipe) throws(Mismatch) -> Void
    let write: @Sendable (Recipe) -> JSONValue
    /// Whether the value is a text whatever it looks like, so that `--title 1984` stays one.
    let isText: Bool

    /// Why a value does not serve.
    struct Mismatch: Error {
        /// The element of an array that is wrong; nil when it is the value itself.
        var index: Int?
        var expected: String
        var found: String
    }

    /// Sets the key from a command line's text: `true`, `0.5`, `3840x2160` and `histogram_matching` need no quotes.
    /// - Throws: `RecipeError` that names the key.
    public func set(_ text: String, in recipe: inout Recipe) throws(RecipeError) {
        do {
            try read(isText ? .string(text) : Self.value(of: text), &recipe)
        } catch {
            let path = error.index.map { JSONPath.root.key(key).index($0) } ?? JSONPath.root.key(key)
            throw RecipeError([.wrongValue(path: path, expected: error.expected, found: error.found)])
        }
    }

    private static func value(of text: String) -> JSONValue {
        if let value = try? JSONReader.value(of: Array(text.utf8)) { return value }
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Double($0) }
        if sides.count == 2, let width = sides[0], let height = sides[1] {
            return .array([.number(width), .number(height)])
        }
        return .string(text)
    }
}
