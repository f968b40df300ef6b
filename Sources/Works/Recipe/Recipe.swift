import Compositing
import Faces
import Inference
import Raster

/// Every decision that shapes a work, as data: what an artist saves, passes on and locks.
///
/// ```swift
/// let recipe = try Recipe(contentsOf: URL(filePath: "recipe.json"))
/// let same = try Recipe(json: recipe.json)   // exact
/// ```
/// A recipe is read strictly: a key that it does not know, a value of another kind or out of range is an error that
/// names the place (`$.output_resolution[1]`). `docs/recipe.md` lists the keys; `RecipeField.all` is their definition.
public struct Recipe: Sendable, Hashable {
    /// The version of the format that this package reads and writes.
    public static let version = 1

    /// The file format of the picture that is sold. `docs/recipe.md` says which files each gives.
    public enum OutputFormat: String, Sendable, Codable, CaseIterable {
        case tiff, png, webp, jpeg
    }

    /// Names of the parts that come with the package.
    public enum BuiltIn {
        /// BlazeFace and the 468-point mesh.
        public static let faceDetector = "blazeface"
        /// The geometric swapper.
        public static let swapper = "mesh"
        /// Lanczos resampling in linear light.
        public static let upsampler = "lanczos"
    }

    /// Written into the deliverables' tags.
    public var title: String?
    public var artist: String?
    public var copyright: String?
    public var description: String?

    /// `blazeface`, or a model of the manifest that finds faces.
    public var faceDetector = BuiltIn.faceDetector
    /// `mesh`, or a model of the manifest that swaps.
    public var swapper = BuiltIn.swapper
    public var precision = Precision.f32

    /// Which face of the target is replaced, and whose of each source is taken.
    public var face = FaceSelection.best
    public var sourceFace = FaceSelection.best

    public var compositing = CompositingSettings()

    /// Which part of the target is kept. The crop comes after the swap and before everything that enlarges.
    public var framing = FramingRules()

    /// The box in pixels that the finished picture fills as far as its own proportions allow; nil keeps the target's
    /// size.
    public var outputResolution: PixelSize?
    /// `lanczos`, or a model of the manifest that enlarges.
    public var upsampler = BuiltIn.upsampler
    /// 0 (Lanczos alone) … 1 (the model alone).
    public var upscaleStrength: Float = 1
    /// Edge of the square that the model sees at once, and what neighbours share, in pixels of the smaller picture.
    public var tileSize: UInt64 = 512
    public var tileOverlap: UInt64 = 64
    public var outputFormat = OutputFormat.tiff

    public init() {}
}
