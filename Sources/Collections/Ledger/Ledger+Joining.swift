import Foundation
import GRDB
import Provenance
import Works

extension Ledger {
    /// All that a shard's build has written down.
    package struct Content: Sendable {
        package var entries: [LedgerEntry]
        var attempts: [Attempt]
        var measures: [Measure]
        var digests: [String: KnownDigest]
    }

    /// A line of the history.
    struct Attempt: Sendable, Codable, FetchableRecord, PersistableRecord {
        static let databaseTableName = "attempt"

        var number: Int
        var started: Double
        var seconds: Double
        var outcome: String
        var error: String?
        var owner: String?
    }

    /// What a look at a finished work measured.
    struct Measure: Sendable, Codable, FetchableRecord, PersistableRecord {
        static let databaseTableName = "measure"

        var number: Int
        var key: String
        var recognizer: String?
        var similarity: Double?
        var fingerprint: String?
        var subject: String?
        var face: String?
    }

    package func content() throws(CollectionError) -> Content {
        let digests = try knownDigests()
        return try read { database in
            Content(
                entries: try LedgerEntry.fetchAll(database, sql: "SELECT * FROM work ORDER BY number"),
                attempts: try Attempt.fetchAll(database, sql: "SELECT * FROM attempt ORDER BY id"),
                measures: try Measure.fetchAll(database, sql: "SELECT * FROM measure ORDER BY number"),
                digests: digests)
        }
    }

    /// Takes in what shards have written down, in one transaction: all of it, or nothing.
    ///
    /// The second time it changes nothing: entries replace those of their numbers, and lines of the history that are there
    /// already are not written again.
    /// - Parameters:
    ///   - entries: those that are right, at most one a number.
    ///   - numbers: of the plan's works; others are forgotten.
    package func join(
        _ contents: [Content], entries: [LedgerEntry], keeping numbers: Set<Int>
    ) throws(CollectionError) {
        try write { database in
            for entry in entries { try entry.upsert(database) }
            for content in contents {
                for attempt in content.attempts { try Self.add(attempt, to: database) }
                for measure in content.measures where numbers.contains(measure.number) { try measure.upsert(database) }
                for (path, known) in content.digests.sorted(by: { $0.key < $1.key }) {
                    try database.execute(
                        sql: "INSERT OR REPLACE INTO file (path, bytes, modified, sha256) VALUES (?, ?, ?, ?)",
                        arguments: [path, known.bytes, known.modified, known.digest.hexadecimal])
                }
            }
            for table in ["work", "measure"] {
                for number in try Int.fetchAll(database, sql: "SELECT number FROM \(table)")
                where !numbers.contains(number) {
                    try database.execute(sql: "DELETE FROM \(table) WHERE number = ?", arguments: [number])
                }
            }
        }
    }

    /// One process of one machine ends one attempt at a time, so these columns tell it from all others.
    private static func add(_ attempt: Attempt, to database: Database) throws {
        let isKnown =
            try Bool.fetchOne(
                database,
                sql:
                    "SELECT EXISTS (SELECT 1 FROM attempt WHERE number = ? AND started = ? AND outcome = ? AND owner IS ?)",
                arguments: [attempt.number, attempt.started, attempt.outcome, attempt.owner]) ?? false
        if !isKnown { try attempt.insert(database) }
    }
}
