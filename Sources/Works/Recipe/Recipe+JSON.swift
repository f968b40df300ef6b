import Foundation
import Provenance

extension Recipe {
    /// Recipes are a page of text; what is larger is not one.
    private static let largestFile = 1 << 20

    /// Reads a recipe file.
    /// - Throws: `RecipeError` with every problem that was found.
    public init(contentsOf url: URL) throws(RecipeError) {
        let name = url.lastPathComponent
        let data: Data
        do {
            let values = try url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            guard values.isRegularFile == true else {
                throw RecipeError([.unreadable(reason: "not a file")], file: name)
            }
            guard let bytes = values.fileSize, bytes <= Self.largestFile else {
                throw RecipeError([.unreadable(reason: "larger than \(Self.largestFile >> 20) MiB")], file: name)
            }
            data = try Data(contentsOf: url)
        } catch let error as RecipeError {
            throw error
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            throw RecipeError([.unreadable(reason: "there is no such file")], file: name)
        } catch {
            throw RecipeError([.unreadable(reason: "the file cannot be read")], file: name)
        }
        do {
            try self.init(text: Array(data))
        } catch {
            throw RecipeError(error.problems, file: name)
        }
    }

    /// Reads a recipe from the bytes of a JSON text.
    /// - Throws: `RecipeError` with every problem that was found.
    public init(text: [UInt8]) throws(RecipeError) {
        do {
            try self.init(json: JSONReader.value(of: text))
            try check()
        } catch let error as RecipeError {
            throw error
        } catch JSONError.duplicateKey(let path) {
            throw RecipeError([.duplicateKey(path: path)])
        } catch JSONError.syntax(let line, let column, let problem) {
            throw RecipeError([.syntax(line: line, column: column, problem: problem)])
        } catch {
            throw RecipeError([.unreadable(reason: "\(error)")])
        }
    }

    /// Reads a recipe from its JSON value; keys that are absent keep their defaults. Each value is held against its own
    /// key alone.
    /// - Throws: `RecipeError` with every problem that was found.
    public init(json: JSONValue) throws(RecipeError) {
        self.init()
        guard case .object(let members) = json else {
            throw RecipeError([.wrongValue(path: .root, expected: "an object of keys and values", found: json.summary)])
        }
        try take(members)
    }

    /// Takes keys of a recipe over; those that are absent stay as they are.
    /// - Parameter place: where the keys stand in a larger text, for the errors' paths.
    /// - Throws: `RecipeError` with every problem that was found; what could be read is taken.
    package mutating func take(_ members: [String: JSONValue], at place: JSONPath = .root) throws(RecipeError) {
        var problems: [RecipeError.Problem] = []
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            if key == "version" {
                if value != JSONValue(Self.version) {
                    problems.append(
                        .wrongValue(path: place.key(key), expected: "\(Self.version)", found: value.summary))
                }
                continue
            }
            guard let field = RecipeField.all.first(where: { $0.key == key || $0.alias == key }) else {
                problems.append(.unknownKey(path: place.key(key), nearest: Self.knownKeys.nearest(to: key)))
                continue
            }
            if key == field.alias, let other = members[field.key], other != value {
                problems.append(.contradiction(path: place.key(key), other: place.key(field.key)))
                continue
            }
            do {
                try field.read(value, &self)
            } catch {
                let path = place.key(key)
                problems.append(
                    .wrongValue(
                        path: error.index.map { path.index($0) } ?? path, expected: error.expected, found: error.found))
            }
        }
        guard problems.isEmpty else { throw RecipeError(problems) }
    }

    /// The recipe in full: every key, defaults included.
    public var json: JSONValue {
        var members = ["version": JSONValue(Self.version)]
        for field in RecipeField.all { members[field.key] = field.write(self) }
        return .object(members)
    }

    private static var knownKeys: [String] {
        ["version"] + RecipeField.all.flatMap { [$0.key] + ($0.alias.map { [$0] } ?? []) }
    }
}

extension Recipe: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(json: JSONValue(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
