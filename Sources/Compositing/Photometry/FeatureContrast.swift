import Foundation
import Raster

/// Contrast of features and pores after a change of skin tone.
///
/// A gain keeps ratios. What makes relief on skin is partly the surface's own reflection, which does not pass through
/// the skin and is as strong on dark skin as on fair: multiplied down with the skin it is lost, and the face looks flat
/// and far off; multiplied up it turns to chalk, and skin without it to stains of the light's opposite colour. Here the
/// detail is put back towards its strength as the eye sees it.
package enum FeatureContrast {
    /// 0 keeps ratios, 0.45 keeps the contrast of code values.
    private static let compensation: Float = 0.35
    /// How much of what is brighter than its surroundings is the surface's reflection, and of what is of another colour:
    /// the rest is the skin's own. Looked at on four pairs of very dark skin brought into fair.
    private static let (shine, shineColor): (Float, Float) = (0.7, 0.6)
    /// How far the lips' colour against the skin goes from the source's to the target's. On dark skin lips hardly differ
    /// from it; on fair skin, which lets the blood show, the same ratios are grey.
    private static let lipTint: Float = 0.7
    /// Ratios of two skins, ln units, between which that sets in: lips are more a person's own than shine is.
    private static let lipRatios: ClosedRange<Float> = 0.7...1.05
    /// Share of the face's squared width below which too little of the lips shows to tell their colour; closed lips
    /// are 0.03 of it.
    private static let leastLips: Float = 0.005
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
    /// - Returns: one plane, or three where colours change too.
    package static func gain(for pixels: Raster, skins: Float, eyes: Mask, study: FaceStudy) -> Raster? {
        let certain = abs(skins).smoothStep(ratios)
        guard certain > 0 else { return nil }
        let strength = compensation * ratios.upperBound * certain
        let light = detail(of: pixels.weighed(by: Relight.luminance), study)
        // Lips are darker than skin by their own colour, not by relief: raised with it, a fair face's would go black.
        let lips = study.regions.mouth().blurred(sigma: softness * study.faceWidth)
            .enlarged(by: study.factor, to: study.size)
        if skins < 0 {
            let raise = exp(strength) - 1
            return light.map { raise * $0 }.combined(with: Raster(eyes)) { $0 * (1 - $1) }
                .combined(with: lips) { $0 * (1 - min(1, $1)) }
        }
        let lower = exp(-strength) - 1
        // On lips too, where it is wet, but their outline stays.
        let shade = light.map { $0 > 0 ? 0 : lower * $0 }.combined(with: lips) { $0 * (1 - min(1, $1)) }
        let kept = exp(-shine * certain * skins)
        let glow = light.map { $0 > 0 ? log1p(expm1($0) * kept) - $0 : 0 }
        let tint = tint(of: pixels, light, study).map { $0 * (exp(-shineColor * certain * skins) - 1) }
        var change = tint + shade + glow
        let lipShare = skins.smoothStep(lipRatios)
        if lipShare > 0, let color = lipColor(of: pixels, study) {
            change = change + color.map { $0 * lipShare }
        }
        return change.combined(with: Raster(eyes)) { $0 * (1 - $1) }
    }

    /// ln of the gain, at full size, that brings the lips' colour against the skin's to the target's; nil where the
    /// target's lips do not show.
    private static func lipColor(of pixels: Raster, _ study: FaceStudy) -> Raster? {
        let mouth = study.regions.lips()
        let lips = MaskedAverage(
            weight: mouth.combined(with: study.occluder) { $0 * (1 - min(1, $1)) }, faceWidth: study.faceWidth)
        guard lips.weight.values.reduce(0, +) > leastLips * study.faceWidth * study.faceWidth else { return nil }
        let tint = { (picture: Raster) -> Raster in
            against(skin: study, picture) - against(skin: study, picture.weighed(by: Relight.luminance)).tripled
        }
        let mean = { (tint: Raster) -> SIMD3<Float> in
            SIMD3(
                lips.mean(of: tint.weighed(by: [1, 0, 0])), lips.mean(of: tint.weighed(by: [0, 1, 0])),
                lips.mean(of: tint.weighed(by: [0, 0, 1])))
        }
        let given = tint(pixels.shrunk(by: study.factor)).blurred(sigma: softness * study.faceWidth)
        let wanted = mean(tint(study.target))
        let change = wanted - mean(given)
        let length = max(1e-6, (change * change).sum())
        let soft = mouth.blurred(sigma: softness * study.faceWidth)
        var gain = Raster(width: soft.width, height: soft.height, channels: 3)
        for pixel in soft.values.indices {
            let own = SIMD3(given.values[pixel * 3], given.values[pixel * 3 + 1], given.values[pixel * 3 + 2])
            // What has the target's colour already, the wet rim by the teeth, takes no more of it.
            let missing = min(1, max(0, ((wanted - own) * change).sum() / length))
            let move = change * (lipTint * missing * soft.values[pixel])
            for c in 0..<3 { gain.values[pixel * 3 + c] = move[c] }
        }
        return gain.enlarged(by: study.factor, to: study.size)
    }

    /// ln of a small picture against the skin around each place.
    private static func against(skin study: FaceStudy, _ picture: Raster) -> Raster {
        picture.logarithm(floor: study.floor)
            - study.average.filled(picture, sigmas: [Relight.sigma]).logarithm(floor: study.floor)
    }

    /// ln of light against the skin around it, bounded, at full size.
    private static func detail(of pixels: consuming Raster, _ study: FaceStudy) -> Raster {
        let base = study.average.filled(pixels.shrunk(by: study.factor), sigmas: [Relight.sigma])
        // Consumed: full planes of a large picture are not held longer than they are needed.
        let light = pixels.logarithm(floor: study.floor)
        _ = consume pixels
        let around = base.logarithm(floor: study.floor).enlarged(by: study.factor, to: study.size)
        return light.combined(with: around) { min(deepest, max(-deepest, $0 - $1)) }
    }

    /// By how much each colour differs from the skin around it more than light does, on bare skin.
    private static func tint(of pixels: Raster, _ light: Raster, _ study: FaceStudy) -> Raster {
        let skin = study.average.weight.enlarged(by: study.factor, to: study.size)
        return (detail(of: pixels, study) - light) * skin
    }
}
