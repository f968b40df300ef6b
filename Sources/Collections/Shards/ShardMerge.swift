import Foundation
import GRDB
import Provenance
import Raster
import Works

/// Joins what shards have built into one collection, and looks whether it is whole.
///
/// ```swift
/// let report = try await ShardMerge(of: collection)()
/// print(report.isWhole ? "whole" : "\(report.findings.count) works are missing or wrong")
/// ```
/// The shards' ledgers go into `ledger/whole.sqlite` in one transaction; they stay, and joining them again gives the same.
public struct ShardMerge: Sendable {
    private let collection: PlannedCollection
    private let count: Int?
    private let store: (any WorkStore)?
    private let keys = WorkKeys()

    /// - Parameters:
    ///   - count: how many shards are to be joined, where the folder has ledgers of several counts.
    ///   - store: where the works are kept; nil for the plan's output folder.
    public init(of collection: PlannedCollection, count: Int? = nil, in store: (any WorkStore)? = nil) {
        self.collection = collection
        self.count = count
        self.store = store
    }

    /// - Throws: `CollectionError`, `.beingBuilt` while any of the ledgers is written; `StorageError`. Nothing has changed
    ///   then.
    public func callAsFunction() async throws -> MergeReport {
        let executor = NativeExecutor(threads: 1)
        return try await withTaskExecutorPreference(executor) { try await merge() }
    }

    private func merge() async throws -> MergeReport {
        let ledgers = try ShardLedgers(in: collection.ledgers, count: count)
        // Held until the end.
        var locks = [try BuildLock(of: collection.ledger(of: nil))]
        for shard in ledgers.begun { locks.append(try BuildLock(of: collection.ledger(of: shard))) }
        defer { withExtendedLifetime(locks) {} }

        var contents: [(shard: Shard, content: Ledger.Content)] = []
        for shard in ledgers.present {
            // Opened for writing: a build that was killed leaves a journal, which the next to open the ledger rolls back.
            contents.append((shard, try Ledger(at: collection.ledger(of: shard)).content()))
        }
        var report = MergeReport(
            count: ledgers.count, planned: collection.works.count, done: 0,
            ledgers: ledgers.present.map(name), absentShards: ledgers.absent.map(\.index), leftOver: ledgers.others,
            findings: [], unplanned: try await unplanned())
        let entries = try await examine(contents, &report)
        try Ledger(at: collection.ledger(of: nil))
            .join(contents.map(\.content), entries: entries, keeping: Set(collection.works.map(\.number)))
        return report
    }

    /// - Returns: the entries that are right, which the joined ledger takes.
    private func examine(
        _ contents: [(shard: Shard, content: Ledger.Content)], _ report: inout MergeReport
    ) async throws -> [LedgerEntry] {
        var owners: [Int: [(shard: Shard, entry: LedgerEntry)]] = [:]
        for (shard, content) in contents {
            for entry in content.entries { owners[entry.number, default: []].append((shard, entry)) }
        }
        let shards = contents.reduce(into: [Int: Shard]()) { shards, part in
            for work in collection.works(of: part.shard) { shards[work.number] = part.shard }
        }
        var taken: [LedgerEntry] = []
        for work in collection.works {
            let found = owners[work.number] ?? []
            func find(_ kind: MergeReport.Finding.Kind, _ words: String) {
                report.findings.append(.init(number: work.number, work: work.name, kind: kind, words: words))
            }
            // Where a plan has grown, works have moved between shards: the one whose it is now is right.
            guard var (_, entry) = found.first(where: { $0.shard == shards[work.number] }) ?? found.first else {
                find(.missing, "No shard has built it.")
                continue
            }
            if let finding = try await finding(on: work, entry) {
                find(finding.kind, finding.words)
                // So that the next build makes it.
                if entry.state == .done { entry.state = .waiting }
            } else if found.count > 1 {
                let names = found.map { name($0.shard) }.joined(separator: " and ")
                find(.doubled, "Both \(names) tell of it. Build these shards again: each forgets what is not its own.")
            } else {
                report.done += 1
            }
            taken.append(entry)
        }
        return taken
    }

    private typealias Verdict = (kind: MergeReport.Finding.Kind, words: String)

    /// What is wrong with a work that its ledger tells of.
    private func finding(on work: PlannedWork, _ entry: LedgerEntry) async throws -> Verdict? {
        switch entry.state {
        case .waiting: return (.missing, "It waits to be built.")
        case .running: return (.unfinished, "Its build was cut off (\(entry.owner ?? "by nobody known")).")
        case .failed: return (.failed, entry.error ?? "Nobody knows why.")
        case .done: break
        }
        guard let record = try await record(of: work) else {
            return (.broken, "There is no whole work in its place.")
        }
        let folder = collection.folder(of: work).path
        if store == nil, let file = record.files.first(where: { !ListedFile($0).isThere(in: folder) }) {
            return (.broken, "\(file.file) is missing or cut short: the next build makes the work again.")
        }
        guard entry.name == work.name, entry.summary == WorkSummary(record), isMade(record, from: entry.key, work)
        else {
            return (
                .foreign, "Its place holds another work than the ledger tells of. Remove its folder and build again."
            )
        }
        return nil
    }

    /// In a store only the summary is held against the record: a key needs the record of rights as well.
    private func isMade(_ record: WorkRecord, from key: WorkKey?, _ work: PlannedWork) -> Bool {
        let folder = collection.folder(of: work)
        return store != nil || keys.key(of: record, in: folder, isDated: collection.plan.date != nil) == key
    }

    private func record(of work: PlannedWork) async throws -> WorkRecord? {
        if let store { return try await store.record(of: work.name) }
        return try? WorkRecord(ofWorkAt: collection.folder(of: work))
    }

    /// Works that are there and in no plan; hidden folders are what builds have open or left.
    private func unplanned() async throws -> [String] {
        let names: [String]
        if let store {
            names = Array(try await store.names())
        } else {
            let entries = try? FileManager.default.contentsOfDirectory(
                at: collection.output, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
            names = (entries ?? [])
                .filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true }
                .map(\.lastPathComponent)
        }
        let planned = Set(collection.works.map(\.name))
        return names.filter { !planned.contains($0) }.sorted()
    }

    private func name(_ shard: Shard) -> String { collection.ledger(of: shard).lastPathComponent }
}
