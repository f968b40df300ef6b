import Faces
import Raster

/// A face as the check measured it.
public struct FaceFigures: Sendable, Equatable, Codable {
    /// Pixels of the upright picture.
    public var box: Box
    /// The detector's confidence, 0…1.
    public var score: Float
    public var pose: Pose
    /// The part of the picture's height that the face takes, 0…1.
    public var share: Float
    public var quality: FaceQuality
    /// What speaks against it in the picture's role, beside the collection's own limits.
    public var reasons: [FaceFitness.Reason]

    public init(_ face: Face, as role: FaceFitness.Role, in size: PixelSize) {
        box = face.box
        score = face.score
        pose = face.pose
        let visible = min(face.box.y + face.box.height, Float(size.height)) - max(face.box.y, 0)
        share = max(0, visible) / Float(size.height)
        quality = face.quality
        reasons = face.fitness(as: role, in: size).reasons
    }
}
