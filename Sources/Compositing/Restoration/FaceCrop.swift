import Faces
import Inference
import Raster

/// A face cut out of a photograph for a network, and the way back into the photograph.
struct FaceCrop {
    /// From the photograph to the crop.
    let matrix: CropMatrix
    /// sRGB code values, 0…1.
    let pixels: Raster

    var side: Int { pixels.width }

    /// - Parameters:
    ///   - spread: the landmarks are moved away from the nose's tip by this factor first; above 1 the crop shows less
    ///     of the face's surroundings, below 1 more.
    ///   - side: of the crop, in pixels.
    /// - Throws: `FacesError.degenerateLandmarks`.
    init(
        of face: Face, in photograph: Photograph, template: WarpTemplate, spread: Double = 1, side: Int
    ) throws(FacesError) {
        matrix = try Self.matrix(of: face, template: template, spread: spread, side: side)
        pixels = photograph.sampled(by: matrix, to: PixelSize(width: side, height: side))
    }

    private static func matrix(
        of face: Face, template: WarpTemplate, spread: Double, side: Int
    ) throws(FacesError) -> CropMatrix {
        guard face.landmarks5.count == template.points.count else { throw .degenerateLandmarks }
        let points = face.landmarks5.map { SIMD2<Double>($0) - 0.5 }
        let nose = points[2]
        let spreaded = points.map { ($0 - nose) * spread + nose }
        guard let matrix = CropMatrix(laying: spreaded, over: template.points.map { $0 * Double(side) }) else {
            throw .degenerateLandmarks
        }
        return matrix
    }
}
