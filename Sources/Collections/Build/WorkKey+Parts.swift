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
        let recipe = parts.recipe
        var text = KeyText()
        text.add("recipe", digest(of: recipe.untitled))
        text.add("title", recipe.title)
        text.add("artist", recipe.artist)
        text.add("copyright", recipe.copyright)
        text.add("description", recipe.description)
        for keyword in recipe.keywords { text.add("keyword", keyword) }
        text.add("number", recipe.number.map(String.init))
        text.add("visible_label", recipe.visibleLabel)
        text.add("visible_label_corner", recipe.visibleLabelCorner.rawValue)
        text.add("training_mining", recipe.trainingMining.rawValue)
        for source in parts.sources { text.add("source", source) }
        text.add("target", parts.target)
        if let reference = parts.reference { text.add("reference", reference) }
        for (name, sha256) in parts.models.sorted(by: { $0.key < $1.key }) {
            text.add("model", Input(file: name, sha256: sha256))
        }
        text.add("rights", parts.rights?.hexadecimal)
        text.add("mask", parts.keepsMask ? "kept" : nil)
        text.add("proof", parts.proof)
        text.add("date", parts.date)
        return WorkKey(hexadecimal: Digest(of: text.bytes).hexadecimal)
    }

    /// A text that says one thing in one way: each value with its name and its length in bytes, absent ones left out.
    private struct KeyText {
        private(set) var bytes: [UInt8] = []

        mutating func add(_ name: String, _ value: String?) {
            guard let value else { return }
            bytes += "\(name) \(value.utf8.count) ".utf8
            bytes += value.utf8
            bytes.append(UInt8(ascii: "\n"))
        }

        mutating func add(_ name: String, _ input: Input) {
            add(name, input.file)
            add("sha256", input.sha256)
        }
    }

    private func digest(of recipe: Recipe) -> String {
        recipes.withLock { known in
            if let digest = known[recipe] { return digest }
            let digest = Digest(of: Array(recipe.json.text(.compact).utf8)).hexadecimal
            known[recipe] = digest
            return digest
        }
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
