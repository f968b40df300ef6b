import Foundation
import Provenance
import Works

/// The plan and the record of rights of a folder of copies.
struct RepairedPapers {
    private static let recipeName = "recipe.json"

    var collection: PlannedCollection
    var copies: [InputRepair.Copy]
    var places: RepairPlaces

    /// - Throws: `CollectionError`, `RightsError`, `WorkError.cannotWrite`.
    func write(into folder: URL) throws {
        let plan = collection.plan
        guard case .object(var members) = try PlanText.value(of: collection.file) else {
            throw CollectionError.unreadable(file: collection.file.lastPathComponent, reason: "is no plan")
        }
        members["sources"] = .array(plan.sources.map { json(of: $0, as: .source) })
        members["targets"] = .array(plan.targets.map { json(of: $0, as: .target) })
        if case .file(let path) = plan.recipe {
            try copy(collection.url(of: path), to: Self.recipeName, in: folder)
            members["recipe"] = .string(Self.recipeName)
        }
        if let path = plan.deliverables.proof, case .object(var deliverables) = members["deliverables"] {
            let name = collection.url(of: path).lastPathComponent
            try copy(collection.url(of: path), to: name, in: folder)
            deliverables["proof"] = .string(name)
            members["deliverables"] = .object(deliverables)
        }
        if let url = collection.rights, FileManager.default.fileExists(atPath: url.path) {
            try write(RightsRecord(contentsOf: url), from: url.deletingLastPathComponent(), into: folder)
            members["rights"] = .string(RightsRecord.fileName)
        }
        do {
            try Data(JSONValue.object(members).text(.indented).utf8)
                .write(to: folder.appending(path: InputRepair.planName))
        } catch {
            throw WorkError.cannotWrite(file: InputRepair.planName, reason: "the plan cannot be written")
        }
    }

    // MARK: - Plan

    private func json(of picture: PlanPicture, as role: CheckedPicture.Role) -> JSONValue {
        let paths = picture.files.map { JSONValue.string(places.path(of: $0, in: role, name: picture.name)) }
        var members: [String: JSONValue] = ["name": .string(picture.name)]
        // A target is one file, and the plan's form says so.
        members[role == .source ? "files" : "file"] = role == .source ? .array(paths) : paths.first
        if picture.weight != 1 { members["weight"] = .number(picture.weight) }
        if !picture.attributes.isEmpty {
            var attributes: [String: JSONValue] = [:]
            for attribute in picture.attributes {
                attributes[attribute.name] =
                    switch attribute.value {
                    case .text(let text): .string(text)
                    case .number(let number): .number(number)
                    }
            }
            members["attributes"] = .object(attributes)
        }
        members["reference"] = picture.reference.map {
            .string(places.path(of: $0, in: .reference, name: picture.name))
        }
        return .object(members)
    }

    // MARK: - Rights

    /// Each entry for the copies of its picture, with the documents that it goes by.
    private func write(_ record: RightsRecord, from papers: URL, into folder: URL) throws {
        var record = record
        let known = CopyIndex(copies)
        record.entries = record.entries.flatMap { entry in
            let found = known.copies(for: entry)
            return found.isEmpty ? [entry] : found.map { entry.carried(to: $0) }
        }
        try record.write(to: folder.appending(path: RightsRecord.fileName))
        for document in Set(record.entries.compactMap { $0.evidence?.file }).sorted() {
            let original = papers.appending(path: document)
            guard FileManager.default.fileExists(atPath: original.path) else { continue }
            try copy(original, to: document, in: folder)
        }
    }

    private func copy(_ original: URL, to path: String, in folder: URL) throws(WorkError) {
        let destination = folder.appending(path: path)
        do {
            try FileManager.default.createDirectory(
                at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: original.resolvingSymlinksInPath(), to: destination)
        } catch {
            throw .cannotWrite(file: path, reason: "\(original.lastPathComponent) cannot be copied there")
        }
    }
}

extension RightsEntry {
    /// The same right in a copy, which says what it was made from.
    fileprivate func carried(to copy: InputRepair.Copy) -> RightsEntry {
        guard !copy.changes.isEmpty else { return self }
        var entry = self
        if file != nil { entry.file = RepairPlaces.name(of: copy.to) }
        if sha256 != nil { entry.sha256 = Digest(hexadecimal: copy.sha256) }
        let origin =
            "a copy of \(RepairPlaces.name(of: copy.from)) (SHA-256 \(copy.fromSha256)), "
            + copy.changes.joined(separator: ", ")
        entry.note = note.map { "\($0); \(origin)" } ?? origin
        return entry
    }
}

/// Copies by the picture that they were made from.
private struct CopyIndex {
    private struct Key: Hashable {
        var role: RightsRole
        /// A SHA-256, or a file's name.
        var picture: String
    }

    private var copies: [Key: [InputRepair.Copy]] = [:]

    init(_ copies: [InputRepair.Copy]) {
        for copy in copies {
            for picture in [copy.fromSha256, RepairPlaces.name(of: copy.from)] {
                self.copies[Key(role: copy.role.rights, picture: picture), default: []].append(copy)
            }
        }
    }

    func copies(for entry: RightsEntry) -> [InputRepair.Copy] {
        (entry.sha256?.hexadecimal ?? entry.file).flatMap { copies[Key(role: entry.role, picture: $0)] } ?? []
    }
}
