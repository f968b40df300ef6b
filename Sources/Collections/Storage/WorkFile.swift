import Foundation
import Provenance
import Works

/// A file of a work's folder, and what it must be.
struct WorkFile: Sendable {
    let name: String
    let url: URL
    let digest: Digest

    /// The files of a finished work, in the order of their names.
    /// - Throws: `StorageError`; `WorkError.notAWork`.
    static func all(in folder: URL) throws -> [WorkFile] {
        let known = try digests(in: WorkRecord(ofWorkAt: folder))
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw StorageError.cannotRead(file: folder.lastPathComponent, reason: "the folder cannot be listed")
        }
        // What systems leave behind (.DS_Store) and what is being written is no part of a work.
        return try names.filter { !$0.hasPrefix(".") }.sorted().map { name in
            try StoragePath.checkName(name)
            let url = folder.appending(path: name)
            return WorkFile(
                name: name, url: url, digest: try known[name] ?? S3Client.local(url) { try Digest(ofFile: url) })
        }
    }

    /// What a record says of the files beside it.
    /// - Throws: `StorageError.nameNotAllowed`: a record from elsewhere may name anything.
    static func digests(in record: WorkRecord) throws(StorageError) -> [String: Digest] {
        var pairs = record.files.map { ($0.file, $0.sha256) }
        if let rights = record.rights { pairs.append((rights.file, rights.sha256)) }
        if let credentials = record.credentials, let root = credentials.root, let sha256 = credentials.rootSha256 {
            pairs.append((root, sha256))
        }
        var digests: [String: Digest] = [:]
        for (name, sha256) in pairs {
            try StoragePath.checkName(name)
            digests[name] = Digest(hexadecimal: sha256)
        }
        return digests
    }

    /// Whether a folder has the work already: folders of works appear whole.
    static func isThere(_ record: Data, _ digests: [String: Digest], in folder: URL) -> Bool {
        guard (try? Data(contentsOf: folder.appending(path: WorkRecord.fileName))) == record else { return false }
        return digests.allSatisfy { name, digest in (try? Digest(ofFile: folder.appending(path: name))) == digest }
    }
}
