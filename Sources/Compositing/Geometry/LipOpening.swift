import Faces
import Raster

/// Whether lips are apart, and how far.
///
/// The landmark model draws the inner rims of closed full lips well apart, so the gap alone does not tell: what is
/// seen between the rims decides, lips or teeth and shadow.
struct LipOpening: Sendable {
    /// Height of what is seen between the lips over the width of the mouth.
    let ratio: Float
    let isOpen: Bool

    /// Gap between the rims, over the mouth's width, above which lips are open whatever is between.
    private static let certain: Float = 0.30
    /// Height of teeth and cavity, over the mouth's width, above which lips are open; below, it is the line between.
    private static let line: Float = 0.055
    /// Light against the lips' below which it is the cavity: a lip in the other's shadow is brighter.
    private static let cavity: Float = 0.15
    /// Redness (R/G) against the lips' below which it is a tooth, and below which it is one however bright: a wet lip's
    /// highlight is paler than the lip, but redder than teeth.
    private static let pale: Float = 0.8
    private static let palest: Float = 0.7
    private static let bright: Float = 1.25
    /// Share of a lip's thickness next to the opening in which teeth may show through the landmarks' error.
    private static let rim: Float = 0.08

    /// - Parameters:
    ///   - mesh: in pixels of `pixels`.
    ///   - pixels: linear RGB.
    init(_ mesh: [SIMD3<Float>], in pixels: Raster) {
        let (inner, outer) = (CanonicalFace.mean.innerLips, CanonicalFace.mean.outerLips)
        let across = mesh[inner[10]] - mesh[inner[0]]
        var gap: Float = 0
        var lips = SIMD3<Float>.zero
        for k in 3...7 {
            let line = mesh[inner[20 - k]] - mesh[inner[k]]
            gap += (line * line).sum().squareRoot() / 5
            for k in [k, 20 - k] {
                lips += Self.value(at: (mesh[inner[k]] + mesh[outer[k]]) / 2, in: pixels) / 10
            }
        }
        let apart = gap / max(1e-3, (across * across).sum().squareRoot())
        var different: Float = 0
        let steps = 9
        for k in 3...7 {
            for step in 0..<steps {
                let share = (Float(step) + 0.5) / Float(steps)
                let point = mesh[inner[k]] + (mesh[inner[20 - k]] - mesh[inner[k]]) * share
                let shown = Self.value(at: point, in: pixels)
                let light = shown.sum() / max(1e-4, lips.sum())
                let red = (shown.x * lips.y) / max(1e-6, shown.y * lips.x)
                if light < Self.cavity || red < (light < Self.bright ? Self.pale : Self.palest) { different += 1 }
            }
        }
        ratio = apart > Self.certain ? apart : apart * different / Float(5 * steps)
        isOpen = ratio > Self.line
    }

    private static func value(at point: SIMD3<Float>, in pixels: Raster) -> SIMD3<Float> {
        let x = min(pixels.width - 1, max(0, Int(point.x)))
        let y = min(pixels.height - 1, max(0, Int(point.y)))
        return SIMD3(pixels[x, y, 0], pixels[x, y, 1], pixels[x, y, 2])
    }

    /// Whether the inside of this mouth can stand in for the other's.
    func resembles(_ other: LipOpening) -> Bool {
        guard isOpen && other.isOpen else { return isOpen == other.isOpen }
        let share = ratio / other.ratio
        return share > 0.65 && share < 1.5
    }

    /// The mesh with its inner rims where they serve best: closed lips meet on one line; the rims of open ones lie a
    /// little inside the lips, so that no teeth come with them when the lips are closed elsewhere.
    func settled(_ mesh: [SIMD3<Float>]) -> [SIMD3<Float>] {
        let (inner, outer) = (CanonicalFace.mean.innerLips, CanonicalFace.mean.outerLips)
        var result = mesh
        for k in 1..<20 where k != 10 {
            result[inner[k]] =
                isOpen
                ? mesh[inner[k]] + (mesh[outer[k]] - mesh[inner[k]]) * Self.rim
                : (mesh[inner[k]] + mesh[inner[20 - k]]) / 2
        }
        return result
    }
}
