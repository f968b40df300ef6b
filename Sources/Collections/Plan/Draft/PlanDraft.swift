import Foundation
import Provenance
import Works

/// A plan to begin with, from the pictures of a folder.
///
/// ```swift
/// let draft = try PlanDraft(folder: URL(filePath: "metamorphosis"), date: CompositionDate())
/// let file = try await draft.write(as: .yaml)
/// ```
/// Names tell what pictures are: `source_ana.jpg`, `target_street_047.jpg`, or the folders `sources` and `targets`.
/// Several photographs of one person are called `source_ana_2.jpg` or `source_ana-b.jpg`.
public struct PlanDraft: Sendable {
    /// The form of the file.
    public enum Form: Sendable {
        /// With comments that explain every key.
        case yaml
        /// With the schema beside it, for editors.
        case json
    }

    /// How sources and targets are paired.
    public enum Mode: String, Sendable, CaseIterable {
        case list, product, zip, random
    }

    public let folder: URL
    public var title: String
    public var mode = Mode.product
    public let date: CompositionDate
    public let sources: [PlanPicture]
    public let targets: [PlanPicture]
    /// Pictures in the folder whose names do not say what they are.
    public let others: [String]
    /// Whether the folder has a recipe and a record of rights.
    let hasRecipe: Bool
    let hasRights: Bool

    static let recipeName = "recipe.json"
    static let schemaName = "collection.schema.json"

    /// - Throws: `CollectionError.cannotBegin` for folders without a source or a target.
    public init(folder: URL, date: CompositionDate) throws(CollectionError) {
        let folder = folder.absoluteURL.standardizedFileURL
        let name = folder.lastPathComponent
        let pictures: FolderPictures
        do {
            pictures = try FolderPictures(in: folder)
        } catch {
            throw .cannotBegin(folder: name, reason: "is no folder that can be read. Give the folder of the pictures.")
        }
        guard !pictures.sources.isEmpty, !pictures.targets.isEmpty else {
            throw .cannotBegin(folder: name, reason: Self.lack(of: pictures))
        }
        self.folder = folder
        self.date = date
        title = name
        sources = pictures.sources
        targets = pictures.targets
        others = pictures.others
        func has(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: folder.appending(path: name).path)
        }
        hasRecipe = has(Self.recipeName)
        hasRights = has(RightsRecord.fileName)
    }

    private static func lack(of pictures: FolderPictures) -> String {
        let lacking = [("source", pictures.sources), ("target", pictures.targets)].filter(\.1.isEmpty).map(\.0)
        var words =
            "has no picture that is called a \(lacking.joined(separator: " or a "))."
            + " Call files source_NAME.jpg and target_NAME.jpg, or put them into the folders sources and targets."
        if !pictures.others.isEmpty { words += " " + silence(of: pictures.others) }
        return words
    }

    private static func silence(of names: [String]) -> String {
        if names.count == 1 { return "The name of \(names[0]) does not say what it is." }
        let some = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " …" : "")
        return "The names of \(names.count) pictures do not say what they are: \(some)."
    }

    /// What a person should know who wrote the plan with it.
    public var notes: [String] {
        var notes: [String] = []
        if !others.isEmpty { notes.append(Self.silence(of: others)) }
        if !hasRights {
            notes.append(
                "There is no \(RightsRecord.fileName), which says by what right pictures are used; "
                    + "likeness rights add makes one.")
        }
        return notes
    }

    /// Where the plan goes.
    public func file(_ form: Form) -> URL {
        folder.appending(path: form == .yaml ? "collection.yaml" : "collection.json")
    }

    /// Writes the plan, by one rename; it is read back first.
    /// - Throws: `CollectionError.cannotBegin` where the folder has a plan, or where the pictures do not fit the pairing;
    ///   `.badPlan`; `WorkError.cannotWrite`.
    @discardableResult
    public func write(as form: Form) async throws -> URL {
        for name in PlanText.fileNames where FileManager.default.fileExists(atPath: folder.appending(path: name).path) {
            throw CollectionError.cannotBegin(
                folder: folder.lastPathComponent,
                reason: "has a plan, \(name), which is not overwritten. Edit it, or move it away.")
        }
        let file = file(form)
        let text = Data((form == .yaml ? yaml : json.text(.indented)).utf8)
        try await StagedFile.write(to: file, replacing: false) { sibling in
            try text.write(to: sibling)
            // Under the name that tells its form; what it comes to is for nobody yet.
            _ = try PlannedCollection(json: PlanText.value(of: sibling, called: file.lastPathComponent), file: file)
        }
        let schema = folder.appending(path: Self.schemaName)
        if form == .json, !FileManager.default.fileExists(atPath: schema.path) {
            try await StagedFile.write(to: schema, replacing: false) { sibling in
                try Data(CollectionPlan.schema.utf8).write(to: sibling)
            }
        }
        return file
    }
}
