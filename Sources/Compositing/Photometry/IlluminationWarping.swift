import Raster

/// `illumination_warping`: the light's direction follows the target. Both faces' shading is fitted as spherical
/// harmonics of the same surface normals; their ratio turns the source's side light into the target's without
/// touching what is not light: moles, freckles, lips and brows.
package struct IlluminationWarping: Sendable {
    /// ln of the gain by which the rendered face is multiplied, one plane.
    package var gain: Raster
    /// Deviation (ln units) of the target's and the rendered face's shading from what a distant soft light can give:
    /// about 0.15 in even light, 0.3 and more where a hard light casts shadows.
    package let hardness: (target: Float, rendered: Float)

    /// Bounds of one pixel's change about the mean change, ln units (about ×5).
    private static let limit: Float = 1.6

    /// Contrast of the change (ln units) at which half of it is believed, a fourth power about it: smaller ones are as
    /// likely the difference of two faces' relief, or of a dull and a shining skin, as that of two lights.
    private static let relief: Float = 0.3

    /// - Returns: nil when there is too little skin to learn from.
    package init?(_ study: FaceStudy) {
        let average = study.average
        let fitted = { (pixels: Raster) -> (shading: Raster, hardness: Float)? in
            let light = pixels.weighed(by: Relight.luminance).logarithm(floor: study.floor)
            let fit = SphericalHarmonics(fitting: light, on: study.normals, weight: average.weight)
            guard let shading = fit?.shading(on: study.normals) else { return nil }
            return (shading, average.deviation(of: average.filled(light - shading, sigmas: [0.1, 0.03])))
        }
        guard let wanted = fitted(study.target), let given = fitted(study.rendered) else { return nil }
        let known = study.normals.byRows(study.normals.size, planes: 1) { from, to, rows in
            for i in rows.lowerBound * study.normals.width..<rows.upperBound * study.normals.width {
                to[i] = from[i * 3 + 2] != 0 ? 1 : 0
            }
        }
        // Normals end at the mesh's rim; the field goes on beyond it.
        let field = MaskedAverage(weight: known, faceWidth: study.faceWidth)
        let difference = field.filled(wanted.shading - given.shading, sigmas: [0.1, 0.02, 0.01])
        let (level, contrast) = (average.mean(of: difference), average.deviation(of: difference))
        let (seen, doubt) = (contrast * contrast, Self.relief * Self.relief)
        let share = seen * seen / (seen * seen + doubt * doubt)
        gain = difference.map { level + min(Self.limit, max(-Self.limit, $0 - level)) * share }
        hardness = (wanted.hardness, given.hardness)
    }
}
