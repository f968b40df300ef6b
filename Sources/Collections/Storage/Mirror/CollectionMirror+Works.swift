import Foundation

extension CollectionMirror {
    /// Brings finished works into a folder, each whole or not at all; those that are there already stay.
    /// - Parameters:
    ///   - names: those that are wanted; nil for all.
    ///   - store: where they lie; nil for here.
    /// - Throws: `StorageError`, `WorkError`; `CancellationError`.
    public static func bring(
        _ names: Set<String>? = nil, from store: any WorkStore, to folder: URL, progress: @escaping Watcher = { _ in }
    ) async throws -> Int {
        let there = try await store.names()
        let wanted = names.map { there.intersection($0) } ?? there
        let counter = Counter(total: wanted.count, watcher: progress)
        _ = try await wanted.sorted().mapAtOnce(2) { name in
            try await store.fetch(name, files: nil, to: folder.appending(path: name))
            counter.done(name)
        }
        return wanted.count
    }
}
