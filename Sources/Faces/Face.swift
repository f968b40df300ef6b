import Raster

/// One face in a photograph. Coordinates are continuous pixels of the photograph (centre of the first pixel at
/// 0.5, 0.5); left and right are the picture's unless a name says the subject's.
public struct Face: Sendable, Equatable {
    public var box: Box
    /// Detector's confidence, 0…1.
    public var score: Float
    /// 468 mesh points: x and y in pixels, z in the same unit, smaller towards the camera.
    public var mesh: [SIMD3<Float>]
    /// The 68 points of the iBUG 300-W scheme: a landmarker's network's where one looked at the face, else picked from
    /// the mesh.
    public var landmarks68: [SIMD2<Float>]
    /// Left eye, right eye, nose tip, left mouth corner, right mouth corner (picture's left and right).
    public var landmarks5: [SIMD2<Float>]
    public var pose: Pose
    /// Area of the face oval as a share of the picture, 0…1.
    public var share: Float
    public var quality: FaceQuality
    /// How sure the mesh network is that its mesh lies on a face, 0…1. 0 where it saw none, although a detector did:
    /// `mesh` is the mean face then, laid over the five landmarks.
    public var presence: Float
    /// Nil where no recogniser looked at the face.
    public var embedding: FaceEmbedding?
    /// Nil where no classifier looked at the face.
    public var traits: FaceTraits?

    public init(
        box: Box, score: Float, mesh: [SIMD3<Float>], landmarks68: [SIMD2<Float>], landmarks5: [SIMD2<Float>],
        pose: Pose, share: Float, quality: FaceQuality, presence: Float = 1, embedding: FaceEmbedding? = nil,
        traits: FaceTraits? = nil
    ) {
        self.box = box
        self.score = score
        self.mesh = mesh
        self.landmarks68 = landmarks68
        self.landmarks5 = landmarks5
        self.pose = pose
        self.share = share
        self.quality = quality
        self.presence = presence
        self.embedding = embedding
        self.traits = traits
    }
}

/// Rotation of a head against the canonical face, in degrees.
public struct Pose: Sendable, Equatable, Codable {
    /// Positive when the subject turns towards the picture's right.
    public var yaw: Float
    /// Positive when the subject looks up.
    public var pitch: Float
    /// Positive when the top of the head leans towards the picture's left.
    public var roll: Float

    public init(yaw: Float, pitch: Float, roll: Float) {
        self.yaw = yaw
        self.pitch = pitch
        self.roll = roll
    }
}

/// Figures that say how fit a face is for use as source or target.
public struct FaceQuality: Sendable, Equatable, Codable {
    /// Energy of the finest details inside the face oval relative to its contrast, 0 (blurred) … 1 (crisp).
    public var sharpness: Float
    /// Mean encoded luminance of the face oval, 0…1.
    public var exposure: Float
    /// Share of the oval that is clipped to black or white, 0…1.
    public var clipped: Float

    public init(sharpness: Float, exposure: Float, clipped: Float) {
        self.sharpness = sharpness
        self.exposure = exposure
        self.clipped = clipped
    }
}
