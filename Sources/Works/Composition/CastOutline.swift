import Inference

/// What a recipe comes to on this installation, without loading anything: enough to tell what a work would be made by.
public struct CastOutline: Sendable, Equatable {
    /// With what is really taken in place of what was asked.
    public let recipe: Recipe
    public let models: [WorkRecord.ModelUse]

    /// Reads the files of the models, to vouch for them.
    /// - Throws: `CastingError` as `Cast.init`; `InferenceError`.
    public init(for recipe: Recipe, missingModels: Commission.MissingModels = .refuse, store: ModelStore) throws {
        self.recipe = try Cast.resolved(recipe, missingModels: missingModels, store: store).recipe
        models = try self.recipe.models(in: store).map { WorkRecord.ModelUse($0) }
    }
}

extension Cast {
    /// The same parts for a recipe that differs only in its texts.
    package func saying(_ recipe: Recipe) -> Cast {
        var cast = self
        cast.recipe.takeTexts(of: recipe)
        return cast
    }
}
