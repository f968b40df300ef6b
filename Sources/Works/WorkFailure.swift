import Compositing
import Faces
import Inference
import Provenance
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

extension RightsError: WorkFailure {
    public var isBadInput: Bool {
        !problems.contains { if case .cannotWrite = $0 { true } else { false } }
    }
}

extension RightsViolation: WorkFailure {
    public var isBadInput: Bool { true }
}

extension CredentialError: WorkFailure {}

extension DigestError: WorkFailure {
    public var isBadInput: Bool { true }
}

extension MetadataError: WorkFailure {
    public var isBadInput: Bool {
        switch self {
        case .cannotWrite, .notRewritten, .signed: false
        default: true
        }
    }
}
