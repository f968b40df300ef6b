import Raster

/// Light that the source has left on a nose of which one half stands for both: a lamp from the side, mirrored, shines from
/// two sides at once, and leaves the ridge a bright line between two grey flanks.
///
/// There the target's light is met more closely than on a face that was seen whole; what goes no further than the
/// difference of two noses' relief stays the person's own.
package enum NoseLight {
    /// Blur in face widths, finest last: below a nostril's size.
    private static let sigmas: [Float] = [Relight.sigma, 0.05, 0.025, 0.012]
    /// Difference from the target (ln units) that is the two noses' own.
    private static let granted = Relight.Grant(light: 0.15, tint: 0.03)
    /// Growth of the nose, which reaches beyond its landmarks' outline, and blur of its edge, in face widths.
    private static let (reach, softness): (Float, Float) = (0.05, 0.03)

    /// ln of the gain, three planes at the study's scale.
    /// - Parameters:
    ///   - lit: the rendered face under the target's light, linear RGB at the study's scale.
    ///   - share: how surely one half of the nose stands for both, 0…1.
    package static func gain(for lit: Raster, _ study: FaceStudy, share: Float) -> Raster {
        guard share > 0 else { return Raster(width: lit.width, height: lit.height, channels: 3) }
        let excess = Relight.excess(of: lit, study, sigmas: sigmas, granted: granted)
        let nose = study.regions.nose(wider: reach * study.faceWidth).blurred(sigma: softness * study.faceWidth)
        let features = study.features.blurred(sigma: softness * study.faceWidth)
        return excess * nose.combined(with: features) { share * $0 * max(0, 1 - 2 * $1) }.tripled
    }
}
