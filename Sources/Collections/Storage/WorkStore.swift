import Foundation
import Works

/// Where finished works are kept when that is not the plan's output folder: they are made there, brought into the store and
/// let go.
public protocol WorkStore: Sendable {
    /// The record of a work that is there whole; nil where there is none.
    /// - Throws: `StorageError`.
    func record(of name: String) async throws -> WorkRecord?

    /// Brings a work into the store, in place of one of its name. Its record comes last: a work without one is not there.
    /// - Throws: `StorageError`; the folder is untouched.
    func keep(_ folder: URL, as name: String) async throws

    /// The names of the works that are there whole.
    /// - Throws: `StorageError`.
    func names() async throws -> Set<String>

    /// Brings a work, or those of its files that are named, into a folder.
    /// - Throws: `StorageError`.
    func fetch(_ name: String, files: Set<String>?, to folder: URL) async throws

    /// Puts a copy of a shard's ledger beside the works, so that others may merge it or look at it.
    /// - Parameter name: the ledger's file, such as `shard-3-of-8.sqlite`.
    /// - Throws: `StorageError`, `CollectionError.ledger`.
    func keepLedger(_ ledger: Ledger, as name: String) async throws

    /// Brings the ledgers that were kept into a folder, in place of those of their names.
    /// - Throws: `StorageError`.
    func fetchLedgers(to folder: URL) async throws -> [URL]
}

extension WorkStore {
    /// For stores of works alone.
    public func keepLedger(_ ledger: Ledger, as name: String) async throws {}

    public func fetchLedgers(to folder: URL) async throws -> [URL] { [] }
}
