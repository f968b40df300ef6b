import CKernels
import Raster

/// Where the inserted face shows: the mesh's outline, drawn in by `mask_padding`, softened by `mask_blur`, less what
/// lies over the face, what the source did not show near the outline, and the opening between the lips.
package enum FaceMask {
    /// Where the recipe says nothing.
    static let padding = CompositingSettings.Length.faceWidths(0.015)
    static let blur = CompositingSettings.Length.faceWidths(0.02)

    /// - Parameters:
    ///   - padding: pixels at full size by which the middle of the soft edge lies inside the outline.
    ///   - blur: standard width of the soft edge, pixels at full size.
    /// - Returns: exactly 0 outside the outline and where nothing was rendered.
    package static func mask(_ face: RenderedFace, _ study: FaceStudy, padding: Float, blur: Float) -> Mask {
        let scale = 1 / Float(study.factor)
        let start = max(0, padding - 2 * blur) * scale
        let end = max(start + 1, (padding + 1.5 * blur) * scale)
        var soft = study.outline.map { $0.smoothStep(start...end) }
        soft = (soft * (study.trust + study.borrowed)).combined(with: study.strange) { $0 * (1 - $1) }
        var result = soft.enlarged(by: study.factor, to: study.size) * Raster(face.coverage)
        CoverMatte(study.occluder, on: study.target).uncover(&result, on: face.target, factor: study.factor)
        return result.combined(with: Raster(face.mouth)) { max(0, $0 * (1 - $1)) }.mask
    }
}
