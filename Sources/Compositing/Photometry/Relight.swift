import Raster

/// `color_correction: relight`: the target's light and skin tone on the source's skin.
///
/// The gain is the ratio of the two faces' low-pass images over bare skin alone, so that brows, eyes and lips neither
/// lend their darkness to the skin nor lose their own.
package enum Relight {
    /// Widest blur that still follows a side light, in face widths.
    static let sigma: Float = 0.10
    /// Blur of what remains when the light's direction is fitted: it need follow no light, and takes less of the
    /// modelling that is the person's own.
    private static let rest: Float = 0.20
    /// Hardness of the source's light from which what the fit cannot describe, the edges of shadows, asks for the
    /// narrower blur again, in part and wholly.
    private static let hard: ClosedRange<Float> = 0.2...0.35
    /// Tint follows more closely than luminance may: it carries no shape.
    private static let tintSigma: Float = 0.05
    /// How far around the eyes skin is made up, in face widths.
    private static let paint: Float = 0.03
    /// Weights of R, G and B in luminance: green most, blue least, rounded so that wide-gamut spaces fare alike.
    static let luminance: [Float] = [0.25, 0.60, 0.15]
    static let luminanceVector = SIMD3(luminance)
    /// Bounds of the whole gain, ln units (about ×33): a fair face in daylight brought into a dark one at dusk needs
    /// half of it.
    static let limit: Float = 3.5

    /// ln of the gain, three planes.
    /// - Parameter warping: the directional gain that is already decided, or nil for the single broad scale.
    package static func gain(_ study: FaceStudy, after warping: IlluminationWarping?) -> Raster {
        let average = study.average
        guard let warping else {
            let wanted = average.filled(study.target, sigmas: [sigma]).logarithm(floor: study.floor)
            let given = average.filled(study.rendered, sigmas: [sigma]).logarithm(floor: study.floor)
            return (wanted - given).map { min(limit, max(-limit, $0)) }
        }
        let wanted = study.target.logarithm(floor: study.floor)
        let given = study.rendered.logarithm(floor: study.floor)
        let wantedLight = study.target.weighed(by: luminance).logarithm(floor: study.floor)
        let givenLight = study.rendered.weighed(by: luminance).logarithm(floor: study.floor)
        let warped = warping.gain
        let left = wantedLight - givenLight - warped
        let share = (warping.hardness.rendered - hard.lowerBound) / (hard.upperBound - hard.lowerBound)
        let (broad, narrow) = (average.filled(left, sigmas: [rest]), average.filled(left, sigmas: [sigma]))
        let light = broad.combined(with: narrow) { $0 + ($1 - $0) * min(1, max(0, share)) }
        let tint = unpainted(study).filled(
            (wanted - given).combined(with: wantedLight - givenLight) { $0 - $1 }, sigmas: [sigma, tintSigma])
        return tint.combined(with: light + warped) { min(limit, max(-limit, $0 + $1)) }
    }

    /// The skin that both pictures show, but for that about the eyes: its colour is make-up as often as light.
    private static func unpainted(_ study: FaceStudy) -> MaskedAverage {
        let eyes = [study.regions, study.own].map { $0.eyes(wider: paint * study.faceWidth) }
        let weight = eyes.reduce(study.average.weight) { $0.combined(with: $1) { $0 * (1 - $1) } }
        return MaskedAverage(weight: weight, faceWidth: study.faceWidth)
    }

    /// A difference of two faces (ln units) that is their own: of luminance, which is relief, and of what colours differ
    /// more than that.
    struct Grant {
        var light, tint: Float

        /// What goes beyond it, of a difference of linear RGB.
        func excess(_ difference: SIMD3<Float>) -> SIMD3<Float> {
            let brighter = SIMD3(repeating: (difference * Relight.luminanceVector).sum())
            return Self.beyond(light, brighter) + Self.beyond(tint, difference - brighter)
        }

        private static func beyond(_ granted: Float, _ value: SIMD3<Float>) -> SIMD3<Float> {
            value - pointwiseMin(SIMD3(repeating: granted), pointwiseMax(SIMD3(repeating: -granted), value))
        }
    }

    /// ln of what is still missing to the target's light and tone, three planes, as far as it goes beyond `granted`.
    /// - Parameters:
    ///   - lit: the rendered face under the target's light, linear RGB at the study's scale.
    ///   - sigmas: blurs in face widths, coarse to fine.
    static func excess(of lit: Raster, _ study: FaceStudy, sigmas: [Float], granted: Grant) -> Raster {
        let left = study.target.logarithm(floor: study.floor) - lit.logarithm(floor: study.floor)
        var result = study.average.filled(left, sigmas: sigmas)
        for at in stride(from: 0, to: result.values.count, by: 3) {
            let excess = granted.excess(SIMD3(result.values[at], result.values[at + 1], result.values[at + 2]))
            for c in 0..<3 { result.values[at + c] = excess[c] }
        }
        return result
    }
}
