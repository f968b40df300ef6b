/// The compositing part of a recipe, checked and typed. Each property is the recipe key of the same name.
public struct CompositingSettings: Sendable, Hashable {
    /// How the inserted face takes the target's colour and light.
    public enum ColorCorrection: String, Sendable, Codable, CaseIterable {
        case none
        case histogramMatching = "histogram_matching"
        case reinhard
        case relight
    }

    /// How the layer is joined to the target.
    public enum Blend: String, Sendable, Codable, CaseIterable {
        case feather, multiband, poisson
        /// The mask mixes the target's code values instead of light, as FaceFusion's paste-back does.
        case paste
    }

    /// A length that follows the face (share of its width) or the file (pixels).
    public enum Length: Sendable, Hashable {
        case faceWidths(Float)
        case pixels(Float)

        /// The length in pixels for a face of the given width in pixels.
        public func pixels(forFaceWidth width: Float) -> Float {
            switch self {
            case .faceWidths(let share): share * width
            case .pixels(let pixels): pixels
            }
        }
    }

    /// 0…1.
    public var blendRatio: Float = 0.92
    public var colorCorrection: ColorCorrection = .relight
    public var illuminationWarping = true
    public var sharpnessPreserve = true
    /// 0 (the target's proportions) … 1 (the source's).
    public var shapeTransfer: Float = 0
    /// Nil for what suits the swapper: of the mesh 1.5 % and 2 % of the face's width.
    public var maskPadding: Length?
    public var maskBlur: Length?
    public var blend: Blend = .feather
    public var seed: UInt64 = 0

    public init() {}
}
