import Foundation

/// The ledgers of a collection, of a whole build and of shards, read as one while builds may go on.
public struct CollectionLedgers: Sendable {
    /// What is known of each work but its summary, by number: from the ledger that has it done, else from the one that touched it last.
    public let entries: [Int: LedgerEntry]
    /// The files of each finished work, by number.
    package let files: [Int: [ListedFile]]
    /// Finished works by the moment of their finish, in seconds since 1970, oldest first; from the last hour of building.
    package let finishes: [Double]
    /// Names of ledgers that a living build holds, and who it is.
    public let builds: [String: String]

    private static let hour = 3600.0

    /// - Throws: `CollectionError.ledger`.
    public init(of collection: PlannedCollection) throws(CollectionError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: collection.ledgers.path)) ?? []
        var (entries, files) = ([Int: LedgerEntry](), [Int: [ListedFile]]())
        var (finishes, builds) = ([Double](), [String: String]())
        for name in names.sorted() where name.hasSuffix(".sqlite") {
            let file = collection.ledgers.appending(path: name)
            let ledger = try Ledger(reading: file)
            for (entry, listed) in try ledger.states() {
                if let other = entries[entry.number], !entry.isBetter(than: other) { continue }
                entries[entry.number] = entry
                files[entry.number] = listed
            }
            finishes += try ledger.finishes(within: Self.hour)
            if let holder = BuildLock.holder(of: file) { builds[name] = holder }
        }
        self.entries = entries
        self.files = files
        // A merged ledger tells of the same finishes as the shards' own.
        self.finishes = Set(finishes).sorted()
        self.builds = builds
    }
}

extension LedgerEntry {
    fileprivate func isBetter(than other: LedgerEntry) -> Bool {
        if (state == .done) != (other.state == .done) { return state == .done }
        return (started ?? .distantPast) > (other.started ?? .distantPast)
    }
}
