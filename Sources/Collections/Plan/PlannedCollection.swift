import Foundation
import Works

/// A plan with all that it comes to: the works, in the order of their numbers, and where things lie.
public struct PlannedCollection: Sendable {
    public let plan: CollectionPlan
    /// The plan's file.
    public let file: URL
    public let works: [PlannedWork]

    /// - Parameter works: in the order of their numbers.
    public init(plan: CollectionPlan, file: URL, works: [PlannedWork]) {
        self.plan = plan
        self.file = file.absoluteURL.standardizedFileURL
        self.works = works
    }

    /// What paths in the plan are relative to.
    public var folder: URL { file.deletingLastPathComponent() }
    /// Where the works' folders lie.
    public var output: URL { url(of: plan.output) }
    /// Where the ledgers lie: one for a whole build, one for each shard.
    public var ledgers: URL { folder.appending(path: Self.ledgerFolder) }
    static let ledgerFolder = "ledger"
    public var rights: URL? { plan.rights.map(url(of:)) }

    public func folder(of work: PlannedWork) -> URL { output.appending(path: work.name) }

    public func sources(of work: PlannedWork) -> [URL] { plan.sources[work.source].files.map(url(of:)) }

    public func target(of work: PlannedWork) -> URL { url(of: plan.targets[work.target].files[0]) }

    public func reference(of work: PlannedWork) -> URL? { plan.targets[work.target].reference.map(url(of:)) }

    /// A path as the plan has it.
    public func url(of path: String) -> URL {
        path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
    }

    /// What is asked of the composer for a work.
    /// - Parameter date: for plans that have none.
    public func commission(for work: PlannedWork, date: CompositionDate) -> Commission {
        var commission = Commission(
            sources: sources(of: work), target: target(of: work), output: folder(of: work), recipe: work.recipe,
            date: plan.date ?? date)
        commission.reference = reference(of: work)
        commission.replacement = .work
        commission.keepsMask = plan.deliverables.keepsMask
        commission.proof = plan.deliverables.proof.map { ProofRequest(profile: url(of: $0)) }
        commission.rights = rights
        return commission
    }
}
