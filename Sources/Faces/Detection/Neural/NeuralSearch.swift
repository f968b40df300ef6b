import Raster

/// Looks for faces with one or several detectors, in the photograph as it lies and turned by quarters.
///
///     let search = NeuralSearch([retinaface, scrfd, yoloFace])  // FaceFusion's "many"
public struct NeuralSearch: Sendable {
    public var detectors: [NeuralDetector]
    /// The least score of a face, 0…1.
    public var threshold: Float
    /// How the photograph is turned for them.
    public var turns: [QuarterTurn]
    public var margins: DetectorMargins

    public init(
        _ detectors: [NeuralDetector], threshold: Float = 0.5, turns: [QuarterTurn] = [.none],
        margins: DetectorMargins = DetectorMargins()
    ) {
        self.detectors = detectors
        self.threshold = threshold
        self.turns = turns
        self.margins = margins
    }

    /// The overlap above which two boxes show one face. The more looks there are, the more boxes a face has, and the
    /// less they agree; FaceFusion's figures.
    private var overlap: Float {
        if detectors.count > 1 { return 0.1 }
        return switch turns.count {
        case 2: 0.3
        case 3: 0.2
        case 4: 0.1
        default: 0.4
        }
    }

    /// One entry a face, best first.
    /// - Throws: `InferenceError`, `FacesError.wrongModel`.
    package func detect(in photograph: Photograph) throws -> [DetectedFace] {
        let found = try turns.flatMap { turn in
            try detectors.flatMap {
                try $0.detect(in: photograph, turned: turn, margins: margins, threshold: threshold)
            }
        }
        return found.suppressed(threshold: threshold, overlap: overlap)
    }
}
