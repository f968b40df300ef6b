import Provenance

/// Everything that is wrong with a recipe, in the order of its keys.
public struct RecipeError: Error, Sendable, Equatable {
    /// One thing that is wrong.
    public enum Problem: Sendable, Equatable {
        case unreadable(reason: String)
        /// The text is not JSON.
        case syntax(line: Int, column: Int, problem: String)
        case duplicateKey(path: JSONPath)
        case unknownKey(path: JSONPath, nearest: String?)
        case wrongValue(path: JSONPath, expected: String, found: String)
        /// A key and its other spelling say different things.
        case contradiction(path: JSONPath, other: JSONPath)
    }

    public let problems: [Problem]
    /// The recipe's file name; nil when it did not come from a file.
    public let file: String?

    public init(_ problems: [Problem], file: String? = nil) {
        self.problems = problems
        self.file = file
    }
}

extension RecipeError {
    /// Of a recipe that was made in code, where nothing was read.
    static func outOfRange(key: String) -> RecipeError {
        let accepts = RecipeField.all.first { $0.key == key }?.accepts ?? "a value in its range"
        return RecipeError([.wrongValue(path: JSONPath.root.key(key), expected: accepts, found: "another value")])
    }
}

extension RecipeError: CustomStringConvertible {
    /// One line for each problem: `recipe.json: $.blend_ratio: a number from 0 to 1 was expected, found 92. …`.
    public var description: String {
        problems.map { problem in file.map { "\($0): \(problem)" } ?? "\(problem)" }.joined(separator: "\n")
    }
}

extension RecipeError.Problem: CustomStringConvertible {
    public var description: String {
        path.map { "\($0): \(words)" } ?? words
    }

    /// Where it is; nil when it is the text as a whole.
    package var path: JSONPath? {
        switch self {
        case .unreadable, .syntax: nil
        case .duplicateKey(let path), .unknownKey(let path, _), .wrongValue(let path, _, _),
            .contradiction(let path, _):
            path
        }
    }

    /// What is wrong there, and what to do.
    package var words: String {
        switch self {
        case .unreadable(let reason):
            "\(reason). Give the path of a recipe in JSON."
        case .syntax(let line, let column, let problem):
            "line \(line), column \(column): \(problem). Correct the JSON there."
        case .duplicateKey:
            "the key stands there twice. Keep one of the two."
        case .unknownKey(_, let nearest):
            "no such key. "
                + (nearest.map { "Did you mean \"\($0)\"?" } ?? "docs/recipe.md lists the keys; remove this one.")
        case .wrongValue(_, let expected, let found):
            "found \(found). Give \(expected)."
        case .contradiction(_, let other):
            "says something else than \(other), and both mean the same. Keep one of the two."
        }
    }
}
