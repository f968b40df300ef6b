import Provenance

/// What a review has found so far: of each work its measures and what does not hold, no more.
struct ReviewFindings: Sendable {
    private let recognizer: String
    private let floor: Double
    private let uncertainty: Double
    private let sources: [String]
    private var failures: [Int: ReviewReport.Failure] = [:]
    private var judged: [SimilaritySpread.Judged] = []
    private var looks: [LookAlikes.Look] = []
    private var anew = 0
    /// Works by SHA-256 of the file that stands for them.
    private var owners: [String: [(number: Int, work: String)]] = [:]
    var notes: [String] = []

    init(measure: any IdentityMeasure, plan: CollectionPlan) {
        (recognizer, floor, uncertainty) = (measure.name, measure.floor, measure.uncertainty)
        sources = plan.sources.map(\.name)
    }

    mutating func add(
        _ work: PlannedWork, _ checks: [VerificationReport.Check], digests: [String],
        measure: (measure: WorkMeasure, isNew: Bool)?
    ) {
        let failed = checks.filter { $0.outcome == .failed }
        if !failed.isEmpty {
            failures[work.number] = ReviewReport.Failure(number: work.number, work: work.name, checks: failed)
        }
        for digest in Set(digests) { owners[digest, default: []].append((work.number, work.name)) }
        guard let (measure, isNew) = measure else { return }
        if isNew { anew += 1 }
        judged.append(
            SimilaritySpread.Judged(
                number: work.number, work: work.name, source: sources[work.source], group: work.source,
                similarity: measure.similarity))
        if let face = measure.face {
            looks.append(LookAlikes.Look(number: work.number, whole: measure.fingerprint, face: face))
        }
    }

    func report(
        title: String, works: Int, seed: String?, reproduced: [ReviewReport.Reproduced], isStrict: Bool
    ) -> ReviewReport {
        let values = judged.compactMap(\.similarity)
        let consistency = ReviewReport.Consistency(
            recognizer: recognizer, measured: values.count, anew: anew, median: SimilaritySpread(values)?.median,
            least: values.min(), most: values.max(),
            outliers: SimilaritySpread.outliers(of: judged, floor: floor, uncertainty: uncertainty),
            alike: LookAlikes.groups(of: looks))
        let failures = failuresWithTwins()
        let isEven = consistency.outliers.isEmpty && consistency.alike.isEmpty
        return ReviewReport(
            title: title, works: works, failures: failures, consistency: consistency,
            seed: seed, reproduced: reproduced, notes: notes,
            holds: works > 0 && failures.isEmpty && reproduced.allSatisfy(\.isSame) && (isEven || !isStrict))
    }

    /// What failed, by number, and which works have another one's bytes: of equal ones the first is taken for itself.
    private func failuresWithTwins() -> [ReviewReport.Failure] {
        var failures = failures
        var told: Set<Int> = []
        let groups = owners.values.filter { $0.count > 1 }.map { $0.sorted { $0.number < $1.number } }
        for group in groups.sorted(by: { $0[0].number < $1[0].number }) {
            for twin in group.dropFirst() where told.insert(twin.number).inserted {
                failures[twin.number, default: .init(number: twin.number, work: twin.work, checks: [])].checks.append(
                    .init(
                        WorkRecord.fileName, "bytes", .failed, expected: "a work of its own",
                        found: "those of \(group[0].work)"))
            }
        }
        return failures.values.sorted { $0.number < $1.number }
    }
}
