import Foundation
import Works

/// Where finished works can be read: their folders, or copies of those in a store, which are let go of afterwards.
struct WorkPlaces: Sendable {
    let collection: PlannedCollection
    let store: (any WorkStore)?

    /// Names of the works that are there.
    /// - Throws: `StorageError`.
    func names() async throws -> Set<String> {
        if let store { return try await store.names() }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: collection.output.path)) ?? []
        return Set(
            entries.filter { entry in
                let record = collection.output.appending(path: entry).appending(path: WorkRecord.fileName)
                return !entry.hasPrefix(".") && FileManager.default.fileExists(atPath: record.path)
            })
    }

    /// - Parameter body: is given a folder in which the work is, or nothing where there is none.
    /// - Throws: `StorageError`; what `body` throws.
    func reading<Result: Sendable>(
        _ work: PlannedWork, _ body: @Sendable (URL) async throws -> Result
    ) async throws -> Result {
        guard let store else { return try await body(collection.folder(of: work)) }
        let copy = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        if try await store.record(of: work.name) != nil {
            try await store.fetch(work.name, files: nil, to: copy)
        }
        return try await body(copy)
    }
}
