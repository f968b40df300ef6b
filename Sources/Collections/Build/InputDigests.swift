import Foundation
import Provenance
import Synchronization

/// SHA-256 of the pictures of a collection: read once, then known by their size and time of change.
package final class InputDigests: Sendable {
    private struct Known {
        var digests: [String: KnownDigest]
        /// Looked at in this run.
        var fresh: [String: Digest] = [:]
        var new: [String: KnownDigest] = [:]
    }

    private let folder: URL
    private let known: Mutex<Known>

    /// - Parameter known: what a ledger kept.
    package init(folder: URL, known: [String: KnownDigest] = [:]) {
        self.folder = folder
        self.known = Mutex(Known(digests: known))
    }

    /// - Parameter path: as the plan has it.
    /// - Throws: `DigestError` when the file is not there or cannot be read.
    package func digest(of path: String) throws(DigestError) -> Digest {
        if let digest = known.withLock({ $0.fresh[path] }) { return digest }
        let url = path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
        var status = stat()
        let isThere = stat(url.path, &status) == 0
        let modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        if isThere, let before = known.withLock({ $0.digests[path] }), before.bytes == Int64(status.st_size),
            before.modified == modified
        {
            known.withLock { $0.fresh[path] = before.digest }
            return before.digest
        }
        let digest = try Digest(ofFile: url)
        known.withLock { known in
            known.fresh[path] = digest
            known.new[path] = KnownDigest(bytes: Int64(status.st_size), modified: modified, digest: digest)
        }
        return digest
    }

    /// What was read anew, for a ledger to keep.
    package var news: [String: KnownDigest] { known.withLock(\.new) }
}
