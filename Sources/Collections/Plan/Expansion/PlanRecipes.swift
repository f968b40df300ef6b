import Foundation
import Provenance
import Works

/// The recipes of a plan's works: the base, changed by deliverables, then by traits, then by what a work has of its own.
struct PlanRecipes {
    private let plan: CollectionPlan
    private let base: Recipe
    /// Traits that change the recipe at all.
    private let shaping: [Int]
    /// By the values of those traits: works share most of their recipe.
    private var known: [[Int]: Recipe] = [:]
    private(set) var problems: [PlanProblem] = []
    /// Keys that are right where they stand and do not go together in a work that `recipe(of:)` gave.
    private(set) var conflicts: [PlanProblem] = []

    /// Reads the base and tries every change on it.
    init(_ plan: CollectionPlan, in folder: URL) {
        self.plan = plan
        shaping = plan.traits.indices.filter { plan.traits[$0].values.contains { !$0.recipe.isEmpty } }
        var problems: [PlanProblem] = []
        var base = Recipe()
        let root = JSONPath.root.key("recipe")
        switch plan.recipe {
        case .inline(let keys): problems += Self.apply(keys, to: &base, at: root)
        case .file(let path):
            do {
                let file = path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
                base = try Recipe(contentsOf: file)
            } catch {
                // The recipe's own file and its own paths; the plan's tell where it is named.
                problems += error.description.split(separator: "\n").map { PlanProblem(root, String($0)) }
            }
        }
        problems += Self.apply(plan.deliverables.recipe, to: &base, at: JSONPath.root.key("deliverables"))
        self.base = base
        for (index, trait) in plan.traits.enumerated() {
            for (place, value) in trait.values.enumerated() where !value.recipe.isEmpty {
                let path = JSONPath.root.key("traits").index(index).key("values").index(place).key("recipe")
                problems += Self.problems(of: value.recipe, at: path)
            }
        }
        for (number, override) in plan.overrides.sorted(by: { $0.key < $1.key }) where !override.recipe.isEmpty {
            problems += Self.problems(of: override.recipe, at: PlanExpansion.path(of: number).key("recipe"))
        }
        self.problems = problems
    }

    /// A work's recipe, whole, with its number.
    mutating func recipe(of draft: PlanExpansion.Draft) -> Recipe {
        let values = shaping.map { draft.traits[$0] }
        var recipe: Recipe
        if let known = known[values] {
            recipe = known
        } else {
            recipe = base
            for (trait, value) in zip(shaping, values) {
                try? recipe.take(plan.traits[trait].values[value].recipe)
            }
            known[values] = recipe
        }
        // Whatever is wrong with these keys was found when the plan was read.
        var place = JSONPath.root.key("recipe")
        if let override = plan.overrides[draft.number], !override.recipe.isEmpty {
            try? recipe.take(override.recipe)
            place = PlanExpansion.path(of: draft.number).key("recipe")
        }
        do {
            try recipe.check(at: place)
        } catch {
            // Thousands of works may share what is wrong with them.
            for problem in error.problems.map({ PlanProblem($0.path ?? place, $0.words) })
            where !conflicts.contains(problem) {
                conflicts.append(problem)
            }
        }
        recipe.number = draft.number
        return recipe
    }

    /// Tries keys on a recipe of their own.
    private static func problems(of keys: [String: JSONValue], at path: JSONPath) -> [PlanProblem] {
        var trial = Recipe()
        return apply(keys, to: &trial, at: path)
    }

    private static func apply(_ keys: [String: JSONValue], to recipe: inout Recipe, at path: JSONPath) -> [PlanProblem]
    {
        var problems: [PlanProblem] = []
        if keys["number"] != nil {
            problems.append(PlanProblem(path.key("number"), "the plan counts its works by numbering. Remove the key."))
        }
        do {
            try recipe.take(keys, at: path)
        } catch {
            problems += error.problems.map { PlanProblem($0.path ?? path, $0.words) }
        }
        return problems
    }
}
