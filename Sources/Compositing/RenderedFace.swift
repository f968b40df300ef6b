import Raster

/// An identity's face drawn into a target's pose, before it is lit and joined: what geometry hands to photometry.
/// All planes have the size of `region`.
public struct RenderedFace: Sendable {
    /// Where it lies, in pixels of the target.
    public var region: PixelBox
    /// Linear RGB relative to the target's colour space, lit as in the source.
    public var pixels: Raster
    /// The target's own pixels there (moved by shape transfer when that is on), linear RGB.
    public var target: Raster
    /// Where shape transfer moved `target`, the surroundings of the face included; nil when nothing moved.
    public var moved: Mask?
    /// How it moved it.
    public var warp: Warp?
    /// Part of each pixel that the mesh covers, 0…1, antialiased.
    public var coverage: Mask
    /// How well the source shows the surface there: 1 seen by a source, lower mirrored, lowest extrapolated.
    public var confidence: Mask
    /// Unit surface normals in the target's camera (x right, y down, z away), three values a pixel; 0 outside. Of the
    /// region's size, or of the size at which `FaceStudy` looks at it.
    public var normals: Raster
    /// Opening between the lips, where the target's own pixels stay, 0…1.
    public var mouth: Mask
    /// The two eye openings, 0…1.
    public var eyes: Mask
    /// The target's 468 mesh points in pixels of the target (after shape transfer).
    public var landmarks: [SIMD3<Float>]
    /// The same with the eyes as the target's own picture shows them, which may be larger or lie elsewhere.
    public var shown: [SIMD3<Float>]
    /// How surely one half of the nose stands for both, because the sources show it from one side alone, 0…1.
    public var mirroredNose: Float
    /// The swapper's own mask, 0…1; nil lets the compositor draw one from the face's outline.
    public var mask: Mask?

    public init(
        region: PixelBox, pixels: Raster, target: Raster, moved: Mask? = nil, warp: Warp? = nil, coverage: Mask,
        confidence: Mask, normals: Raster, mouth: Mask, eyes: Mask, landmarks: [SIMD3<Float>],
        shown: [SIMD3<Float>]? = nil,
        mirroredNose: Float = 0, mask: Mask? = nil
    ) {
        self.region = region
        self.pixels = pixels
        self.target = target
        self.moved = moved
        self.warp = warp
        self.coverage = coverage
        self.confidence = confidence
        self.normals = normals
        self.mouth = mouth
        self.eyes = eyes
        self.landmarks = landmarks
        self.shown = shown ?? landmarks
        self.mirroredNose = mirroredNose
        self.mask = mask
    }
}
