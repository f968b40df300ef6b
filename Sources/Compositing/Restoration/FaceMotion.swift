import Inference

/// What LivePortrait's motion network sees in a face: where its 21 key points lie, and why.
///
/// A key point lies at `scale · (R·rest + expression) + translation`, R the head's rotation (Guo et al. 2024,
/// "LivePortrait", eq. 2).
struct FaceMotion: Sendable, Equatable {
    static let count = 21

    var angles: HeadAngles
    var scale: Float
    var translation: SIMD3<Float>
    /// How far the expression moves each point.
    var expression: [SIMD3<Float>]
    /// Where the points lie in a face at rest that looks straight ahead.
    var rest: [SIMD3<Float>]

    /// - Parameter tensors: pitch, yaw, roll, scale (a number each), translation (3), expression and points (21 × 3).
    /// - Throws: `CompositingError.wrongNetwork`.
    init(_ tensors: [Tensor], from network: NamedNetwork) throws(CompositingError) {
        let counts = [1, 1, 1, 1, 3, 3 * Self.count, 3 * Self.count]
        guard tensors.count >= counts.count, zip(tensors, counts).allSatisfy({ $0.values.count == $1 }) else {
            throw .wrongNetwork(
                network: network.name,
                expected: "results of \(counts.map(String.init).joined(separator: ", ")) numbers",
                found: tensors.map { String($0.values.count) }.joined(separator: ", "))
        }
        let numbers = tensors.map(\.values)
        angles = HeadAngles(pitch: numbers[0][0], yaw: numbers[1][0], roll: numbers[2][0])
        scale = numbers[3][0]
        translation = SIMD3(numbers[4][0], numbers[4][1], numbers[4][2])
        expression = Self.points(numbers[5])
        rest = Self.points(numbers[6])
    }

    /// The key points as they are seen.
    var points: [SIMD3<Float>] { points(turned: angles, showing: expression) }

    /// The key points of the same head, turned and with an expression as given.
    func points(turned angles: HeadAngles, showing expression: [SIMD3<Float>]) -> [SIMD3<Float>] {
        let rows = angles.rotation
        return zip(rest, expression).map { rest, moved in
            let turned = SIMD3((rows[0] * rest).sum(), (rows[1] * rest).sum(), (rows[2] * rest).sum())
            return (turned + moved) * scale + translation
        }
    }

    static func points(_ numbers: [Float]) -> [SIMD3<Float>] {
        (0..<numbers.count / 3).map { SIMD3(numbers[$0 * 3], numbers[$0 * 3 + 1], numbers[$0 * 3 + 2]) }
    }
}

extension Tensor {
    /// Key points as networks take them: 1 × 21 × 3.
    init(_ points: [SIMD3<Float>]) {
        self.init(shape: [1, points.count, 3], values: points.flatMap { [$0.x, $0.y, $0.z] })
    }
}
