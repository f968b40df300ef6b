import Collections
import Foundation

/// A folder with a plan and whatever lies beside it, gone when the test is.
final class PlanFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> URL {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file
    }

    /// Reads a plan in YAML that lies in this folder.
    func plan(_ yaml: String) throws(CollectionError) -> PlannedCollection {
        guard let file = try? write(yaml, "collection.yaml") else {
            throw .cannotWrite(file: "collection.yaml", reason: "the test's folder is gone")
        }
        return try PlannedCollection(contentsOf: file)
    }

    /// What is told of a plan that has mistakes, line by line without the file's name; empty for one that has none.
    func mistakes(_ yaml: String) -> [String] {
        do {
            _ = try plan(yaml)
            return []
        } catch {
            return error.description.split(separator: "\n").map { String($0).replacing("collection.yaml: ", with: "") }
        }
    }
}
