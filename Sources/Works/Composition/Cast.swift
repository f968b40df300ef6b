import Compositing
import Faces
import Raster
import Upscaling

/// Finds the faces in a photograph, best first. `FaceAnalyser` does; tests bring their own.
public protocol FaceFinder: Sendable {
    func analyse(_ photograph: Photograph) throws -> [Face]
}

/// Tells how likely a picture is not safe for work, 0…1. `ContentClassifier` does; tests bring their own.
public protocol ContentScorer: Sendable {
    /// What the record calls it.
    var name: String { get }
    func score(of photograph: Photograph) throws -> Float
}

/// The parts that a recipe names, ready to work, and what the record says of them.
public struct Cast: Sendable {
    /// The recipe with what was really taken in place of what was asked.
    public var recipe: Recipe
    public var finder: any FaceFinder
    public var swapper: any FaceSwapper
    /// What is done to the swapped faces, in order.
    public var processors: [any FaceProcessor] = []
    /// What is done to a source before a swapper goes by its embedding; nil where none does.
    public var sourcePreparation: SourcePreparation?
    /// What the gate goes by. There is no cast without one.
    public var scorer: any ContentScorer
    /// What enlarges; nil for Lanczos alone.
    public var upscaler: UpscalingNetwork?
    /// What enlarges the faces; nil for the same.
    public var faceUpscaler: UpscalingNetwork?
    public var models: [WorkRecord.ModelUse]
    public var substitutions: [WorkRecord.Substitution]
    public var engine: WorkRecord.EngineUse

    public init(
        recipe: Recipe, finder: any FaceFinder, swapper: any FaceSwapper, scorer: any ContentScorer,
        upscaler: UpscalingNetwork? = nil, faceUpscaler: UpscalingNetwork? = nil, models: [WorkRecord.ModelUse],
        substitutions: [WorkRecord.Substitution], engine: WorkRecord.EngineUse
    ) {
        self.recipe = recipe
        self.finder = finder
        self.swapper = swapper
        self.scorer = scorer
        self.upscaler = upscaler
        self.faceUpscaler = faceUpscaler
        self.models = models
        self.substitutions = substitutions
        self.engine = engine
    }
}
