import Faces
import Raster

/// Changes one face of a finished composite: restores it, gives it another expression or age.
public protocol FaceProcessor: Sendable {
    /// The recipe key it stands for: `restorer`, `expression_restorer`, `face_editor`, `age_modifier`.
    var step: String { get }

    /// The change as a layer over the part of the photograph that it reaches.
    /// - Parameters:
    ///   - face: of the target, where it lies in the composite.
    ///   - photograph: the composite so far.
    ///   - original: the target before the swap, of the same size, with the face as it was there.
    /// - Throws: `CompositingError`, `FacesError.degenerateLandmarks`, `InferenceError`.
    func layer(for face: Face, in photograph: Photograph, original: SourceFace) throws -> SwapResult
}
