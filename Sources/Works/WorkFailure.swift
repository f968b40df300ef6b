import Compositing
import Faces
import Inference
import Raster
import Upscaling

/// An error that a person can act on. `description` reads `file or key: what is wrong. What to do.`, one line for each
/// thing that is wrong.
public protocol WorkFailure: Error, CustomStringConvertible {
    /// Whether asking otherwise mends it; else something failed on the way.
    var isBadInput: Bool { get }
}

extension RecipeError: WorkFailure {
    public var isBadInput: Bool { true }
}

extension WorkError: WorkFailure {}

extension RasterError: WorkFailure {}

extension SoftProofError: WorkFailure {}

extension LabelError: WorkFailure {}

extension InferenceError: WorkFailure {}

extension FacesError: WorkFailure {
    public var isBadInput: Bool {
        if case .wrongModel = self { false } else { true }
    }
}

extension CompositingError: WorkFailure {
    public var isBadInput: Bool { self != .foreignIdentity }
}

extension ProbeError: WorkFailure {}

extension ModelAddition.Failure: WorkFailure {
    public var isBadInput: Bool { true }
}

extension UpscalingError: WorkFailure {
    public var isBadInput: Bool {
        if case .wrongOutput = self { false } else { true }
    }
}
