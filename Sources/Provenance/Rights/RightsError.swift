import Foundation

/// Everything that is wrong with a record of rights, in the order of its keys.
public struct RightsError: Error, Sendable, Equatable {
    /// One thing that is wrong.
    public enum Problem: Sendable, Equatable {
        case unreadable(reason: String)
        case cannotWrite(reason: String)
        /// The text is not JSON.
        case syntax(line: Int, column: Int, problem: String)
        case duplicateKey(path: JSONPath)
        case unknownKey(path: JSONPath, nearest: String?)
        /// `because` tells what asks for the key; nil when it always must stand.
        case missingKey(path: JSONPath, because: String?)
        case wrongValue(path: JSONPath, expected: String, found: String)
    }

    public let problems: [Problem]
    /// The record's file name; nil when it did not come from a file.
    public let file: String?

    public init(_ problems: [Problem], file: String? = nil) {
        self.problems = problems
        self.file = file
    }
}

extension RightsError: CustomStringConvertible, LocalizedError {
    /// One line for each problem: `rights.json: $.entries[1].expires: found "soon". Give …`.
    public var description: String {
        problems.map { problem in file.map { "\($0): \(problem)" } ?? "\(problem)" }.joined(separator: "\n")
    }

    public var errorDescription: String? { description }
}

extension RightsError.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let reason):
            "\(reason). Give the path of a record of rights in JSON."
        case .cannotWrite(let reason):
            "cannot be written: \(reason). Check the folder's permissions and the free space."
        case .syntax(let line, let column, let problem):
            "line \(line), column \(column): \(problem). Correct the JSON there."
        case .duplicateKey(let path):
            "\(path): the key stands there twice. Keep one of the two."
        case .unknownKey(let path, let nearest):
            "\(path): no such key. "
                + (nearest.map { "Did you mean \"\($0)\"?" } ?? "docs/rights.md lists the keys; remove this one.")
        case .missingKey(let path, let reason):
            "\(path): is missing\(reason.map { "; \($0)" } ?? ""). Add it; docs/rights.md has an example."
        case .wrongValue(let path, let expected, let found):
            "\(path): found \(found). Give \(expected)."
        }
    }
}
