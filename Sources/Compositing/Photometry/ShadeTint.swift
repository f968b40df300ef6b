import Raster

/// Colours that the source's lights have left in its shades: a warm lamp and a cold sky paint one side of a nose orange
/// and the other violet, and a gain as broad as a light takes away neither.
///
/// Between pores and light, skin differs little in colour from the skin around it. How much it may is read from the
/// target, whose lights are the ones that count: what its own shades have of colour is kept, and what goes further is
/// compressed to the range that its skin shows.
package enum ShadeTint {
    /// Blurs that enclose the shades of a nose, a fold, a socket, in face widths.
    private static let (fine, broad): (Float, Float) = (0.015, 0.15)
    /// Deviation (ln units) that the plainest skin is granted.
    private static let least: Float = 0.02

    /// ln of the gain, three planes at the study's scale; it changes no luminance.
    /// - Parameter lit: the rendered face under the target's light, linear RGB at the study's scale.
    package static func gain(for lit: Raster, _ study: FaceStudy) -> Raster {
        let average = study.average
        let wanted = Band(study.target, study)
        let given = Band(lit, study)
        let variance = average.mean(of: wanted.light * wanted.light)
        var gain = Raster(width: lit.width, height: lit.height, channels: 3)
        let skin = average.weight.blurred(sigma: fine * study.faceWidth) * average.weight
        for c in 0..<3 {
            let tint = wanted.tints[c]
            let slope = average.mean(of: wanted.light * tint) / max(1e-6, variance)
            let rest = tint.combined(with: wanted.light) { $0 - slope * $1 }
            let range = max(least, average.mean(of: rest * rest).squareRoot())
            let stray = given.tints[c].combined(with: given.light) { $0 - slope * $1 }
            for pixel in skin.values.indices {
                let (value, ratio) = (stray.values[pixel], stray.values[pixel] / range)
                let kept = value / (1 + ratio * ratio).squareRoot()
                gain.values[pixel * 3 + c] = (kept - value) * skin.values[pixel]
            }
        }
        return gain.combined(with: gain.weighed(by: Relight.luminance).tripled) { $0 - $1 }
    }

    /// Luminance, and each colour against it, between the two blurs, ln units.
    private struct Band {
        let light: Raster
        let tints: [Raster]

        init(_ picture: Raster, _ study: FaceStudy) {
            let between = { (plane: Raster) in
                study.average.mean(plane, sigma: fine) - study.average.mean(plane, sigma: broad)
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
