import Foundation
import Provenance

extension CollectionMirror {
    /// Brings what a collection is built from into a folder: only what is not there yet, or is another.
    /// - Parameter name: the plan's file; nil for the one that was pushed.
    /// - Returns: the collection as it is there, without the pictures that were not asked for; its works are kept here
    ///   where the plan names no other place.
    /// - Throws: `StorageError`, `CollectionError`; `CancellationError`.
    public func fetch(
        _ pictures: Pictures = .all, to folder: URL, plan name: String? = nil, progress: @escaping Watcher = { _ in }
    ) async throws -> (collection: PlannedCollection, summary: Summary) {
        guard let index = try await index() else { throw StorageError.missing(place: place.description) }
        if let name, name != index.plan {
            throw StorageError.missing(place: place.address(of: place.key(name)))
        }
        var summary = try await bring(index.files.filter { $0.role != .picture }, to: folder, progress: progress)
        // By what was pushed, whatever else lies in the folder and whatever of it stays away.
        let pushed = try PlannedCollection(
            contentsOf: folder.appending(path: index.plan), amid: index.files.map(\.file))
        var plan = pushed.plan
        plan.storage = plan.storage ?? place.description
        let collection = PlannedCollection(plan: plan, file: pushed.file, works: pushed.works)
        let works =
            switch pictures {
            case .none: ArraySlice<PlannedWork>()
            case .all: collection.works[...]
            case .ofShard(let shard): collection.works(of: shard)
            case .ofWorks(let numbers): collection.works.filter { numbers.contains($0.number) }[...]
            }
        let needed = try Set(collection.pictures(of: works).map(\.path))
        // All: also those that no work has.
        let wanted = index.files.filter { $0.role == .picture && (pictures == .all || needed.contains($0.file)) }
        if let absent = needed.subtracting(wanted.map(\.file)).min() {
            throw StorageError.missing(place: place.address(of: place.key(absent)))
        }
        let more = try await bring(wanted, to: folder, progress: progress)
        summary.files += more.files
        summary.moved += more.moved
        summary.bytes += more.bytes
        return (collection, summary)
    }

    private func bring(
        _ files: [MirrorIndex.File], to folder: URL, progress: @escaping Watcher
    ) async throws -> Summary {
        let counter = Counter(total: files.count, watcher: progress)
        let moved = try await files.mapAtOnce(4) { file in
            let isMoved = try await bring(file, to: folder)
            counter.done(file.file)
            return isMoved ? file.bytes : nil
        }.compactMap(\.self)
        return Summary(files: files.count, moved: moved.count, bytes: moved.reduce(0, +))
    }

    /// - Returns: whether it had to be brought.
    private func bring(_ file: MirrorIndex.File, to folder: URL) async throws -> Bool {
        let url = folder.appending(path: file.file)
        guard let digest = Digest(hexadecimal: file.sha256) else {
            throw StorageError.damaged(place: place.address(of: place.key(MirrorIndex.fileName)))
        }
        let isHere = try await client.executor.run {
            let bytes = (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize
            return bytes == file.bytes && (try? Digest(ofFile: url)) == digest
        }
        if isHere { return false }
        try await client.get(place.key(file.file), to: url, expecting: digest)
        return true
    }
}
