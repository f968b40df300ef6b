import Foundation
import Inference

/// Guesses 68 landmarks from five, without looking at the picture (`fan_68_5`). They tell which way the face lies, and
/// stand in where no landmarker looked.
struct FirstLandmarks: Sendable {
    private let network: FaceNetwork

    /// - Throws: `InferenceError`; `FacesError.wrongModel`.
    init(file: URL, engine: any Engine, options: ModelOptions) throws {
        network = try FaceNetwork(
            role: "first landmarks (fan_68_5)", file: file, input: [1, 5, 2], outputs: [68 * 2], engine: engine,
            options: options)
    }

    /// 68 points in the coordinates of the five.
    /// - Throws: `FacesError.degenerateLandmarks` when the five are one point; `InferenceError`.
    func places(from landmarks5: [SIMD2<Double>]) throws -> [SIMD2<Double>] {
        guard let matrix = CropMatrix(laying: landmarks5, over: WarpTemplate.ffhq512.points), let back = matrix.inverse
        else { throw FacesError.degenerateLandmarks }
        let values = landmarks5.map { matrix($0) }.flatMap { [Float($0.x), Float($0.y)] }
        let points = try network(Tensor(shape: [1, 5, 2], values: values))[0]
        return stride(from: 0, to: points.count, by: 2).map {
            back(SIMD2(Double(points[$0]), Double(points[$0 + 1])))
        }
    }

    /// The turn that sets a face upright, from the ends of its jaw.
    static func turn(of landmarks68: [SIMD2<Double>]) -> QuarterTurn {
        let way = landmarks68[16] - landmarks68[0]
        let degrees = atan2(way.y, way.x) * 180 / .pi
        let quarters = Int(((degrees < 0 ? degrees + 360 : degrees) / 90 - 0.5).rounded(.up))
        return QuarterTurn(rawValue: quarters % 4 * 90) ?? .none
    }
}
