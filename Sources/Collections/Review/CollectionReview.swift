import Faces
import Foundation
import Inference
import Provenance
import Raster
import Works

/// Looks at a built collection as a whole: whether every work is what it says, is what the plan asks for, is alike to its
/// source, and is there once.
///
/// ```swift
/// let review = CollectionReview(collection, ledger: try Ledger(at: collection.ledger(of: nil)))
/// let report = try await review.report(on: date) { print($0.done, $0.total) }
/// ```
/// Offline. Nothing is changed but the ledger's measures. Two works are looked at at once, and let go of before the next:
/// what stays of each is its measures and what does not hold.
public struct CollectionReview: Sendable {
    let collection: PlannedCollection
    let ledger: Ledger?
    let options: ReviewOptions
    let places: WorkPlaces
    let installation: Installation
    let makeCast: @Sendable (Recipe) throws -> Cast

    /// - Parameters:
    ///   - ledger: what the build wrote, where measures are kept; nil where there is none: then works are held against the
    ///     plan alone.
    ///   - store: where finished works are kept; nil for the plan's output folder.
    ///   - cast: makes the parts by which works are built again; nil for those of the installation.
    public init(
        _ collection: PlannedCollection, ledger: Ledger?, options: ReviewOptions = ReviewOptions(),
        store: (any WorkStore)? = nil, installation: Installation = .current,
        cast: (@Sendable (Recipe) throws -> Cast)? = nil
    ) {
        self.collection = collection
        self.ledger = ledger
        self.options = options
        places = WorkPlaces(collection: collection, store: store)
        self.installation = installation
        makeCast = cast ?? { try Cast(for: $0, installation: installation) }
    }

    /// - Parameters:
    ///   - date: the day that counts for rights that end.
    ///   - progress: is called by one task, one call at a time.
    /// - Throws: `CredentialError` when the library that verifies or the certificates to trust cannot be read;
    ///   `InferenceError` when the models that find faces cannot; `CollectionError` for the ledger; `CancellationError`.
    ///   What is wrong with a work is in the report.
    public func report(
        on date: CompositionDate, progress: @Sendable (ReviewProgress) -> Void = { _ in }
    ) async throws -> ReviewReport {
        let executor = NativeExecutor(threads: Self.atOnce)
        let works = collection.works.filter { options.only?.contains($0.number) ?? true }
        var findings = try await look(at: works, on: date, executor: executor, progress: progress)
        if options.only == nil { findings.notes += try await strangers() }
        let reproduced = try await reproduce(works, progress: progress)
        return findings.report(
            title: collection.plan.title, works: works.count, seed: reproduced.isEmpty ? nil : seed,
            reproduced: reproduced, isStrict: options.isStrict)
    }

    /// Works that are looked at together: decoding and networks of two keep both of a small machine's cores busy.
    private static let atOnce = 2

    var seed: String { options.seed ?? collection.plan.title }

    // MARK: - Look

    private struct Seen: Sendable {
        var work: PlannedWork
        var checks: [VerificationReport.Check]
        /// SHA-256 of the file that stands for the work, as delivered and as it was before it was signed.
        var digests: [String] = []
        var measure: (measure: WorkMeasure, isNew: Bool)?
    }

    private func look(
        at works: [PlannedWork], on date: CompositionDate, executor: NativeExecutor,
        progress: (ReviewProgress) -> Void
    ) async throws -> ReviewFindings {
        let (examiner, look, notes) = try await executor.run { try makeLook(on: date) }
        var findings = ReviewFindings(measure: look.measure, plan: collection.plan)
        findings.notes = notes
        // A source is looked at while its works are.
        let inOrder = works.sorted { ($0.source, $0.number) < ($1.source, $1.number) }
        var kept: [WorkMeasure] = []
        progress(ReviewProgress(step: .look, done: 0, total: works.count))
        try await withThrowingTaskGroup(of: Seen.self) { group in
            var waiting = inOrder[...]
            func add() {
                guard let work = waiting.popFirst() else { return }
                group.addTask(executorPreference: executor) { try await see(work, examiner, look) }
            }
            for _ in 0..<Self.atOnce { add() }
            var done = 0
            while let seen = try await group.next() {
                try Task.checkCancellation()
                add()
                done += 1
                findings.add(seen.work, seen.checks, digests: seen.digests, measure: seen.measure)
                if let (measure, isNew) = seen.measure, isNew { kept.append(measure) }
                if kept.count == Self.keptTogether {
                    try ledger?.put(kept)
                    kept = []
                }
                progress(
                    ReviewProgress(
                        step: .look, done: done, total: works.count, work: seen.work.name, checks: seen.checks))
            }
        }
        try ledger?.put(kept)
        try ledger?.keep(look.digests.news)
        return findings
    }

    /// Measures that one transaction writes: a review that is cut off loses no more.
    private static let keptTogether = 32

    private func makeLook(on date: CompositionDate) throws -> (WorkExaminer, WorkLook, [String]) {
        var notes: [String] = []
        if ledger == nil { notes.append("no ledger: works are held against the plan alone, and measures are not kept") }
        let plan = collection.plan
        let files = plan.sources.flatMap(\.files) + plan.targets.flatMap(\.files) + plan.targets.compactMap(\.reference)
        var folders: [URL] = []
        for file in files {
            let folder = collection.url(of: file).deletingLastPathComponent()
            if folders.last != folder, !folders.contains(folder) { folders.append(folder) }
        }
        let verifier = try WorkVerifier(
            trusting: options.trust, inputsIn: folders + options.inputFolders, evidenceIn: options.evidence, on: date,
            installation: installation)
        let digests = InputDigests(folder: collection.folder, known: try ledger?.knownDigests() ?? [:])
        let workKeys = WorkKeys()
        var keys: CollectionKeys?
        do {
            keys = try CollectionKeys(
                collection, digests: digests, keys: workKeys, missingModels: .refuse, installation: installation)
        } catch {
            notes.append("works are not compared with the plan: \(error)")
        }
        let (store, engines) = (try ModelStore(from: installation), EngineSet(from: installation))
        let finder = try FaceAnalyser(
            engine: try engines.engine(for: store.entry(named: FaceModels.names.mesh)), store: store,
            options: Cast.modelOptions(precision: .f32))
        let measure = try options.recognizer.measure(
            named: collection.works.first?.recipe.faceRecognizer ?? Recipe.BuiltIn.none, store: store,
            engines: engines)
        let look = WorkLook(
            collection: collection, finder: finder, measure: measure,
            sources: SourceShelf(collection, finder: finder, measure: measure), digests: digests, ledger: ledger)
        let examiner = WorkExaminer(
            collection: collection, ledger: ledger, verifier: verifier, digests: digests, workKeys: workKeys, keys: keys
        )
        return (examiner, look, notes)
    }

    private func see(_ work: PlannedWork, _ examiner: WorkExaminer, _ look: WorkLook) async throws -> Seen {
        do {
            return try await places.reading(work) { try see(work, in: $0, examiner, look) }
        } catch let error as StorageError {
            let check = VerificationReport.Check(
                WorkRecord.fileName, "work", .failed, expected: "a finished work", found: "\(error)")
            return Seen(work: work, checks: [check])
        }
    }

    private func see(
        _ work: PlannedWork, in folder: URL, _ examiner: WorkExaminer, _ look: WorkLook
    ) throws -> Seen {
        let finding = try examiner.examine(work, in: folder)
        var seen = Seen(work: work, checks: finding.checks)
        guard let record = finding.record else { return seen }
        let main = record.files.first { $0.role == "master" } ?? record.files.first { $0.role == "image" }
        seen.digests = main.map { [$0.sha256, $0.unsignedSha256] } ?? []
        do {
            seen.measure = try look.look(at: work, record, in: folder, key: finding.key)
        } catch let error as CollectionError {
            throw error
        } catch {
            // Files that are no longer what they were have failed already.
            seen.checks.append(.init(WorkRecord.fileName, "similarity", .noted, found: "not measured: \(error)"))
        }
        return seen
    }

    /// Works that are there and that the plan does not know.
    private func strangers() async throws -> [String] {
        try await places.names().subtracting(collection.works.map(\.name)).sorted()
            .map { "\($0): a work that the plan does not have" }
    }
}
