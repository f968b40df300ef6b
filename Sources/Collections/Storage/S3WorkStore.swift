import Foundation
import Provenance
import Raster
import Works

/// Works in a bucket: `<prefix>/works/<name>/…`, ledgers beside them under `<prefix>/ledger/`.
///
/// What is guaranteed, whatever is interrupted when:
/// - A work is there when its `work.json` is, and that comes last: behind it lie the files that it names. To replace a work
///   its record is taken away first, then its files are replaced, then the new record comes, then what only the old work
///   had is removed. In between the work is not there, and whoever builds makes it again.
/// - Who reads a work checks every file's SHA-256 against the record: a work that is replaced meanwhile is noticed and read
///   again, never mixed.
/// - One build at a time writes a work, which is what shards see to. When two do, the one that comes second finds files
///   that are not its own and says so.
public struct S3WorkStore: WorkStore {
    public let place: StoragePlace
    let client: S3Client

    private static let folder = "works"
    private static let ledgerFolder = "ledger"

    /// - Throws: `StorageError.noCredentials`, `.badSetting`.
    public init(
        _ place: StoragePlace, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(StorageError) {
        self.init(place, client: S3Client(bucket: place.bucket, settings: try S3Settings(environment: environment)))
    }

    package init(_ place: StoragePlace, client: S3Client) {
        self.place = place
        self.client = client
    }

    private func start(of name: String) -> String { place.key(Self.folder) + "/\(name)/" }

    private func recordKey(of name: String) -> String { start(of: name) + WorkRecord.fileName }

    // MARK: - WorkStore

    public func record(of name: String) async throws -> WorkRecord? {
        try StoragePath.checkName(name)
        guard let found = try await client.get(recordKey(of: name)) else { return nil }
        // One of another version is none: the work is made again.
        return try? WorkRecord(found.data, ofWork: name)
    }

    public func names() async throws -> Set<String> {
        let start = place.key(Self.folder) + "/"
        var names: Set<String> = []
        try await client.eachPage(start) { page in
            for object in page.objects {
                let parts = object.key.dropFirst(start.count).split(separator: "/", omittingEmptySubsequences: false)
                if parts.count == 2, parts[1] == WorkRecord.fileName { names.insert(String(parts[0])) }
            }
        }
        return names
    }

    public func keep(_ folder: URL, as name: String) async throws {
        try StoragePath.checkName(name)
        let start = start(of: name)
        let files = try await client.executor.run { try WorkFile.all(in: folder) }
        guard let record = files.first(where: { $0.name == WorkRecord.fileName }) else {
            throw StorageError.cannotRead(file: folder.lastPathComponent, reason: "it is no work: it has no work.json")
        }
        try await client.delete(start + WorkRecord.fileName)
        let others = files.filter { $0.name != WorkRecord.fileName }
        var kept = try await others.mapAtOnce(4) { file in
            try await client.put(file.url, as: start + file.name, digest: file.digest)
        }
        kept.append(try await client.put(record.url, as: start + record.name, digest: record.digest))
        try await settle(name, kept)
    }

    /// Removes what only the work before had, and makes sure that what lies there now is what was put.
    private func settle(_ name: String, _ kept: [S3Object]) async throws {
        let etags = Dictionary(kept.map { ($0.key, $0.etag) }, uniquingKeysWith: { $1 })
        let there = try await client.list(start(of: name))
        for object in there where etags[object.key] == nil { try await client.delete(object.key) }
        let found = Dictionary(there.map { ($0.key, $0.etag) }, uniquingKeysWith: { $1 })
        guard let other = kept.first(where: { found[$0.key] != $0.etag }) else { return }
        // Somebody else wrote here. A record that is ours speaks of files that are not.
        if other.key != recordKey(of: name) { try await client.delete(recordKey(of: name)) }
        throw StorageError.beingReplaced(name: name)
    }

    public func fetch(_ name: String, files: Set<String>?, to folder: URL) async throws {
        try StoragePath.checkName(name)
        do {
            try await fetchOnce(name, files: files, to: folder)
        } catch StorageError.damaged, StorageError.missing {
            // Replaced while it was read, as a rule: once more, by the record that is there now.
            do {
                try await fetchOnce(name, files: files, to: folder)
            } catch StorageError.damaged {
                throw StorageError.beingReplaced(name: name)
            }
        }
    }

    private func fetchOnce(_ name: String, files wanted: Set<String>?, to folder: URL) async throws {
        guard let found = try await client.get(recordKey(of: name)) else {
            throw StorageError.missing(place: place.address(of: start(of: name)))
        }
        let digests = try WorkFile.digests(in: WorkRecord(found.data, ofWork: name))
        if let wanted {
            let files = wanted.filter { digests[$0] != nil }
            let withRecord = wanted.contains(WorkRecord.fileName)
            try await bring(files, of: name, digests, found.data, to: folder, withRecord: withRecord)
            return
        }
        if try await client.executor.run({ WorkFile.isThere(found.data, digests, in: folder) }) { return }
        let there = try await client.list(start(of: name)).map { String($0.key.dropFirst(start(of: name).count)) }
        for file in there { try StoragePath.checkName(file) }
        // What the record names must come, whether the list has it or not.
        let all = Set(there).union(digests.keys).subtracting([WorkRecord.fileName])
        let staged = try StagedDirectory(for: folder, replacing: .work)
        try await bring(all, of: name, digests, found.data, to: staged.url, withRecord: true)
        try await client.executor.run { try staged.commit() }
    }

    private func bring(
        _ files: Set<String>, of name: String, _ digests: [String: Digest], _ record: Data, to folder: URL,
        withRecord: Bool
    ) async throws {
        _ = try await files.sorted().mapAtOnce(4) { file in
            try await client.get(start(of: name) + file, to: folder.appending(path: file), expecting: digests[file])
        }
        guard withRecord else { return }
        try await client.executor.run {
            let file = folder.appending(path: WorkRecord.fileName)
            try S3Client.local(file) {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try record.write(to: file, options: .atomic)
            }
        }
    }

    // MARK: - Ledgers

    public func keepLedger(_ ledger: Ledger, as name: String) async throws {
        try StoragePath.checkName(name)
        let copy = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString).sqlite")
        defer { try? FileManager.default.removeItem(at: copy) }
        let digest = try await client.executor.run {
            try ledger.copy(to: copy)
            return try S3Client.local(copy) { try Digest(ofFile: copy) }
        }
        _ = try await client.put(copy, as: place.key(Self.ledgerFolder) + "/\(name)", digest: digest)
    }

    public func fetchLedgers(to folder: URL) async throws -> [URL] {
        let start = place.key(Self.ledgerFolder) + "/"
        let there = try await client.list(start).filter { $0.key.hasSuffix(".sqlite") }
        return try await there.mapAtOnce(4) { object in
            let name = String(object.key.dropFirst(start.count))
            try StoragePath.checkName(name)
            let file = folder.appending(path: name)
            if try await client.executor.run({ Self.isNewer(file, than: object) }) { return file }
            let copy = folder.appending(path: ".\(name).likeness-\(UUID().uuidString)")
            defer { unlink(copy.path) }
            try await client.get(object.key, to: copy)
            try await client.executor.run { try Self.replace(file, by: copy) }
            return file
        }
    }

    /// Whether a build here wrote the ledger after it was last put.
    private static func isNewer(_ file: URL, than object: S3Object) -> Bool {
        guard let modified = object.modified,
            let here = (try? file.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate
        else { return false }
        return here > modified
    }

    /// A ledger that a build here is writing is the newer one, and stays.
    private static func replace(_ file: URL, by copy: URL) throws {
        guard let lock = try? BuildLock(of: file) else { return }
        defer { withExtendedLifetime(lock) {} }
        // A journal that a killed build left belongs to its ledger: it must not be played into another one.
        unlink(file.path)
        unlink(file.path + "-journal")
        guard rename(copy.path, file.path) == 0 else {
            throw StorageError.cannotWrite(
                file: file.lastPathComponent, reason: String(cString: strerror(errno)).lowercased())
        }
    }
}
