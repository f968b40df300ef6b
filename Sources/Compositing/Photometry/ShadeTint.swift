import Raster

/// Colours that the source's lights have left in its shades: a warm lamp and a cold sky paint one side of a nose orange
/// and the other violet, and a gain as broad as a light takes away neither.
///
/// Between pores and light, skin differs little in colour from the skin around it. How much it may is read from the
/// target, whose lights are the ones that count: what its own shades have of colour is kept, and what goes further is
/// compressed to the range that its skin shows. Lips are held to the target's lips in the same way: a cold sky on wet ones
/// is blue where the lamp is warm.
package enum ShadeTint {
    /// Blurs that enclose the shades of a nose, a fold, a socket, in face widths.
    private static let (fine, broad): (Float, Float) = (0.015, 0.15)
    /// Deviation (ln units) that the plainest skin is granted.
    private static let least: Float = 0.02
    /// How far brows may lie beside those of the landmarks, and the blur of the skin around them, in face widths.
    private static let (reach, around): (Float, Float) = (0.05, 0.05)
    /// Light against the skin around, from hair to skin.
    private static let bare: ClosedRange<Float> = 0.8...0.95

    /// ln of the gain, three planes at the study's scale; it changes no luminance.
    /// - Parameter lit: the rendered face under the target's light, linear RGB at the study's scale.
    package static func gain(for lit: Raster, _ study: FaceStudy) -> Raster {
        let lips = MaskedAverage(
            weight: study.regions.lips().combined(with: study.occluder) { $0 * (1 - min(1, $1)) },
            faceWidth: study.faceWidth)
        let skin = gain(for: lit, over: skin(in: lit, study), knowing: study.average, study)
        return skin + gain(for: lit, over: lips, knowing: lips, study)
    }

    /// Where the drawn face shows bare skin, whatever the target shows there.
    ///
    /// Brows lie a little beside those of the landmarks: they are told by their darkness, so that what the landmarks call
    /// brow and is skin loses its stains, and what they call skin and is brow keeps its colour.
    private static func skin(in lit: Raster, _ study: FaceStudy) -> MaskedAverage {
        let light = lit.weighed(by: Relight.luminance)
        let bright = light.combined(with: study.average.filled(light, sigmas: [around])) {
            ($0 / max(study.floor, $1)).smoothStep(bare)
        }
        let brows = study.regions.brows(wider: reach * study.faceWidth).combined(with: bright) { $0 * (1 - $1) }
        let features = study.regions.eyesAndLips().combined(with: brows, max)
        return MaskedAverage(
            weight: study.drawn.combined(with: features) { $0 * (1 - $1) }, faceWidth: study.faceWidth)
    }

    /// The gain of one kind of surface, drawn over `given` and known of the target over `known`.
    private static func gain(
        for lit: Raster, over given: MaskedAverage, knowing known: MaskedAverage, _ study: FaceStudy
    ) -> Raster {
        let wanted = Band(study.target, over: known, study)
        let shown = Band(lit, over: given, study)
        let variance = known.mean(of: wanted.light * wanted.light)
        var gain = Raster(width: lit.width, height: lit.height, channels: 3)
        let share = given.weight.blurred(sigma: fine * study.faceWidth) * given.weight
        for c in 0..<3 {
            let tint = wanted.tints[c]
            let slope = known.mean(of: wanted.light * tint) / max(1e-6, variance)
            let rest = tint.combined(with: wanted.light) { $0 - slope * $1 }
            let range = max(least, known.mean(of: rest * rest).squareRoot())
            let stray = shown.tints[c].combined(with: shown.light) { $0 - slope * $1 }
            for pixel in share.values.indices {
                let (value, ratio) = (stray.values[pixel], stray.values[pixel] / range)
                let kept = value / (1 + ratio * ratio).squareRoot()
                gain.values[pixel * 3 + c] = (kept - value) * share.values[pixel]
            }
        }
        return gain.combined(with: gain.weighed(by: Relight.luminance).tripled) { $0 - $1 }
    }

    /// Luminance, and each colour against it, between the two blurs, ln units.
    private struct Band {
        let light: Raster
        let tints: [Raster]

        init(_ picture: Raster, over skin: MaskedAverage, _ study: FaceStudy) {
            let between = { (plane: Raster) in
                skin.mean(plane, sigma: fine) - skin.mean(plane, sigma: broad)
            }
            let light = picture.weighed(by: Relight.luminance).logarithm(floor: study.floor)
            self.light = between(light)
            tints = (0..<3).map { channel in
                let color = picture.weighed(by: (0..<3).map { $0 == channel ? 1 : 0 })
                return between(color.logarithm(floor: study.floor) - light)
            }
        }
    }
}
