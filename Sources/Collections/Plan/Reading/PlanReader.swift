import Foundation
import Provenance
import Works

/// Reads a plan from a JSON value that keeps to the schema, and what the schema cannot say: days, paths, patterns.
struct PlanReader {
    /// What paths in the plan are relative to.
    let folder: URL
    /// What counts as there for patterns, whether it is there or not; nil for what the folder has.
    let listing: [String]?
    private(set) var problems: [PlanProblem] = []

    init(folder: URL, listing: [String]? = nil) {
        self.folder = folder
        self.listing = listing
    }

    mutating func report(_ path: JSONPath, _ words: String) {
        problems.append(PlanProblem(path, words))
    }

    mutating func plan(_ json: JSONValue) -> CollectionPlan {
        let root = JSONPath.root
        let standard = Self.standard(json["input_standard"])
        let sources = pictures(json["sources"], at: root.key("sources"), naming: standard.sourceNaming)
        let targets = pictures(json["targets"], at: root.key("targets"), naming: standard.targetNaming)
        let seed = json["seed"]?.natural ?? 0
        var plan = CollectionPlan(
            title: json["title"]?.string ?? "", sources: sources, targets: targets,
            pairing: Self.pairing(json["pairing"], seed: seed))
        plan.seed = seed
        plan.standard = standard
        plan.description = json["description"]?.string
        plan.date = date(json["date"], at: root.key("date"))
        plan.numbering = Self.numbering(json["numbering"])
        switch json["recipe"] {
        case .string(let path): plan.recipe = .file(path)
        case .object(let keys): plan.recipe = .inline(keys)
        default: break
        }
        plan.rights = json["rights"]?.string
        if let path = json["output"]?.string { plan.output = output(path, at: root.key("output")) }
        plan.storage = json["storage"]?.string
        plan.traits = Self.traits(json["traits"])
        plan.overrides = Self.overrides(json["overrides"])
        plan.deliverables = Self.deliverables(json["deliverables"])
        plan.attributes = Self.attributes(json["attributes"])
        return plan
    }

    private mutating func date(_ value: JSONValue?, at path: JSONPath) -> CompositionDate? {
        guard let text = value?.string else { return nil }
        let date = CompositionDate(iso8601: text)
        if date == nil {
            report(path, "found \(JSONValue.string(text).summary). Give a moment in UTC such as 2026-11-24T15:36:00Z.")
        }
        return date
    }

    /// Works stay inside the plan's folder, and out of what else lies there.
    private mutating func output(_ path: String, at place: JSONPath) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isInside = parts.allSatisfy { SafeName.objection(to: $0) == nil }
        if !isInside || parts[0] == PlannedCollection.ledgerFolder {
            report(
                place,
                "found \(JSONValue.string(path).summary). Give a folder inside the plan's, such as works, and another "
                    + "than \(PlannedCollection.ledgerFolder).")
        }
        return path
    }
}
