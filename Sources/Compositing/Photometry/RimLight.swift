import Raster

/// Light that the source has left along the face's rim, at the temples and down the cheeks: a lamp that grazes them, seen
/// from the side, is a narrow glowing strip once the face is turned to the front, and a seam is where light is looked at.
///
/// There the target's light and tone are met more closely than farther in, where shades are relief and belong to the
/// person; but only what goes beyond the difference of two faces' relief is taken away.
package enum RimLight {
    /// Blur in face widths, finest last: narrow enough for a strip of light, too wide for wrinkles and pores.
    private static let sigmas: [Float] = [Relight.sigma, 0.05, 0.02]
    /// Depths inside the outline, in face widths, to which the bound holds wholly and not at all.
    private static let depth: ClosedRange<Float> = 0.06...0.16
    /// Difference from the target (ln units) that is the two faces' own.
    private static let granted = Relight.Grant(light: 0.3, tint: 0.08)
    /// Blur of what is spared around brows, eyes and lips, in face widths.
    private static let softness: Float = 0.02

    /// ln of the gain, three planes at the study's scale.
    /// - Parameter lit: the rendered face under the target's light, linear RGB at the study's scale.
    package static func gain(for lit: Raster, _ study: FaceStudy) -> Raster {
        let excess = Relight.excess(of: lit, study, sigmas: sigmas, granted: granted)
        let features = study.features.blurred(sigma: softness * study.faceWidth)
        let share = study.outline.combined(with: features) {
            (1 - ($0 / study.faceWidth).smoothStep(depth)) * max(0, 1 - 2 * $1)
        }
        return excess * share.tripled
    }
}
