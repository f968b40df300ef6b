import Foundation
import Provenance
import Synchronization
import Works

/// Makes keys of works, and remembers what recipes come to: thousands of works share a few.
package final class WorkKeys: Sendable {
    /// An input as a key knows it.
    package struct Input: Sendable, Equatable {
        package var file: String
        package var sha256: String

        package init(file: String, sha256: String) {
            self.file = file
            self.sha256 = sha256
        }

        var json: JSONValue { .array([.string(file), .string(sha256)]) }
    }

    /// What a key is made from.
    package struct Parts: Sendable {
        /// As it was resolved.
        package var recipe: Recipe
        package var sources: [Input]
        package var target: Input
        package var reference: Input?
        /// SHA-256 of each, by name.
        package var models: [String: String]
        /// Of what the record of rights says of these inputs; nil where there is none.
        package var rights: Digest?
        package var keepsMask: Bool
        /// SHA-256 of the device's profile.
        package var proof: String?
        /// ISO 8601, where the plan has one.
        package var date: String?
    }

    private let recipes = Mutex<[Recipe: String]>([:])

    package init() {}

    package func key(of parts: Parts) -> WorkKey {
        var texts = Recipe()
        texts.takeTexts(of: parts.recipe)
        let json = JSONValue.object([
            "recipe": .string(digest(of: parts.recipe.untitled)),
            "texts": texts == Recipe() ? .null : Self.texts(of: texts),
            "sources": .array(parts.sources.map(\.json)), "target": parts.target.json,
            "reference": parts.reference?.json ?? .null,
            "models": .object(parts.models.mapValues(JSONValue.string)),
            "rights": parts.rights.map { .string($0.hexadecimal) } ?? .null,
            "mask": .bool(parts.keepsMask), "proof": parts.proof.map(JSONValue.string) ?? .null,
            "date": parts.date.map(JSONValue.string) ?? .null,
        ])
        return WorkKey(hexadecimal: Digest(of: Array(json.text(.compact).utf8)).hexadecimal)
    }

    private func digest(of recipe: Recipe) -> String {
        recipes.withLock { known in
            if let digest = known[recipe] { return digest }
            let digest = Digest(of: Array(recipe.json.text(.compact).utf8)).hexadecimal
            known[recipe] = digest
            return digest
        }
    }

    private static func texts(of recipe: Recipe) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return .array([
            text(recipe.title), text(recipe.artist), text(recipe.copyright), text(recipe.description),
            .array(recipe.keywords.map(JSONValue.string)), recipe.number.map { JSONValue.number(Double($0)) } ?? .null,
            text(recipe.visibleLabel), .string(recipe.visibleLabelCorner.rawValue),
            .string(recipe.trainingMining.rawValue),
        ])
    }
}

extension WorkKeys {
    /// The key that a finished work tells of itself.
    /// - Parameters:
    ///   - folder: the work's, for its record of rights.
    ///   - isDated: whether the plan has a date.
    /// - Returns: nil when the record of rights that it names cannot be read.
    package func key(of record: WorkRecord, in folder: URL, isDated: Bool) -> WorkKey? {
        let sources = record.sources.map { Input(file: $0.file, sha256: $0.sha256) }
        let target = Input(file: record.target.file, sha256: record.target.sha256)
        var rights: Digest?
        if let use = record.rights {
            guard let record = try? RightsRecord(contentsOf: folder.appending(path: use.file)),
                let inputs = Self.rightsInputs(sources: sources, target: target)
            else { return nil }
            rights = RightsExcerpts(of: record).digest(for: inputs)
        }
        return key(
            of: Parts(
                recipe: record.recipe, sources: sources, target: target,
                reference: record.reference.map { Input(file: $0.file, sha256: $0.sha256) },
                models: Dictionary(record.models.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first }),
                rights: rights, keepsMask: record.files.contains { $0.role == "mask" }, proof: record.proof?.sha256,
                date: isDated ? record.created : nil))
    }

    static func rightsInputs(sources: [Input], target: Input) -> [RightsInput]? {
        var inputs: [RightsInput] = []
        for (role, input) in sources.map({ (RightsRole.source, $0) }) + [(.target, target)] {
            guard let digest = Digest(hexadecimal: input.sha256) else { return nil }
            inputs.append(RightsInput(role: role, file: input.file, sha256: digest))
        }
        return inputs
    }
}
