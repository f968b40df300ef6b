import Foundation
import Works

/// A work of the plan, and what is known of it.
struct GalleryWork: Sendable {
    /// Its place among the plan's works.
    var index: Int
    var planned: PlannedWork
    var state: LedgerEntry.State
    /// Of the work that is there; nil where none is.
    var summary: WorkSummary?

    var isBuilt: Bool { summary != nil }
}

extension GalleryWork {
    /// All works of a plan. Ledgers tell of them, those of shards too; a work that none tells of is looked for in its
    /// folder.
    /// - Throws: `CollectionError.ledger`.
    static func all(of collection: PlannedCollection) throws(CollectionError) -> [GalleryWork] {
        let entries = try entries(of: collection)
        var works: [GalleryWork] = []
        works.reserveCapacity(collection.works.count)
        for (index, planned) in collection.works.enumerated() {
            let entry = entries[planned.number].flatMap { $0.name == planned.name ? $0 : nil }
            var work = GalleryWork(
                index: index, planned: planned, state: entry?.state ?? .waiting, summary: entry?.summary)
            if work.summary == nil, let record = try? WorkRecord(ofWorkAt: collection.folder(of: planned)) {
                work.summary = WorkSummary(record)
            }
            if work.isBuilt { work.state = .done } else if work.state == .done { work.state = .waiting }
            works.append(work)
        }
        return works
    }

    /// By number; of several ledgers' entries the first with a finished work, the whole build's before those of shards.
    private static func entries(of collection: PlannedCollection) throws(CollectionError) -> [Int: LedgerEntry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: collection.ledgers.path)) ?? []
        let whole = collection.ledger(of: nil).lastPathComponent
        var entries: [Int: LedgerEntry] = [:]
        for name in names.sorted(by: { ($0 != whole ? 1 : 0, $0) < ($1 != whole ? 1 : 0, $1) })
        where name.hasSuffix(".sqlite") {
            for entry in try Ledger(reading: collection.ledgers.appending(path: name)).entries() {
                if let known = entries[entry.number], known.summary != nil || entry.summary == nil { continue }
                entries[entry.number] = entry
            }
        }
        return entries
    }
}
