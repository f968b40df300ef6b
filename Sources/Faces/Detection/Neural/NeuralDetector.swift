import Foundation
import Inference
import Raster

/// One detector's network. It looks at the whole photograph in 640 × 640 pixels: faces under about 10 pixels there are
/// lost.
///
/// The photograph is shrunk bilinearly without a filter, as the networks' users feed them; its 8 or 16 bits are never
/// rounded on the way, where FaceFusion rounds to 8.
public struct NeuralDetector: Sendable {
    public let family: DetectorFamily
    private let network: FaceNetwork

    /// - Throws: `InferenceError`; `FacesError.wrongModel` when the file is not of this family.
    public init(_ family: DetectorFamily, file: URL, engine: any Engine, options: ModelOptions = ModelOptions()) throws
    {
        self.family = family
        network = try FaceNetwork(
            role: "face detector (\(family.rawValue))", file: file,
            input: [1, 3, DetectorFamily.side, DetectorFamily.side], outputs: family.outputs, engine: engine,
            options: options)
    }

    /// Everything that looks like a face, several times where several anchors saw it.
    /// - Throws: `InferenceError`, `FacesError.wrongModel`.
    package func detect(
        in photograph: Photograph, turned turn: QuarterTurn = .none, margins: DetectorMargins = DetectorMargins(),
        threshold: Float
    ) throws -> [DetectedFace] {
        let view = view(of: photograph, turned: turn, margins: margins)
        let outputs = try network(view.tensor(of: photograph, colors: family.colors))
        return family.sightings(in: outputs, threshold: threshold).map(view.placed)
    }

    /// What the network sees of a photograph, 1 × 3 × 640 × 640.
    package func tensor(
        of photograph: Photograph, turned turn: QuarterTurn = .none, margins: DetectorMargins = DetectorMargins()
    ) -> Tensor {
        view(of: photograph, turned: turn, margins: margins).tensor(of: photograph, colors: family.colors)
    }

    private func view(
        of photograph: Photograph, turned turn: QuarterTurn, margins: DetectorMargins
    ) -> DetectorView {
        DetectorView(of: photograph.size, turned: turn, margins: margins, side: DetectorFamily.side)
    }
}
