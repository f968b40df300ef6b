import Foundation
import Inference
import Raster

/// The landmarkers that place 68 points in a crop of 256 × 256, by the names that FaceFusion gives them.
public enum LandmarkerFamily: String, Sendable, Codable, CaseIterable {
    case fan2d = "2dfan4"
    case peppaWutz = "peppa_wutz"
}

/// One landmarker's network.
struct PointNetwork: Sendable {
    /// Edge of the crop, in pixels.
    private static let side = 256
    /// The longer edge of a face's box in the crop.
    private static let faceSide = 195.0
    /// Cells a side of the map that the networks count in.
    private static let cells = 64

    private let family: LandmarkerFamily
    private let network: FaceNetwork

    /// - Throws: `InferenceError`; `FacesError.wrongModel`.
    init(_ family: LandmarkerFamily, file: URL, engine: any Engine, options: ModelOptions) throws {
        let outputs =
            switch family {
            // Points with a score each, and the maps that they were read from.
            case .fan2d: [68 * 3, 68 * Self.cells * Self.cells]
            case .peppaWutz: [68 * 3]
            }
        self.family = family
        network = try FaceNetwork(
            role: "face landmarker (\(family.rawValue))", file: file, input: [1, 3, Self.side, Self.side],
            outputs: outputs, engine: engine, options: options)
    }

    /// 68 points in the photograph, in the coordinates of `Face`, and the confidence in them, 0…1.
    /// - Parameter turn: sets the face upright.
    /// - Throws: `InferenceError`.
    func look(
        at face: DetectedFace, turned turn: QuarterTurn, in photograph: Photograph
    ) throws -> (points: [SIMD2<Double>], score: Float) {
        let (crop, matrix) = Self.crop(of: face, turned: turn, from: photograph)
        let outputs = try network(NetworkColors(mean: .zero, deviation: .one, order: .bgr).tensor(of: crop))
        guard let back = matrix.inverse else { throw FacesError.degenerateLandmarks }
        let pixels = Double(Self.side) / Double(Self.cells)
        let values = outputs[0]
        let points = stride(from: 0, to: values.count, by: 3).map {
            back(SIMD2(Double(values[$0]), Double(values[$0 + 1])) * pixels) + 0.5
        }
        return (points, score(outputs))
    }

    /// The face's box with some room, upright, brightened where it is dark, and the map to it.
    static func crop(
        of face: DetectedFace, turned turn: QuarterTurn, from photograph: Photograph
    ) -> (raster: Raster, matrix: CropMatrix) {
        let (low, high) = (face.low - 0.5, face.high - 0.5)
        let scale = faceSide / max(1, (high - low).max())
        let shift = (Double(side) - (low + high) * scale) / 2
        let matrix = CropMatrix(xx: scale, xy: 0, tx: shift.x, yx: 0, yy: scale, ty: shift.y)
        let size = PixelSize(width: side, height: side)
        var crop = photograph.sampled(by: matrix, to: size, border: .zero)
        let turned = turn.matrix(of: size)
        if turn != .none { crop = crop.sampled(by: turned.matrix, to: turned.size, border: .zero) }
        return (LocalContrast.raised(crop), matrix.followed(by: turned.matrix))
    }

    private func score(_ outputs: [[Float]]) -> Float {
        switch family {
        case .fan2d:
            // What counts as certain is FaceFusion's figure, here and below.
            let (maps, area) = (outputs[1], Self.cells * Self.cells)
            let peaks = (0..<68).map { point in maps[point * area..<(point + 1) * area].max() ?? 0 }
            return Self.share(of: peaks, certain: 0.9)
        case .peppaWutz:
            let scores = stride(from: 2, to: outputs[0].count, by: 3).map { outputs[0][$0] }
            return Self.share(of: scores, certain: 0.95)
        }
    }

    private static func share(of scores: [Float], certain: Float) -> Float {
        max(0, min(1, scores.reduce(0, +) / Float(scores.count) / certain))
    }
}
