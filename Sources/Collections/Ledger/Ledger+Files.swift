import Foundation
import GRDB
import Provenance

extension Ledger {
    /// Digests that were computed before, by path, of files that still have the size and the time of change that they had.
    package func knownDigests() throws(CollectionError) -> [String: KnownDigest] {
        try read { database in
            var known: [String: KnownDigest] = [:]
            let rows = try Row.fetchCursor(database, sql: "SELECT path, bytes, modified, sha256 FROM file")
            while let row = try rows.next() {
                guard let digest = Digest(hexadecimal: row["sha256"]) else { continue }
                known[row["path"]] = KnownDigest(bytes: row["bytes"], modified: row["modified"], digest: digest)
            }
            return known
        }
    }

    package func keep(_ digests: [String: KnownDigest]) throws(CollectionError) {
        try write { database in
            for (path, known) in digests {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO file (path, bytes, modified, sha256) VALUES (?, ?, ?, ?)",
                    arguments: [path, known.bytes, known.modified, known.digest.hexadecimal])
            }
        }
    }
}

/// A file's digest, and what the file was like when it was taken.
package struct KnownDigest: Sendable, Equatable {
    package var bytes: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    package var digest: Digest

    package init(bytes: Int64, modified: Int64, digest: Digest) {
        self.bytes = bytes
        self.modified = modified
        self.digest = digest
    }
}
