import Faces
import Inference
import Raster

/// Draws the details of a face anew: GFPGAN, CodeFormer, GPEN, RestoreFormer++.
///
///     let restorer = try NeuralRestorer(model, named: "gfpgan_1.4", crop: crop)
///     let result = try restorer.layer(
///         for: face, in: composite, original: SourceFace(photograph: target, face: face))
///     let finished = composite.applying(result.layer)
///
/// The networks see −1…1 and give it; what they give beyond is cut off. FaceFusion's "face enhancer".
public struct NeuralRestorer: FaceProcessor {
    public struct Settings: Sendable, Hashable {
        /// How much of the restored face shows, 0…1.
        public var blend: Float
        /// What networks with a `weight` are told, 0…1: for CodeFormer 0 is the most beautiful, 1 the most faithful.
        public var weight: Float

        /// FaceFusion's defaults.
        public init(blend: Float = 0.8, weight: Float = 0.5) {
            self.blend = blend
            self.weight = weight
        }
    }

    public var settings: Settings
    public var paste: PasteMask
    private let network: NamedNetwork
    private let template: WarpTemplate
    private let side: Int

    public var step: String { "restorer" }
    /// The network's name in the model manifest.
    public var model: String { network.name }

    /// - Parameters:
    ///   - model: with an input `input` 1 × 3 × side × side and perhaps one named `weight`.
    ///   - crop: the template and the side.
    /// - Throws: `CompositingError.wrongNetwork`.
    public init(
        _ model: any Model, named name: String, crop: ModelEntry.Crop, settings: Settings = Settings(),
        paste: PasteMask = PasteMask()
    ) throws(CompositingError) {
        network = try NamedNetwork(model, name: name, inputs: ["input", "weight"], needed: ["input"])
        template = try crop.warpTemplate(of: name)
        side = crop.side
        self.settings = settings
        self.paste = paste
    }

    public func layer(for face: Face, in photograph: Photograph, original: SourceFace) throws -> SwapResult {
        try layer(for: face, in: photograph, blend: settings.blend)
    }

    /// - Parameter blend: instead of the settings', 0…1.
    func layer(for face: Face, in photograph: Photograph, blend: Float) throws -> SwapResult {
        let crop = try FaceCrop(of: face, in: photograph, template: template, side: side)
        let mask = try paste.mask(of: crop.pixels)
        let results = try network.run([
            "input": NetworkColors.centered.tensor(of: crop.pixels),
            "weight": Tensor(shape: [1], values: [settings.weight]),
        ])
        let restored = try NetworkColors.centered.picture(of: results[0], side: side, from: network)
        let shown = Raster(mask).map { $0 * blend }.mask
        let layer = try SwappedCrop(pixels: restored, mask: shown, matrix: crop.matrix).layer(over: photograph)
        var figures = ["blend": Double(blend)]
        if network.has("weight") { figures["weight"] = Double(settings.weight) }
        return SwapResult(layer: layer, steps: [StepFigures(step: step, figures: figures)])
    }
}
