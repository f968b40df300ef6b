import Compositing
import Faces
import Raster

/// Finds the faces in a photograph, best first. `FaceAnalyser` does; tests bring their own.
public protocol FaceFinder: Sendable {
    func analyse(_ photograph: Photograph) throws -> [Face]
}

/// The parts that a recipe names, ready to work, and what the record says of them.
public struct Cast: Sendable {
    /// The recipe with what was really taken in place of what was asked.
    public var recipe: Recipe
    public var finder: any FaceFinder
    public var swapper: any FaceSwapper
    public var models: [WorkRecord.ModelUse]
    public var substitutions: [WorkRecord.Substitution]
    public var engine: WorkRecord.EngineUse

    public init(
        recipe: Recipe, finder: any FaceFinder, swapper: any FaceSwapper, models: [WorkRecord.ModelUse],
        substitutions: [WorkRecord.Substitution], engine: WorkRecord.EngineUse
    ) {
        self.recipe = recipe
        self.finder = finder
        self.swapper = swapper
        self.models = models
        self.substitutions = substitutions
        self.engine = engine
    }
}
