import Foundation
import Provenance
import Works

/// A file that a collection is built from.
public struct CollectionFile: Sendable, Hashable {
    public enum Role: String, Sendable, Codable, CaseIterable {
        case plan, recipe, rights
        /// A document that the record of rights names.
        case evidence
        /// Of a device whose view each work holds.
        case profile
        /// A source, a target or a reference.
        case picture
    }

    /// Relative to the plan's folder, with `/` between names.
    public let path: String
    public let role: Role
}

extension PlannedCollection {
    /// The files that the whole collection is built from, in the order of their paths, each once.
    /// - Throws: `StorageError.nameNotAllowed` for what lies outside the plan's folder, `RightsError`.
    public func inputFiles() throws -> [CollectionFile] {
        let pictures =
            plan.sources.flatMap(\.files) + plan.targets.flatMap { $0.files + [$0.reference].compactMap(\.self) }
        return try commonFiles() + Self.files(pictures.map { ($0, .picture) })
    }

    /// What every work needs beside its pictures.
    func commonFiles() throws -> [CollectionFile] {
        var paths: [(String, CollectionFile.Role)] = [(file.lastPathComponent, .plan)]
        if case .file(let recipe) = plan.recipe { paths.append((recipe, .recipe)) }
        if let proof = plan.deliverables.proof { paths.append((proof, .profile)) }
        if let rights = plan.rights {
            paths.append((rights, .rights))
            let record = try RightsRecord(contentsOf: url(of: rights))
            let beside = rights.split(separator: "/").dropLast().map(String.init)
            for evidence in record.entries.compactMap(\.evidence) {
                paths.append(((beside + [evidence.file]).joined(separator: "/"), .evidence))
            }
        }
        return try Self.files(paths)
    }

    /// The pictures that some of the works are made from.
    func pictures(of works: some Sequence<PlannedWork>) throws -> [CollectionFile] {
        var paths: Set<String> = []
        for work in works {
            paths.formUnion(plan.sources[work.source].files)
            paths.formUnion(plan.targets[work.target].files)
            if let reference = plan.targets[work.target].reference { paths.insert(reference) }
        }
        return try Self.files(paths.map { ($0, .picture) })
    }

    private static func files(
        _ paths: [(String, CollectionFile.Role)]
    ) throws(StorageError) -> [CollectionFile] {
        var files: [String: CollectionFile] = [:]
        for (text, role) in paths {
            let path = try relative(text)
            if files[path] == nil { files[path] = CollectionFile(path: path, role: role) }
        }
        return files.values.sorted { $0.path < $1.path }
    }

    /// A path of the plan without `./`. What is absolute, or leads out, would mean another file on another machine.
    private static func relative(_ text: String) throws(StorageError) -> String {
        let names = text.split(separator: "/").filter { $0 != "." }
        guard !text.hasPrefix("/"), !names.contains("..") else {
            throw .nameNotAllowed(name: text, reason: "does not lie in the plan's folder, by a path from there")
        }
        let path = names.joined(separator: "/")
        try StoragePath.check(path)
        guard let first = names.first, !CollectionMirror.reserved.contains(String(first)) else {
            throw .nameNotAllowed(name: text, reason: "lies where the works and the ledgers are kept")
        }
        return path
    }
}
