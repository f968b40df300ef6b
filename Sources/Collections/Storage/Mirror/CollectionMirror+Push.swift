import Foundation
import Provenance

extension CollectionMirror {
    private struct LocalFile: Sendable {
        var file: CollectionFile
        var url: URL
        var bytes: Int
        var digest: Digest
    }

    /// Puts what a collection is built from here: only what is not here yet, or is another. Nothing is taken away: works
    /// that are building may need it.
    /// - Throws: `StorageError`, `RightsError`; `CancellationError`.
    public func push(
        _ collection: PlannedCollection, progress: @escaping Watcher = { _ in }
    ) async throws -> Summary {
        let files = try collection.inputFiles()
        let before = try await index()
        let known = Dictionary((before?.files ?? []).map { ($0.file, $0) }, uniquingKeysWith: { $1 })
        let there = Dictionary(
            try await inputObjects().map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        let counter = Counter(total: files.count, watcher: progress)
        let pushed = try await files.mapAtOnce(4) { file in
            let local = try await read(file, in: collection)
            let key = place.key(file.path)
            var etag = try await etag(of: local, at: key, there: there[key], known: known[file.path])
            let isNew = etag == nil
            if etag == nil { etag = try await client.put(local.url, as: key, digest: local.digest).etag }
            counter.done(file.path)
            return (
                MirrorIndex.File(
                    file: file.path, role: file.role, bytes: local.bytes, sha256: local.digest.hexadecimal,
                    etag: etag ?? ""), isNew
            )
        }
        let index = MirrorIndex(plan: collection.file.lastPathComponent, files: pushed.map(\.0))
        if index != before { _ = try await client.put(index.encoded(), as: place.key(MirrorIndex.fileName)) }
        let new = pushed.filter(\.1).map(\.0.bytes)
        return Summary(files: pushed.count, moved: new.count, bytes: new.reduce(0, +))
    }

    /// What lies here but for the works and the ledgers, whose many objects are not asked for.
    private func inputObjects() async throws -> [S3Object] {
        try await client.list(place.start, without: ["works", "ledger"])
    }

    private func read(_ file: CollectionFile, in collection: PlannedCollection) async throws -> LocalFile {
        let url = collection.url(of: file.path)
        return try await client.executor.run {
            let digest = try S3Client.local(url) { try Digest(ofFile: url) }
            let bytes = (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
            return LocalFile(file: file, url: url, bytes: bytes, digest: digest)
        }
    }

    /// The ETag of what is here already with the file's bytes.
    private func etag(
        of local: LocalFile, at key: String, there: S3Object?, known: MirrorIndex.File?
    ) async throws -> String? {
        guard let there, there.bytes == local.bytes else { return nil }
        if let known, known.etag == there.etag { return known.sha256 == local.digest.hexadecimal ? there.etag : nil }
        // A push that was interrupted left no index: the object itself says what it is.
        guard let object = try await client.head(key), object.sha256 == local.digest else { return nil }
        return object.etag
    }
}
