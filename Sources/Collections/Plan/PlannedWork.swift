import Foundation
import Works

/// One work of a collection, as the plan comes to: everything that decides its bytes.
public struct PlannedWork: Sendable, Equatable {
    /// Its place in the series; unique.
    public var number: Int
    /// Its folder within the collection's output; unique.
    public var name: String
    /// Index of its source and of its target in the plan.
    public var source: Int
    public var target: Int
    /// The values that its traits have, in the plan's order of traits.
    public var traits: [String]
    /// Whole: the plan's recipe with what deliverables, traits and overrides change; `number` is the work's.
    public var recipe: Recipe
    /// In the order in which marketplaces show them: the plan's, the source's, the target's, its traits, its own.
    public var attributes: [PlanAttribute]

    public init(
        number: Int, name: String, source: Int, target: Int, traits: [String] = [], recipe: Recipe,
        attributes: [PlanAttribute] = []
    ) {
        self.number = number
        self.name = name
        self.source = source
        self.target = target
        self.traits = traits
        self.recipe = recipe
        self.attributes = attributes
    }
}
