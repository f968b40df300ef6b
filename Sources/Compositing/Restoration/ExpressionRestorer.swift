import Faces
import Inference
import Raster

/// Gives a swapped face the expression that the target's own face had.
///
/// A swap keeps the target's pose and loses part of its smile; LivePortrait moves the key points back.
public struct ExpressionRestorer: FaceProcessor {
    /// What of a face takes its expression back.
    public enum Area: String, Sendable, Codable, CaseIterable {
        /// Brows and eyes.
        case upperFace = "upper_face"
        /// Mouth and chin.
        case lowerFace = "lower_face"

        /// Key points of LivePortrait.
        fileprivate var points: [Int] {
            switch self {
            case .upperFace: [1, 2, 6, 10, 11, 12, 13, 15, 16]
            case .lowerFace: [3, 7, 14, 17, 18, 19, 20]
            }
        }
    }

    public struct Settings: Sendable, Hashable {
        /// 0 (the swapped face's expression) … 1 (a fifth beyond the target's: the networks show less than they see).
        public var factor: Float
        public var areas: Set<Area>

        /// FaceFusion's defaults.
        public init(factor: Float = 0.8, areas: Set<Area> = Set(Area.allCases)) {
            self.factor = factor
            self.areas = areas
        }
    }

    public var settings: Settings
    public var paste: PasteMask
    private let portrait: LivePortrait

    public var step: String { "expression_restorer" }

    public init(_ portrait: LivePortrait, settings: Settings = Settings(), paste: PasteMask = PasteMask()) {
        self.portrait = portrait
        self.settings = settings
        self.paste = paste
    }

    public func layer(for face: Face, in photograph: Photograph, original: SourceFace) throws -> SwapResult {
        let wanted = try FaceCrop(
            of: original.face, in: original.photograph, template: .arcface128, side: LivePortrait.side)
        let crop = try FaceCrop(of: face, in: photograph, template: .arcface128, side: LivePortrait.side)
        let mask = try paste.mask(of: crop.pixels)
        let expression = try portrait.motion(of: wanted.pixels).expression
        let motion = try portrait.motion(of: crop.pixels)
        let restored = FaceMotion.limited(mixed(expression, into: motion.expression))
        let drawn = try portrait.drawn(
            crop.pixels, from: motion.points, to: motion.points(turned: motion.angles, showing: restored))
        let layer = try SwappedCrop(pixels: drawn, mask: mask, matrix: crop.matrix).layer(over: photograph)
        let moved = zip(restored, motion.expression).map { (($0 - $1) * ($0 - $1)).sum().squareRoot() }
        return SwapResult(
            layer: layer,
            steps: [
                StepFigures(
                    step: step, figures: ["factor": Double(settings.factor), "moved": Double(moved.max() ?? 0)])
            ])
    }

    private func mixed(_ expression: [SIMD3<Float>], into own: [SIMD3<Float>]) -> [SIMD3<Float>] {
        let share = min(1, max(0, settings.factor)) * 1.2
        let points = Set(settings.areas.flatMap(\.points))
        return own.indices.map { points.contains($0) ? expression[$0] * share + own[$0] * (1 - share) : own[$0] }
    }
}
