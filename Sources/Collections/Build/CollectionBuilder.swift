import Foundation
import Inference
import Provenance
import Raster
import Works

/// Builds the works of a collection: those that are not there yet, or were made from something else than the plan says now.
///
/// Works go through the stages of `Composer` side by side, a few at once, so that one is decoded or encoded while another is
/// looked at or drawn; a network that enlarges serves one at a time. Each appears whole or not at all, and only then in the
/// ledger: a kill or a power cut at any moment costs at most the works in flight.
public struct CollectionBuilder: Sendable {
    private let collection: PlannedCollection
    private let options: BuildOptions
    private let store: (any WorkStore)?
    private let installation: Installation
    private let makeCast: @Sendable (Recipe) throws -> Cast

    /// - Parameters:
    ///   - store: where finished works are kept; nil for the plan's output folder.
    ///   - cast: the parts that a recipe names; nil loads them.
    public init(
        _ collection: PlannedCollection, options: BuildOptions = BuildOptions(), store: (any WorkStore)? = nil,
        installation: Installation = .current, cast: (@Sendable (Recipe) throws -> Cast)? = nil
    ) {
        self.collection = collection
        self.options = options
        self.store = store
        self.installation = installation
        let missingModels = options.missingModels
        makeCast = cast ?? { try Cast(for: $0, missingModels: missingModels, installation: installation) }
    }

    /// - Parameter report: is called from any thread, one call at a time.
    /// - Throws: `CollectionError`, `StorageError`, what keeps every work from being made (`CredentialError`, `RightsError`);
    ///   `CancellationError`. What stops a single work is in the summary.
    public func build(
        report: @escaping @Sendable (BuildProgress) -> Void = { _ in }
    ) async throws -> BuildSummary {
        let ledgerFile = collection.ledger(of: options.shard)
        let lock = try BuildLock(of: ledgerFile)
        defer { withExtendedLifetime(lock) {} }
        let ledger = try Ledger(at: ledgerFile)
        // Asked before the long work: files that cannot be signed are not made.
        _ = try Signing(options.credentials, installation: installation)
        let date = try CompositionDate()
        let works = collection.works(of: options.shard)
        StagedDirectory.sweep(collection.output, of: Set(works.map(\.name)))
        let digests = InputDigests(folder: collection.folder, known: try ledger.knownDigests())
        let workKeys = WorkKeys()
        let survey = BuildSurvey(
            collection: collection,
            keys: try CollectionKeys(
                collection, digests: digests, keys: workKeys, missingModels: options.missingModels,
                installation: installation),
            workKeys: workKeys, store: store)
        let state = try await survey.state(
            of: works, known: try ledger.states(), rebuilds: options.rebuilds)
        try ledger.keep(digests.news)
        try ledger.remove(state.gone)
        let tasks = chosen(from: state.tasks)
        let numbers = Set(tasks.map(\.work.number))
        // What is there and not asked for in this run stays as the ledger has it.
        let waiting = state.tasks.filter { $0.entry.state != .done || numbers.contains($0.work.number) }.map { task in
            var entry = task.entry
            entry.state = LedgerEntry.State.waiting
            return entry
        }
        try ledger.put(state.found + waiting)
        let keeper = store.map { LedgerKeeper(ledger, as: ledgerFile.lastPathComponent, in: $0) }
        let run = BuildRun(
            collection: collection, options: options, store: store, keeper: keeper, installation: installation,
            ledger: ledger, owner: lock.owner, date: date, makeCast: makeCast, total: tasks.count, report: report)
        let outcome: BuildRun.Outcome
        do {
            outcome = try await run.make(tasks)
        } catch {
            // What was done is worth telling; why it ended is worth more.
            try? await keeper?.finish()
            throw error
        }
        try await keeper?.finish()
        let planned = state.kept.count + state.found.count + state.tasks.count
        return BuildSummary(
            planned: planned, kept: state.kept.count, found: state.found.count, made: outcome.made,
            left: state.tasks.count - outcome.made - outcome.failures.count, failures: outcome.failures,
            identities: outcome.identities, seconds: outcome.seconds,
            worksPerHour: outcome.made > 0 ? Double(outcome.made) / outcome.seconds * 3600 : nil)
    }

    /// The works of this run, in the order of their sources: an identity is used while it is at hand.
    private func chosen(from tasks: [BuildState.Task]) -> [BuildState.Task] {
        var chosen = tasks
        if let only = options.only { chosen = chosen.filter { only.contains($0.work.number) } }
        if let limit = options.limit { chosen = Array(chosen.prefix(limit)) }
        return chosen.sorted { ($0.work.source, $0.work.number) < ($1.work.source, $1.work.number) }
    }
}
