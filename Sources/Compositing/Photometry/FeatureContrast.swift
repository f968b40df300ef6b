import Foundation
import Raster

/// Contrast of features and pores after a change of skin tone.
///
/// A gain keeps ratios. What makes relief on skin is partly the surface's own reflection, which does not pass through
/// the skin and is as strong on dark skin as on fair: multiplied down with the skin it is lost, and the face looks flat
/// and far off; multiplied up it looks harsh. Here the detail is put back towards its strength as the eye sees it.
package enum FeatureContrast {
    /// 0 keeps ratios, 0.45 keeps the contrast of code values.
    private static let compensation: Float = 0.35
    /// Ratios of two skins, ln units, between which compensation sets in: below, it is as likely the scatter of the
    /// estimate (two fair faces come out up to 1.5 apart); from the upper one on it grows no more.
    private static let ratios: ClosedRange<Float> = 0.4...1
    /// Bound of detail against its surroundings, ln units.
    private static let deepest: Float = 1.2
    /// Blur of the lips' outline, in face widths.
    private static let softness: Float = 0.01

    /// ln of the gain, at full size, that brings the detail of `pixels` to its new strength; nil when the skins are
    /// alike.
    /// - Parameters:
    ///   - pixels: linear RGB after light and colour.
    ///   - skins: `EyeLight.Adaptation.skins`.
    ///   - eyes: the eyes' openings, which are no skin, 0…1.
    package static func gain(for pixels: Raster, skins: Float, eyes: Mask, study: FaceStudy) -> Raster? {
        let certain = min(1, max(0, (abs(skins) - ratios.lowerBound) / (ratios.upperBound - ratios.lowerBound)))
        guard certain > 0 else { return nil }
        let strength = compensation * ratios.upperBound * certain * certain * (3 - 2 * certain)
        let change = skins > 0 ? -strength : strength
        let raise = exp(change) - 1
        let light = pixels.weighed(by: Relight.luminance)
        let base = study.average.filled(light.shrunk(by: study.factor), sigmas: [Relight.sigma])
        let around = base.logarithm(floor: study.floor).enlarged(by: study.factor, to: study.size)
        let detail = light.logarithm(floor: study.floor).combined(with: around) {
            raise * min(deepest, max(-deepest, $0 - $1))
        }
        // Lips are darker than skin by their own colour, not by relief: raised with it, a fair face's would go black.
        let lips = study.regions.mouth().blurred(sigma: softness * study.faceWidth)
            .enlarged(by: study.factor, to: study.size)
        return detail.combined(with: Raster(eyes)) { $0 * (1 - $1) }.combined(with: lips) { $0 * (1 - min(1, $1)) }
    }
}
