import Faces
import Raster

/// A photograph and the face in it that lends something: its identity, its expression.
public struct SourceFace: Sendable {
    public var photograph: Photograph
    public var face: Face

    public init(photograph: Photograph, face: Face) {
        self.photograph = photograph
        self.face = face
    }
}

/// What a swapper prepares once from the sources and uses for every target of a collection.
public protocol Identity: Sendable {}

/// A layer and the figures of the steps that made it, for the work's record.
public struct SwapResult: Sendable {
    public var layer: Layer
    public var steps: [StepFigures]
    /// Where a transfer of shape has brought what is about the face; nil when nothing has moved.
    public var warp: Warp?

    public init(layer: Layer, steps: [StepFigures], warp: Warp? = nil) {
        self.layer = layer
        self.steps = steps
        self.warp = warp
    }
}

/// The name of a step (its recipe key) and what it measured.
public struct StepFigures: Sendable, Equatable, Codable {
    public var step: String
    public var figures: [String: Double]

    public init(step: String, figures: [String: Double]) {
        self.step = step
        self.figures = figures
    }
}

/// Puts an identity into a target's face. The mesh swapper is the default; neural ones share this role.
public protocol FaceSwapper: Sendable {
    /// - Throws: `CompositingError` when no source can serve.
    func prepare(_ sources: [SourceFace]) throws -> any Identity

    /// - Throws: `CompositingError` when the identity is another swapper's or the face cannot be drawn.
    func swap(
        _ identity: any Identity, into target: Photograph, face: Face, settings: CompositingSettings
    ) throws -> SwapResult
}
