import Raster

/// Where no source shows a part of the face, a nose in its own shadow above all, the target's own stays, in the
/// source's tone: what a photograph saw looks right at 400 %, and a guess does not.
package enum BorrowedSurface {
    /// Distances from the outline, in face widths, between which a part counts as the face's inner one. Beyond, the
    /// mask gives the target's pixels as they are.
    private static let inner: ClosedRange<Float> = 0.08...0.13
    /// Scales at which the tone of the surroundings is continued over the gap, in face widths, coarse to fine.
    private static let sigmas: [Float] = [0.1, 0.05, 0.025, 0.0125]

    /// How much of each pixel is borrowed, 0…1, at the study's scale.
    static func share(trust: Raster, outline: Raster, features: Raster, faceWidth: Float) -> Raster {
        let inside = outline.map { ($0 / faceWidth).smoothStep(inner) }
        return (inside * trust.map { 1 - $0 }).combined(with: features) { $0 * (1 - $1) }
    }

    /// Lays the target's surface into the lit face.
    /// - Parameter pixels: the face after light, colour and detail, linear RGB at full size.
    package static func lay(into pixels: inout Raster, face: RenderedFace, study: FaceStudy) {
        let borrowed = study.borrowed
        guard borrowed.values.contains(where: { $0 > 0 }) else { return }
        let lit = pixels.shrunk(by: study.factor)
        let tone = lit.logarithm(floor: study.floor) - study.target.logarithm(floor: study.floor)
        let gain = study.average.filled(tone, sigmas: sigmas).exponential().enlarged(by: study.factor, to: study.size)
        let share = borrowed.enlarged(by: study.factor, to: study.size)
        // In place: of a large face each plane takes as much memory as the picture.
        for pixel in share.values.indices where share.values[pixel] > 0 {
            for at in pixel * 3..<pixel * 3 + 3 {
                let surface = face.target.values[at] * gain.values[at]
                pixels.values[at] += (surface - pixels.values[at]) * share.values[pixel]
            }
        }
    }
}
