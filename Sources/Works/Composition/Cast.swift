import Compositing
import Faces
import Raster
import Upscaling

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
    /// What enlarges; nil for Lanczos alone.
    public var upscaler: UpscalingNetwork?
    /// What enlarges the faces; nil for the same.
    public var faceUpscaler: UpscalingNetwork?
    public var models: [WorkRecord.ModelUse]
    public var substitutions: [WorkRecord.Substitution]
    public var engine: WorkRecord.EngineUse

    public init(
        recipe: Recipe, finder: any FaceFinder, swapper: any FaceSwapper,
        upscaler: UpscalingNetwork? = nil, faceUpscaler: UpscalingNetwork? = nil, models: [WorkRecord.ModelUse],
        substitutions: [WorkRecord.Substitution], engine: WorkRecord.EngineUse
    ) {
        self.recipe = recipe
        self.finder = finder
        self.swapper = swapper
        self.upscaler = upscaler
        self.faceUpscaler = faceUpscaler
        self.models = models
        self.substitutions = substitutions
        self.engine = engine
    }
}
