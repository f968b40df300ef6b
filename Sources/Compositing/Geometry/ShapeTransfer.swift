import Faces

/// Moves a target's mesh towards a source's proportions and keeps its pose and expression.
///
/// Both faces are compared in the canonical face's space, where pose and size are gone. What an expression moves is
/// taken out of the comparison: the drop of the jaw, and most of what lips, lids and brows do.
struct ShapeTransfer: Sendable {
    /// The moved mesh, in the target's coordinates.
    let points: [SIMD3<Float>]

    /// How much of the difference is the person's and not the expression's.
    private static let lips: Float = 0.85
    private static let lids: Float = 0.85
    private static let brows: Float = 0.9
    /// Longest move, in outer-eye distances.
    private static let most: Float = 0.25

    /// - Parameters:
    ///   - mesh: the target's points.
    ///   - shape: the source's points in the canonical face's space.
    ///   - amount: 0 … 1.
    init(from mesh: [SIMD3<Float>], to shape: [SIMD3<Float>], amount: Float) {
        let face = CanonicalFace.mean
        let fit = FaceFit(mesh)
        let own = Self.withJawClosed(mesh.map(fit.canonical))
        let other = Self.withJawClosed(shape)
        let difference = mesh.indices.map { other[$0] - own[$0] }
        // Lips and lids move as wholes, plus their part of the rest: an opening keeps its form.
        var moves = difference
        for (loop, share) in [
            (face.lips, Self.lips), (face.leftEye, Self.lids), (face.rightEye, Self.lids),
            (face.leftBrow, Self.brows), (face.rightBrow, Self.brows),
        ] {
            let mean = loop.reduce(SIMD3<Float>.zero) { $0 + difference[$1] } / Float(loop.count)
            for point in loop { moves[point] = mean + (difference[point] - mean) * share }
        }
        moves = Self.smoothed(moves)
        points = mesh.indices.map { point in
            var move = moves[point] * amount
            let length = (move * move).sum().squareRoot()
            // Long moves saturate smoothly.
            move /= (1 + (length / Self.most) * (length / Self.most)).squareRoot()
            return mesh[point] + fit.turned(move)
        }
    }

    /// What hangs on the jaw is lifted by the gap between the lips, less towards the ears.
    private static func withJawClosed(_ shape: [SIMD3<Float>]) -> [SIMD3<Float>] {
        let face = CanonicalFace.mean
        let mean = face.positions
        let (upper, lower) = (shape[face.innerLips[5]], shape[face.innerLips[15]])
        let gap = max(0, lower.y - upper.y)
        let line = (mean[face.innerLips[5]].y + mean[face.innerLips[15]].y) / 2
        let lowerLips = Set(face.lips.filter { mean[$0].y > line })
        let reach = (mean[face.oval[18]].y - line) * 0.5
        let corner = abs(mean[face.outerLips[0]].x)
        return shape.indices.map { point in
            let at = mean[point]
            let down = lowerLips.contains(point) ? 1 : min(1, max(0, (at.y - line) / reach))
            let side = max(0, abs(at.x) / corner - 0.6) / 1.8
            return shape[point] - SIMD3(0, gap * down * max(0, 1 - side * side), 0)
        }
    }

    /// Half way to the mean of the neighbours: the landmark model's noise is not a proportion.
    private static func smoothed(_ moves: [SIMD3<Float>]) -> [SIMD3<Float>] {
        var sums = [SIMD3<Float>](repeating: .zero, count: moves.count)
        var counts = [Float](repeating: 0, count: moves.count)
        for t in CanonicalFace.mean.triangles {
            let corners = [Int(t.x), Int(t.y), Int(t.z)]
            let sum = corners.reduce(SIMD3<Float>.zero) { $0 + moves[$1] }
            for corner in corners {
                sums[corner] += sum - moves[corner]
                counts[corner] += 2
            }
        }
        return moves.indices.map { moves[$0] * 0.5 + sums[$0] / counts[$0] * 0.5 }
    }
}
