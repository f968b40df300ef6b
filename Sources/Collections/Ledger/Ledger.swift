import Foundation
import GRDB
import Provenance
import Works

/// What a build has done and has to do, in an SQLite file: a row for each work.
///
/// The truth of a finished work is its folder; the ledger remembers what was tried, how long it took, what failed and why,
/// and which files' digests are known. A kill or a power cut at any moment leaves a ledger that opens: every change is one
/// transaction, written through to the disk (rollback journal, `synchronous = FULL`), which works on network folders too.
///
/// Calls block for milliseconds. One process writes; others may read meanwhile.
public final class Ledger: Sendable {
    private let database: DatabaseQueue
    /// The file's name, for messages.
    private let name: String

    /// Opens a ledger, or makes one with its folder.
    /// - Throws: `CollectionError.ledger`.
    public init(at url: URL) throws(CollectionError) {
        name = url.lastPathComponent
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            database = try DatabaseQueue(path: url.path, configuration: Self.configuration(readonly: false))
            try Self.migrator.migrate(database)
        } catch {
            throw .ledger(file: name, reason: Self.words(error))
        }
    }

    /// Opens a ledger that is there, to look at it while a build may go on.
    /// - Throws: `CollectionError.ledger`.
    public init(reading url: URL) throws(CollectionError) {
        name = url.lastPathComponent
        do {
            database = try DatabaseQueue(path: url.path, configuration: Self.configuration(readonly: true))
        } catch {
            throw .ledger(file: name, reason: Self.words(error))
        }
    }

    private static func configuration(readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        // Longer than any of our transactions.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            guard !readonly else { return }
            try database.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "work") { table in
                table.primaryKey("number", .integer)
                table.column("name", .text).notNull()
                table.column("key", .text)
                table.column("state", .text).notNull()
                table.column("attempts", .integer).notNull().defaults(to: 0)
                table.column("started", .double)
                table.column("finished", .double)
                table.column("seconds", .double)
                table.column("stages", .text).notNull().defaults(to: "{}")
                table.column("error", .text)
                table.column("owner", .text)
                table.column("summary", .text)
            }
            // Every attempt there ever was, for who wants to know why a night was lost.
            try database.create(table: "attempt") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("number", .integer).notNull().indexed()
                table.column("started", .double).notNull()
                table.column("seconds", .double).notNull()
                table.column("outcome", .text).notNull()
                table.column("error", .text)
                table.column("owner", .text)
            }
            // Digests of files that have not changed since: by path relative to the plan, size and time of change.
            try database.create(table: "file") { table in
                table.primaryKey("path", .text)
                table.column("bytes", .integer).notNull()
                table.column("modified", .integer).notNull()
                table.column("sha256", .text).notNull()
            }
            // What a look at the finished work measured; `key` says at which.
            try database.create(table: "measure") { table in
                table.primaryKey("number", .integer)
                table.column("key", .text).notNull()
                table.column("recognizer", .text)
                table.column("similarity", .double)
                table.column("fingerprint", .text)
            }
            try database.create(table: "note") { table in
                table.primaryKey("key", .text)
                table.column("value", .text).notNull()
            }
        }
        migrator.registerMigration("faces in measures") { database in
            try database.alter(table: "measure") { table in
                // SHA-256 over what was looked at, and what its main face looks like alone.
                table.add(column: "subject", .text)
                table.add(column: "face", .text)
            }
        }
        return migrator
    }

    package func read<Value>(_ body: (Database) throws -> Value) throws(CollectionError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw .ledger(file: name, reason: Self.words(error))
        }
    }

    package func write<Value>(_ body: (Database) throws -> Value) throws(CollectionError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw .ledger(file: name, reason: Self.words(error))
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError: error.message ?? error.resultCode.description
        default: "\(error)"
        }
    }
}
