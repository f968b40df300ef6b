import Foundation
import Provenance
import Works

/// What is to be done, found by holding the plan against the ledger and the works that are there.
struct BuildState: Sendable {
    /// A work to be made.
    struct Task: Sendable {
        var work: PlannedWork
        var entry: LedgerEntry
        /// Why it cannot even be begun; nil when it can.
        var obstacle: (any Error)?
    }

    var kept: [LedgerEntry] = []
    /// Entries that the ledger did not have, or had otherwise.
    var found: [LedgerEntry] = []
    var tasks: [Task] = []
    /// Numbers that the ledger knows and the plan does not.
    var gone: [Int] = []
}

/// Holds plans against what is there.
struct BuildSurvey: Sendable {
    let collection: PlannedCollection
    let keys: CollectionKeys
    let workKeys: WorkKeys
    let store: (any WorkStore)?

    /// - Parameter known: what the ledger knows.
    /// - Throws: `StorageError`.
    func state(
        of works: ArraySlice<PlannedWork>, known: [(entry: LedgerEntry, files: [ListedFile])], rebuilds: Bool
    ) async throws -> BuildState {
        let known = Dictionary(known.map { ($0.entry.number, $0) }, uniquingKeysWith: { first, _ in first })
        let stored = try await store?.names()
        let output = collection.output.path
        var state = BuildState()
        state.gone = Set(known.keys).subtracting(works.map(\.number)).sorted()
        for work in works {
            try Task.checkCancellation()
            var entry = known[work.number]?.entry ?? LedgerEntry(number: work.number, name: work.name)
            entry.name = work.name
            let key: WorkKey
            do {
                key = try keys.key(of: work)
            } catch {
                state.tasks.append(BuildState.Task(work: work, entry: entry, obstacle: error))
                continue
            }
            if rebuilds {
                entry.key = key
                entry.attempts = 0
                state.tasks.append(BuildState.Task(work: work, entry: entry))
                continue
            }
            if entry.state == .done, entry.key == key,
                stored?.contains(work.name)
                    ?? Self.isThere(known[work.number]?.files ?? [], in: output + "/" + work.name)
            {
                state.kept.append(entry)
                continue
            }
            if let record = try await record(of: work, stored: stored),
                workKeys.key(of: record.record, in: record.folder, isDated: collection.plan.date != nil) == key
            {
                entry.key = key
                entry.state = .done
                entry.error = nil
                entry.summary = WorkSummary(record.record)
                state.found.append(entry)
                continue
            }
            if entry.key != key { entry.attempts = 0 }
            entry.key = key
            state.tasks.append(BuildState.Task(work: work, entry: entry))
        }
        return state
    }

    /// Whether a folder has a work. A file that was taken away or cut short since makes one that is not there.
    private static func isThere(_ files: [ListedFile], in folder: String) -> Bool {
        access(folder + "/" + WorkRecord.fileName, R_OK) == 0 && files.allSatisfy { $0.isThere(in: folder) }
    }

    private func record(of work: PlannedWork, stored: Set<String>?) async throws -> (record: WorkRecord, folder: URL)? {
        let folder = collection.folder(of: work)
        if let stored {
            guard stored.contains(work.name), let store else { return nil }
            // The record of rights is what its key needs beside its record.
            let copy = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: copy) }
            try await store.fetch(
                work.name, files: [WorkRecord.fileName, RightsRecord.fileName], to: copy)
            guard let record = try? WorkRecord(ofWorkAt: copy) else { return nil }
            return (record, copy)
        }
        guard let record = try? WorkRecord(ofWorkAt: folder),
            record.files.allSatisfy({ ListedFile($0).isThere(in: folder.path) })
        else { return nil }
        return (record, folder)
    }
}
