/// What a collection's pictures must keep to, so that a hundred works look as if one hand had made them.
///
/// A rule is turned off (`null` in a plan) by the value that every picture keeps to: an infinite angle, 0 pixels, a share
/// or a sharpness of 0, a clipped part of 1, a distance of 0.
public struct InputStandard: Sendable, Equatable {
    /// Degrees; sources face the camera within these.
    public var sourceYaw: Float = 20
    public var sourcePitch: Float = 20
    /// Pixels: the long and the short side of a source.
    public var sourceLongSide = 1920
    public var sourceShortSide = 1080
    /// The part of a target's height that its main face must take, 0…1.
    public var targetFaceShare: Float = 0.3
    /// Least sharpness of a face (`FaceQuality.sharpness`).
    public var sharpness: Float = 0.35
    /// The largest part of a target's face that may be blown out, 0…1.
    public var clipped: Float = 0.05
    /// How file names begin, `{name}` being the picture's own; nil for any name.
    public var sourceNaming: String? = "source_{name}"
    public var targetNaming: String? = "target_{name}"
    /// Bits of 64 in which the perceptual hashes of two pictures must differ at least.
    public var duplicateDistance = 6

    public init() {}
}
