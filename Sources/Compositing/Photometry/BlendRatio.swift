import Raster

/// `blend_ratio`: how much of the result is the source's, without a second pair of brows.
///
/// A plain cross-fade at 0.9 leaves the target's features standing behind the source's as a grey ghost. Here the ratio
/// first moves what is broad (tone, modelling of the cheeks) towards the target, which carries no outlines; only below
/// `opaque` does the layer itself begin to fade, down to nothing at 0.
package enum BlendRatio {
    /// From this ratio up, features belong to one person alone.
    package static let opaque: Float = 0.8
    /// What is broader than this belongs to tone and modelling, in face widths.
    private static let sigma: Float = 0.04

    /// ln of the gain that moves the broad appearance of `pixels` (at the study's scale) by `1 − ratio` of the way.
    package static func gain(_ study: FaceStudy, pixels: Raster, ratio: Float) -> Raster {
        let sigmas = [Relight.sigma, sigma]
        let wanted = study.average.filled(study.target, sigmas: sigmas).logarithm(floor: study.floor)
        let given = study.average.filled(pixels, sigmas: sigmas).logarithm(floor: study.floor)
        return (wanted - given).map { min(Relight.limit, max(-Relight.limit, $0)) * (1 - ratio) }
    }

    /// The layer's own opacity.
    package static func opacity(_ ratio: Float) -> Float { min(1, max(0, ratio / opaque)) }
}
