import Foundation
import GRDB
import Works

extension Ledger {
    /// Every work that the ledger knows, by number.
    public func entries() throws(CollectionError) -> [LedgerEntry] {
        try read { database in
            try LedgerEntry.fetchAll(database, sql: "SELECT * FROM work ORDER BY number")
        }
    }

    /// The same without summaries, which take most of the time, and in their place what is needed to see a work's files.
    package func states() throws(CollectionError) -> [(entry: LedgerEntry, files: [ListedFile])] {
        try read { database in
            let columns =
                """
                number, name, key, state, attempts, started, finished, seconds, '{}' AS stages, error, owner,
                NULL AS summary,
                (SELECT group_concat(json_extract(value, '$.bytes') || '/' || json_extract(value, '$.file'), char(10))
                 FROM json_each(summary, '$.files')) AS files
                """
            return try Row.fetchAll(database, sql: "SELECT \(columns) FROM work ORDER BY number").map {
                let files = ($0["files"] ?? "").split(separator: "\n")
                return (try LedgerEntry(row: $0), files.compactMap(ListedFile.init(listed:)))
            }
        }
    }

    public func entry(of number: Int) throws(CollectionError) -> LedgerEntry? {
        try read { database in
            try LedgerEntry.fetchOne(database, sql: "SELECT * FROM work WHERE number = ?", arguments: [number])
        }
    }

    /// When works were finished, in seconds since 1970, in the last `seconds` before the last of them.
    package func finishes(within seconds: Double) throws(CollectionError) -> [Double] {
        try read { database in
            try Double.fetchAll(
                database,
                sql: """
                    SELECT started + seconds AS finish FROM attempt
                    WHERE outcome = 'done' AND finish > (SELECT max(started + seconds) FROM attempt) - ? ORDER BY finish
                    """, arguments: [seconds])
        }
    }

    /// Writes whole entries, in place of those with their numbers, in one transaction.
    public func put(_ entries: [LedgerEntry]) throws(CollectionError) {
        try write { database in
            for entry in entries { try entry.upsert(database) }
        }
    }

    /// Forgets works that the plan no longer has.
    public func remove(_ numbers: some Sequence<Int>) throws(CollectionError) {
        try write { database in
            for number in numbers {
                try database.execute(sql: "DELETE FROM work WHERE number = ?", arguments: [number])
                try database.execute(sql: "DELETE FROM measure WHERE number = ?", arguments: [number])
            }
        }
    }

    /// Writes what an attempt came to, with its line in the history.
    public func close(_ entry: LedgerEntry) throws(CollectionError) {
        try write { database in
            try entry.upsert(database)
            try database.execute(
                sql: "INSERT INTO attempt (number, started, seconds, outcome, error, owner) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    entry.number, entry.started?.timeIntervalSince1970 ?? 0, entry.seconds ?? 0, entry.state.rawValue,
                    entry.error, entry.owner,
                ])
        }
    }
}

extension LedgerEntry: FetchableRecord, PersistableRecord {
    public static let databaseTableName = "work"

    public init(row: Row) throws {
        self.init(number: row["number"], name: row["name"])
        key = (row["key"] as String?).map(WorkKey.init(hexadecimal:))
        state = State(rawValue: row["state"]) ?? .waiting
        attempts = row["attempts"]
        started = (row["started"] as Double?).map(Date.init(timeIntervalSince1970:))
        finished = (row["finished"] as Double?).map(Date.init(timeIntervalSince1970:))
        seconds = row["seconds"]
        stages = try Self.decode(row["stages"] as String?) ?? [:]
        error = row["error"]
        owner = row["owner"]
        summary = try Self.decode(row["summary"] as String?)
    }

    public func encode(to container: inout PersistenceContainer) throws {
        container["number"] = number
        container["name"] = name
        container["key"] = key?.hexadecimal
        container["state"] = state.rawValue
        container["attempts"] = attempts
        container["started"] = started?.timeIntervalSince1970
        container["finished"] = finished?.timeIntervalSince1970
        container["seconds"] = seconds
        container["stages"] = try Self.encode(stages)
        container["error"] = error
        container["owner"] = owner
        container["summary"] = try summary.map(Self.encode)
    }

    private static func decode<Value: Decodable>(_ text: String?) throws -> Value? {
        try text.map { try JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
    }

    private static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
