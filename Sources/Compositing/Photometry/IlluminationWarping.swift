import Raster

/// `illumination_warping`: the light's direction follows the target. Both faces' shading is fitted as spherical
/// harmonics of the same surface normals; their ratio turns the source's side light into the target's without
/// touching what is not light: moles, freckles, lips and brows.
package enum IlluminationWarping {
    /// Bounds of one pixel's change, in stops of e (about ×5).
    private static let limit: Float = 1.6

    /// ln of the gain by which the rendered face is multiplied, one plane; nil when there is too little skin to
    /// learn from.
    package static func gain(_ study: FaceStudy) -> Raster? {
        let weight = study.average.weight
        let fitted = { (pixels: Raster) -> Raster? in
            let light = pixels.weighed(by: Relight.luminance).logarithm(floor: study.floor)
            return SphericalHarmonics(fitting: light, on: study.normals, weight: weight)?.shading(on: study.normals)
        }
        guard let wanted = fitted(study.target), let given = fitted(study.rendered) else { return nil }
        let known = study.normals.byRows(study.normals.size, planes: 1) { from, to, rows in
            for i in rows.lowerBound * study.normals.width..<rows.upperBound * study.normals.width {
                to[i] = from[i * 3 + 2] != 0 ? 1 : 0
            }
        }
        // Normals end at the mesh's rim; the field goes on beyond it.
        let field = MaskedAverage(weight: known, faceWidth: study.faceWidth)
        return field.filled(wanted - given, sigmas: [0.1, 0.02, 0.01]).map { min(limit, max(-limit, $0)) }
    }
}
