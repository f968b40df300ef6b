import Faces
import Inference
import Raster

/// Changes the expression of a face, its gaze and the turn of its head.
///
///     var edits = FaceEdits()
///     edits.mouthSmile = 0.4
///     let editor = FaceEditor(portrait, retargeting: retargeting, edits: edits)
///
/// The crop shows the face alone (landmarks moved apart by half), so that the head can turn within it.
public struct FaceEditor: FaceProcessor {
    public var edits: FaceEdits
    public var paste: PasteMask
    private let portrait: LivePortrait
    private let retargeting: PortraitRetargeting

    public var step: String { "face_editor" }

    /// - Parameter paste: FaceFusion's face editor asks no occluder; `PasteMask()` does not either.
    public init(
        _ portrait: LivePortrait, retargeting: PortraitRetargeting, edits: FaceEdits, paste: PasteMask = PasteMask()
    ) {
        self.portrait = portrait
        self.retargeting = retargeting
        self.edits = edits
        self.paste = paste
    }

    public func layer(for face: Face, in photograph: Photograph, original: SourceFace) throws -> SwapResult {
        let crop = try FaceCrop(of: face, in: photograph, template: .ffhq512, spread: 1.5, side: LivePortrait.side)
        let mask = try paste.mask(of: crop.pixels)
        let motion = try portrait.motion(of: crop.pixels)
        let present = motion.points
        var wanted = motion.points(
            turned: motion.angles.turned(by: edits.turn),
            showing: FaceMotion.limited(edits.applied(to: motion.expression)))
        let eyes = try retargeting.eyes(of: face, at: present, opened: FaceEdits.limited(edits.eyeOpenRatio))
        let lips = try retargeting.lips(of: face, at: present, opened: FaceEdits.limited(edits.lipOpenRatio))
        for i in wanted.indices { wanted[i] += eyes[i] + lips[i] }
        wanted = try retargeting.stitched(wanted, onto: present)
        let drawn = try portrait.drawn(crop.pixels, from: present, to: wanted)
        let layer = try SwappedCrop(pixels: drawn, mask: mask, matrix: crop.matrix).layer(over: photograph)
        return SwapResult(
            layer: layer, steps: [StepFigures(step: step, figures: edits.named.mapValues { Double($0) })])
    }
}
