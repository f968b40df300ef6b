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

    /// The form of a web image beside a master.
    public enum ImageFormat: String, Sendable, Codable, CaseIterable {
        /// 8 bits, without loss.
        case webp, png
        /// 16 bits, without loss.
        case png16
        /// 8 bits, of quality 90.
        case avif
    }

    /// An RGB colour space that files are delivered in.
    public enum OutputProfile: String, Sendable, Codable, CaseIterable {
        /// The target's own: pixels outside the mask keep their code values.
        case target
        case srgb
        case displayP3 = "display_p3"
        case adobeRGB = "adobe_rgb"

        var space: ColorSpace? {
            switch self {
            case .target: nil
            case .srgb: .sRGB
            case .displayP3: .displayP3
            case .adobeRGB: .adobeRGB
            }
        }
    }

    /// What machines may do with the work beside showing it (the CAWG's training and data mining assertion).
    public enum TrainingMining: String, Sendable, Codable, CaseIterable {
        case notAllowed = "not_allowed"
        case allowed
    }

    /// Names of the parts that come with the package.
    public enum BuiltIn {
        /// BlazeFace and the 468-point mesh.
        public static let faceDetector = "blazeface"
        /// The 68 points of the mesh that is laid over every face.
        public static let faceLandmarker = "mesh"
        /// The geometric swapper.
        public static let swapper = "mesh"
        /// Lanczos resampling in linear light.
        public static let upsampler = "lanczos"
        /// What enlarges the rest.
        public static let faceUpsampler = "same"
        /// A part that nobody plays.
        public static let none = "none"
    }

    /// Written into every home of metadata that a deliverable's format has. `title`, `copyright`, `description` and
    /// `keywords` may have places for values (`TextTemplate`).
    public var title: String?
    /// A name, or a `did:pkh` or `did:ethr`.
    public var artist: String?
    public var copyright: String?
    public var description: String?
    public var keywords: [String] = []
    /// The work's place in a series: what `{number}` stands for.
    public var number: Int?
    /// A label that people see, burnt into the picture; nil for none. The labels that machines read are always there.
    public var visibleLabel: String?
    public var visibleLabelCorner = VisibleLabel.Corner.bottomRight
    /// What the credentials say of training on the work.
    public var trainingMining = TrainingMining.notAllowed
    /// The score from which on `ContentGate` refuses a picture.
    public var nsfwThreshold = ContentGate.defaultThreshold

    /// `blazeface`, a model of the manifest that finds faces, or `many` for three of them together.
    public var faceDetector = BuiltIn.faceDetector
    /// What networks that find faces are told: the least score, whether they also look at the picture turned by quarters,
    /// and how much black is laid around it, per cent of half its sides.
    public var detectorScore: Float = 0.5
    public var detectorTurns = false
    public var detectorMargin = 0
    /// `mesh`, a model of the manifest that places 68 landmarks, or `many` for the surer of two.
    public var faceLandmarker = BuiltIn.faceLandmarker
    /// What tells people apart, where a swapper or the choice of faces asks for it; `none` for nothing.
    public var faceRecognizer = "arcface_w600k_r50"
    /// What tells gender and age, where the choice of faces asks for it; `none` for nothing.
    public var faceClassifier = "fairface"
    public var precision = Precision.f32

    /// Which face of the target is replaced, and whose of each source is taken.
    public var face = FaceSelection.best
    public var sourceFace = FaceSelection.best
    /// How faces are counted for a number; nil for the best first.
    public var faceOrder: FaceOrder?
    /// Only faces of the target that look so come into question; nil for all.
    public var faceGender: FaceTraits.Gender?
    /// Years.
    public var faceAge: ClosedRange<Int>?
    /// `FaceEmbedding.distance` below which a face is the reference's, 0…1.
    public var referenceDistance = FaceFilter.usualDistance

    /// `mesh`, or a model of the manifest that swaps.
    public var swapper = BuiltIn.swapper
    /// What networks that swap are told; its `padding` and `blur` come from `compositing`.
    public var neural = NeuralSettings()
    /// How the embeddings of several sources become one.
    public var embeddingMerge = EmbeddingMerge.mean
    /// Whether a poor source is cleaned before its embedding is taken.
    public var sourceRestore = SourceRestoration.Mode.auto
    /// The model for the mask `occlusion`, or `many` for the least of three.
    public var faceOccluder = "xseg_1"
    /// The model for the mask `region`.
    public var faceParser = "bisenet_resnet_34"

    /// What is done to the swapped faces, in this order; `none`, or a model of the manifest.
    public var expressionRestorer = BuiltIn.none
    public var expression = ExpressionRestorer.Settings()
    public var ageModifier = BuiltIn.none
    /// −1 (much younger) … 1 (much older).
    public var ageDirection: Float = 0
    public var faceEditor = BuiltIn.none
    public var faceEdits = FaceEdits()
    public var restorer = BuiltIn.none
    public var restoration = NeuralRestorer.Settings()

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
    /// Edge of the square that the model sees at once, and what neighbours share (nil for what the model needs), in
    /// pixels of the smaller picture.
    public var tileSize: UInt64 = 512
    public var tileOverlap: Int?
    /// `same` as `upsampler`, or another model of the same factor for the faces.
    public var faceUpsampler = BuiltIn.faceUpsampler
    /// As `upscaleStrength`, for the faces; nil for the same.
    public var faceUpscaleStrength: Float?

    /// The colours of the deliverables that keep the picture's size.
    public var outputProfile = OutputProfile.target
    public var outputFormat = OutputFormat.tiff
    /// The form of the web image that stands beside a master.
    public var imageFormat = ImageFormat.webp
    public var masterCompression = TIFFCompression.deflate
    /// Whether `master.tif` keeps smaller versions of the picture beside it.
    public var masterPyramid = false
    /// Whether `master.tif` has further pages: the target and the mask.
    public var masterLayers = false
    /// The most bytes that a deliverable may take, by its role.
    public var maxBytes: [DeliverableRole: Int] = [:]

    public init() {}
}
