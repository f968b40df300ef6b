import Foundation
import Provenance
import Works

extension PlannedCollection {
    /// More lines of mistakes nobody reads.
    private static let mostProblems = 100

    /// Reads a plan and works out what it comes to. Pictures are not opened, and need not be there.
    /// - Parameter url: `collection.json`, `collection.yaml`, or the folder that has one of them.
    /// - Throws: `CollectionError` with every problem that was found.
    public init(contentsOf url: URL) throws(CollectionError) {
        let file = try PlanText.file(at: url.absoluteURL.standardizedFileURL)
        try self.init(json: PlanText.value(of: file), file: file)
    }

    /// As `init(contentsOf:)`, where pictures may not be here.
    /// - Parameter listing: paths, relative to the plan, that count as there: patterns take these and no others.
    package init(contentsOf url: URL, amid listing: [String]) throws(CollectionError) {
        let file = try PlanText.file(at: url.absoluteURL.standardizedFileURL)
        try self.init(json: PlanText.value(of: file), file: file, listing: listing)
    }

    /// - Parameter file: where the plan lies, or will.
    init(json: JSONValue, file: URL, listing: [String]? = nil) throws(CollectionError) {
        let folder = file.deletingLastPathComponent()
        var reader = PlanReader(folder: folder, listing: listing)
        let plan = reader.plan(json)
        let mistakes = try CollectionPlan.problems(of: json)
        if !mistakes.isEmpty {
            // What else a misshapen plan comes to is not worth telling; what its recipes say is.
            let places = Set(mistakes.map { "\($0.path)" })
            let others = PlanRecipes(plan, in: folder).problems.filter { !places.contains("\($0.path)") }
            try Self.refuse(mistakes + others, of: file)
        }
        var expansion = PlanExpansion(plan, in: folder)
        let works = expansion.works()
        try Self.refuse(reader.problems + expansion.problems, of: file)
        self.init(plan: plan, file: file, works: works)
    }

    /// Works out what a plan that was made in code comes to.
    /// - Parameter file: where the plan would lie: its paths are relative to that folder.
    /// - Throws: `CollectionError.badPlan` with every problem that was found.
    public init(plan: CollectionPlan, file: URL) throws(CollectionError) {
        let file = file.absoluteURL.standardizedFileURL
        var expansion = PlanExpansion(plan, in: file.deletingLastPathComponent())
        let works = expansion.works()
        try Self.refuse(expansion.problems, of: file)
        self.init(plan: plan, file: file, works: works)
    }

    private static func refuse(_ problems: [PlanProblem], of file: URL) throws(CollectionError) {
        guard !problems.isEmpty else { return }
        var told = Array(problems.prefix(mostProblems))
        if problems.count > told.count {
            told.append(PlanProblem(.root, "and \(problems.count - told.count) more."))
        }
        throw .badPlan(file: file.lastPathComponent, problems: told)
    }

    /// Files that the plan names and that are not there, as the plan names them, in its order and each once.
    public var missingFiles: [String] {
        var named = plan.sources.flatMap(\.files)
        for target in plan.targets { named += target.files + (target.reference.map { [$0] } ?? []) }
        named += [plan.rights, plan.deliverables.proof].compactMap { $0 }
        var seen: Set<String> = []
        return named.filter { seen.insert($0).inserted && !FileManager.default.fileExists(atPath: url(of: $0).path) }
    }
}
