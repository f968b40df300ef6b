import Foundation
import Provenance
import Works

/// Works out what a plan comes to. Everything that is wrong is kept, so that a person hears of it at once.
struct PlanExpansion {
    let plan: CollectionPlan
    /// What paths in the plan are relative to.
    let folder: URL
    private(set) var problems: [PlanProblem] = []

    /// More suggestions nobody reads, and each takes a look at every name.
    private static let mostGuesses = 100
    private var guesses = 0

    init(_ plan: CollectionPlan, in folder: URL) {
        self.plan = plan
        self.folder = folder
    }

    mutating func report(_ path: JSONPath, _ words: String) {
        problems.append(PlanProblem(path, words))
    }

    /// Works in the order of their numbers; what they are worth is for `problems` to say.
    mutating func works() -> [PlannedWork] {
        checkNames()
        let recipes = PlanRecipes(plan, in: folder)
        problems += recipes.problems
        var drafts = drafts()
        apply(plan.overrides, to: &drafts)
        var book = recipes
        let texts = NameTemplate(plan.numbering)
        if let problem = texts.problem { report(JSONPath.root.key("numbering").key("name"), problem) }
        var works: [PlannedWork] = []
        works.reserveCapacity(drafts.count)
        for draft in drafts where !(plan.overrides[draft.number]?.isLeftOut ?? false) {
            let source = plan.sources[draft.source]
            let target = plan.targets[draft.target]
            works.append(
                PlannedWork(
                    number: draft.number,
                    name: texts.name(number: draft.number, source: source.name, target: target.name),
                    source: draft.source, target: draft.target,
                    traits: zip(plan.traits, draft.traits).map { $0.values[$1].value },
                    recipe: book.recipe(of: draft), attributes: attributes(of: draft)))
        }
        problems += book.conflicts
        if texts.problem == nil { check(works) }
        if works.isEmpty, problems.isEmpty { report(.root, "the plan has no work. Pair a source with a target.") }
        return works
    }

    /// The place of a name among those that are known; reports names that are not.
    mutating func place(
        of name: String, in places: [String: Int], what: String, at path: @autoclosure () -> JSONPath
    ) -> Int? {
        if let place = places[name] { return place }
        guesses += 1
        let nearest = guesses > Self.mostGuesses || name.utf8.count > 255 ? nil : places.keys.nearest(to: name)
        let hint = nearest.map { "Did you mean \"\($0)\"?" } ?? "Give the name of one that the plan lists."
        report(path(), "there is no \(what) \(JSONValue.string(name).summary). \(hint)")
        return nil
    }

    private func attributes(of draft: Draft) -> [PlanAttribute] {
        var attributes = plan.attributes
        let more = [
            plan.sources[draft.source].attributes, plan.targets[draft.target].attributes,
            zip(plan.traits, draft.traits).map { PlanAttribute($0.name, .text($0.values[$1].value)) },
            plan.overrides[draft.number]?.attributes ?? [],
        ]
        // A name stands once: what is nearer to the work counts.
        for attribute in more.joined() {
            if let place = attributes.firstIndex(where: { $0.name == attribute.name }) {
                attributes[place] = attribute
            } else {
                attributes.append(attribute)
            }
        }
        return attributes
    }
}

extension PlanExpansion {
    /// A work before its recipe and its name: places in the plan.
    struct Draft {
        var number: Int
        var source: Int
        var target: Int
        /// A place among each trait's values.
        var traits: [Int]
    }

    /// Names of sources, targets, traits and their values, with their places; the first of equal ones counts.
    static func places(_ names: some Sequence<String>) -> [String: Int] {
        Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
    }
}
