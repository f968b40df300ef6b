import Foundation
import Inference
import Provenance
import Raster
import Works

/// One run of a build: the works in flight, and what comes of them.
struct BuildRun: Sendable {
    struct Outcome: Sendable {
        var made = 0
        var failures: [BuildSummary.Failure] = []
        var identities = 0
        var seconds = 0.0
    }

    private let collection: PlannedCollection
    private let options: BuildOptions
    private let store: (any WorkStore)?
    private let keeper: LedgerKeeper?
    private let installation: Installation
    private let ledger: Ledger
    private let date: CompositionDate
    private let owner: String
    private let meter: BuildMeter
    /// Where blocking calls run: as many at once as there are cores.
    private let executor: NativeExecutor
    private let casts: CastShelf
    private let identities = IdentityShelf()
    private let enlargement = Turn()

    init(
        collection: PlannedCollection, options: BuildOptions, store: (any WorkStore)?, keeper: LedgerKeeper?,
        installation: Installation, ledger: Ledger, owner: String, date: CompositionDate,
        makeCast: @escaping @Sendable (Recipe) throws -> Cast,
        total: Int,
        report: @escaping @Sendable (BuildProgress) -> Void
    ) {
        self.collection = collection
        self.options = options
        self.store = store
        self.keeper = keeper
        self.installation = installation
        self.ledger = ledger
        self.date = date
        self.owner = owner
        meter = BuildMeter(total: total, listener: report)
        executor = NativeExecutor(threads: ProcessInfo.processInfo.activeProcessorCount)
        casts = CastShelf(executor: executor, make: makeCast)
    }

    /// - Throws: `CollectionError` when the ledger fails, `StorageError` when the store does; `CancellationError`.
    func make(_ tasks: [BuildState.Task]) async throws -> Outcome {
        let start = ContinuousClock.now
        let most = options.inFlight ?? ProcessInfo.processInfo.activeProcessorCount + 1
        let memory = MemoryBudget(options.memory ?? MemoryBudget.usual)
        var outcome = Outcome()
        try await withThrowingTaskGroup(of: BuildSummary.Failure?.self) { group in
            var waiting = tasks[...]
            var running = 0
            while true {
                let stops = !outcome.failures.isEmpty && !options.keepsGoing
                while running < most, !stops, let task = waiting.popFirst() {
                    group.addTask { try await attempt(task, memory: memory) }
                    running += 1
                }
                guard running > 0, let result = try await group.next() else { break }
                running -= 1
                if let failure = result { outcome.failures.append(failure) } else { outcome.made += 1 }
            }
        }
        outcome.failures.sort { $0.number < $1.number }
        outcome.identities = await identities.prepared
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// Tries a work as often as the options say.
    /// - Returns: why it was given up; nil when it is there.
    private func attempt(_ task: BuildState.Task, memory: MemoryBudget) async throws -> BuildSummary.Failure? {
        var entry = task.entry
        var tries = 0
        while true {
            tries += 1
            entry.attempts += 1
            do {
                try await tryOnce(task, &entry, memory: memory)
                return nil
            } catch let error as CancellationError {
                throw error
            } catch let error as CollectionError {
                // The ledger itself fails: no other work would fare better.
                throw error
            } catch {
                try Task.checkCancellation()
                let reason = "\(error)"
                let isBadInput = (error as? any WorkFailure)?.isBadInput ?? false
                let again = !isBadInput && tries < options.attempts
                entry.state = again ? .waiting : .failed
                entry.error = reason
                entry.finished = Date()
                entry.seconds = entry.started.map { Date().timeIntervalSince($0) }
                let closed = entry
                try await executor.run { try ledger.close(closed) }
                meter.failed(task.work, reason: reason, again: again)
                if !again {
                    return BuildSummary.Failure(number: task.work.number, name: task.work.name, reason: reason)
                }
            }
        }
    }

    private func tryOnce(
        _ task: BuildState.Task, _ entry: inout LedgerEntry, memory: MemoryBudget
    ) async throws {
        let work = task.work
        entry.started = Date()
        if let obstacle = task.obstacle { throw obstacle }
        var commission = collection.commission(for: work, date: date)
        commission.credentials = options.credentials
        commission.limits = options.limits
        let bytes = try await executor.run { [commission] in
            try MemoryBudget.bytes(for: commission, limits: options.limits)
        }
        let result = try await memory.lending(bytes) { [entry, commission] in
            try await compose(work, commission, entry)
        }
        entry = result
        meter.made(work, seconds: entry.seconds ?? 0)
    }

    private func compose(
        _ work: PlannedWork, _ commission: Commission, _ begun: LedgerEntry
    ) async throws -> LedgerEntry {
        var entry = begun
        let start = ContinuousClock.now
        entry.state = .running
        entry.started = Date()
        entry.owner = owner
        entry.error = nil
        let running = entry
        try await executor.run { try ledger.put([running]) }
        meter.begun(work)
        let cast = try await casts.cast(for: work.recipe)
        let composer = Composer(
            cast: cast, executor: executor, enlargement: enlargement, installation: installation)
        let sources = try await identities.identity(
            of: commission.sources, by: composer, recipe: cast.recipe, limits: options.limits)
        let stages = StageClock()
        let made = try await composer.make(commission, from: sources) { stages.note($0.stage) }
        if let store {
            try await store.keep(made.directory, as: work.name)
            try await executor.run { try FileManager.default.removeItem(at: made.directory) }
        }
        entry.state = .done
        entry.finished = Date()
        entry.seconds = (ContinuousClock.now - start) / .seconds(1)
        entry.stages = stages.seconds
        entry.summary = WorkSummary(made.record)
        let closed = entry
        try await executor.run { try ledger.close(closed) }
        await keeper?.workIsThere()
        return entry
    }
}
