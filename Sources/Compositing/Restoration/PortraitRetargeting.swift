import Faces
import Inference

/// The small networks of LivePortrait that open eyes and lips, and that keep a moved face joined to its neck.
public struct PortraitRetargeting: Sendable {
    private let eye: NamedNetwork
    private let lip: NamedNetwork
    private let stitcher: NamedNetwork

    /// - Parameters:
    ///   - eye: input `input` 1 × 66: 21 key points, how open the left and the right eye are and are to be.
    ///   - lip: input `input` 1 × 65: 21 key points, how open the lips are and are to be.
    ///   - stitcher: inputs `source` and `target`, the wanted and the present key points.
    /// - Throws: `CompositingError.wrongNetwork`.
    public init(eye: any Model, lip: any Model, stitcher: any Model) throws(CompositingError) {
        self.eye = try NamedNetwork(eye, name: "live_portrait_eye_retargeter", inputs: ["input"])
        self.lip = try NamedNetwork(lip, name: "live_portrait_lip_retargeter", inputs: ["input"])
        self.stitcher = try NamedNetwork(stitcher, name: "live_portrait_stitcher", inputs: ["source", "target"])
    }

    /// What opening the eyes (0…1) or closing them (−1…0) adds to the key points.
    func eyes(of face: Face, at points: [SIMD3<Float>], opened: Float) throws -> [SIMD3<Float>] {
        let left = try Self.openness(of: face, 37, 40, across: 39, 36)
        let right = try Self.openness(of: face, 43, 46, across: 45, 42)
        return try moves(of: eye, at: points, told: [left, right, opened < 0 ? 0 : 0.6], share: abs(opened))
    }

    /// What opening the lips (0…1) or closing them (−1…0) adds to the key points.
    func lips(of face: Face, at points: [SIMD3<Float>], opened: Float) throws -> [SIMD3<Float>] {
        let open = try Self.openness(of: face, 62, 66, across: 54, 48)
        return try moves(of: lip, at: points, told: [open, opened < 0 ? 0 : 1], share: abs(opened))
    }

    /// Key points corrected so that shoulders and neck stay.
    func stitched(_ wanted: [SIMD3<Float>], onto present: [SIMD3<Float>]) throws -> [SIMD3<Float>] {
        try Self.points(
            stitcher.run(["source": Tensor(wanted), "target": Tensor(present)])[0], from: stitcher)
    }

    private func moves(
        of network: NamedNetwork, at points: [SIMD3<Float>], told: [Float], share: Float
    ) throws -> [SIMD3<Float>] {
        guard share > 0 else { return [SIMD3<Float>](repeating: .zero, count: points.count) }
        let values = Tensor(points).values + told
        let result = try network.run(["input": Tensor(shape: [1, values.count], values: values)])[0]
        return try Self.points(result, from: network).map { $0 * share }
    }

    private static func points(
        _ tensor: Tensor, from network: NamedNetwork
    ) throws(CompositingError) -> [SIMD3<Float>] {
        guard tensor.values.count == 3 * FaceMotion.count else {
            throw .wrongNetwork(
                network: network.name, expected: "a result of \(3 * FaceMotion.count) numbers",
                found: "\(tensor.values.count)")
        }
        return FaceMotion.points(tensor.values)
    }

    /// Distance of two of the 68 landmarks as a share of that of two others.
    private static func openness(
        of face: Face, _ top: Int, _ bottom: Int, across left: Int, _ right: Int
    ) throws(CompositingError) -> Float {
        let points = face.landmarks68.map { SIMD2<Double>($0) }
        guard points.count == 68 else { throw .missingLandmarks }
        let (down, across) = (points[top] - points[bottom], points[left] - points[right])
        return Float((down * down).sum().squareRoot() / ((across * across).sum().squareRoot() + 1e-6))
    }
}
