import Inference
import Raster

/// Places 68 landmarks with one or both of FaceFusion's landmarkers.
public struct NeuralLandmarker: Sendable {
    /// The score above which the landmarker's points are better than the detector's five, 0…1.
    public var threshold: Float = 0.5
    private let first: FirstLandmarks
    private let fan: PointNetwork?
    private let peppa: PointNetwork?

    /// - Parameters:
    ///   - networks: the landmarkers; with both, each face gets the surer one's points.
    ///   - first: `fan_68_5`, which tells which way a face lies.
    /// - Throws: `InferenceError`; `FacesError.wrongModel` when a file is not the network that its role needs.
    public init(
        _ networks: [LandmarkerFamily: NetworkFile], first: NetworkFile, options: ModelOptions = ModelOptions()
    ) throws {
        self.first = try FirstLandmarks(file: first.file, engine: first.engine, options: options)
        let network = { (family: LandmarkerFamily) in
            try networks[family].map {
                try PointNetwork(family, file: $0.file, engine: $0.engine, options: options)
            }
        }
        fan = try network(.fan2d)
        peppa = try network(.peppaWutz)
    }

    /// Where a face's features are, in the coordinates of `Face`.
    package struct Landmarks: Sendable, Equatable {
        /// The landmarker's, or the first guess when none looked.
        package var points68: [SIMD2<Double>]
        /// Of the 68 when they are sure, else the detector's.
        package var points5: [SIMD2<Double>]
        /// 0…1; 0 when no landmarker looked.
        package var score: Float
        /// The turn that sets the face upright.
        package var turn: QuarterTurn
    }

    /// - Throws: `FacesError.degenerateLandmarks` when the detector's five are one point; `InferenceError`.
    package func landmarks(of face: DetectedFace, in photograph: Photograph) throws -> Landmarks {
        let guess = try first.places(from: face.landmarks5)
        let turn = FirstLandmarks.turn(of: guess)
        let (points, score) = try surer(of: face, turned: turn, in: photograph) ?? (guess, 0)
        return Landmarks(
            points68: points, points5: score > threshold ? Self.five(of: points) : face.landmarks5, score: score,
            turn: turn)
    }

    /// The 2D-FAN wins unless the other is surer by this.
    private static let lead: Float = 0.2

    private func surer(
        of face: DetectedFace, turned turn: QuarterTurn, in photograph: Photograph
    ) throws -> (points: [SIMD2<Double>], score: Float)? {
        let fan = try fan?.look(at: face, turned: turn, in: photograph)
        let peppa = try peppa?.look(at: face, turned: turn, in: photograph)
        guard let fan, let peppa else { return fan ?? peppa }
        return fan.score > peppa.score - Self.lead ? fan : peppa
    }

    /// Middles of the eyes, nose tip, corners of the mouth.
    package static func five(of points68: [SIMD2<Double>]) -> [SIMD2<Double>] {
        let middle = { (range: Range<Int>) in points68[range].reduce(.zero, +) / Double(range.count) }
        return [middle(36..<42), middle(42..<48), points68[30], points68[48], points68[54]]
    }
}
