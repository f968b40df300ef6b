import Faces

/// The similarity that lays the canonical face over a mesh: `p ↦ scale · rotation(p − origin) + center`.
///
/// Least squares over all points (Horn 1987: the rotation is the largest eigenvector of a symmetric 4 × 4 matrix).
struct FaceFit: Sendable {
    /// Pixels per unit of the canonical face.
    let scale: Float
    /// Rows of the rotation.
    let rotation: [SIMD3<Float>]
    let center: SIMD3<Float>
    private let origin: SIMD3<Float>

    init(_ mesh: [SIMD3<Float>]) {
        let canonical = CanonicalFace.mean.positions
        let count = Double(mesh.count)
        let a = canonical.map { SIMD3<Double>($0) }
        let b = mesh.map { SIMD3<Double>($0) }
        let ca = a.reduce(SIMD3<Double>.zero, +) / count
        let cb = b.reduce(SIMD3<Double>.zero, +) / count
        var s = [SIMD3<Double>](repeating: .zero, count: 3)
        var spread = 0.0
        for (p, q) in zip(a, b) {
            let (from, to) = (p - ca, q - cb)
            for row in 0..<3 { s[row] += from[row] * to }
            spread += (from * from).sum()
        }
        let n: [[Double]] = [
            [s[0].x + s[1].y + s[2].z, s[1].z - s[2].y, s[2].x - s[0].z, s[0].y - s[1].x],
            [s[1].z - s[2].y, s[0].x - s[1].y - s[2].z, s[0].y + s[1].x, s[2].x + s[0].z],
            [s[2].x - s[0].z, s[0].y + s[1].x, s[1].y - s[0].x - s[2].z, s[1].z + s[2].y],
            [s[0].y - s[1].x, s[2].x + s[0].z, s[1].z + s[2].y, s[2].z - s[0].x - s[1].y],
        ]
        let q = Self.largestEigenvector(n)
        let (w, x, y, z) = (q[0], q[1], q[2], q[3])
        let turn = [
            SIMD3(1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
            SIMD3(2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
            SIMD3(2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
        ]
        var along = 0.0
        for (p, q) in zip(a, b) {
            let from = p - ca
            let turned = SIMD3((turn[0] * from).sum(), (turn[1] * from).sum(), (turn[2] * from).sum())
            along += (turned * (q - cb)).sum()
        }
        scale = Float(along / max(spread, 1e-12))
        rotation = turn.map { SIMD3<Float>($0) }
        center = SIMD3<Float>(cb)
        origin = SIMD3<Float>(ca)
    }

    /// A point of the mesh in the canonical face's space: without pose and size.
    func canonical(_ point: SIMD3<Float>) -> SIMD3<Float> {
        let p = (point - center) / scale
        return origin + rotation[0] * p.x + rotation[1] * p.y + rotation[2] * p.z
    }

    /// A vector of the canonical space as the camera sees it, in pixels.
    func turned(_ vector: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3((rotation[0] * vector).sum(), (rotation[1] * vector).sum(), (rotation[2] * vector).sum()) * scale
    }

    /// Cyclic Jacobi rotations; a symmetric 4 × 4 matrix is diagonal to double precision after a few sweeps.
    private static func largestEigenvector(_ matrix: [[Double]]) -> [Double] {
        var a = matrix
        var v = (0..<4).map { i in (0..<4).map { $0 == i ? 1.0 : 0.0 } }
        for _ in 0..<12 {
            for p in 0..<3 {
                for q in p + 1..<4 where abs(a[p][q]) > 1e-300 {
                    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<4 { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
                    for k in 0..<4 { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
                    for k in 0..<4 { (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]) }
                }
            }
        }
        let best = (0..<4).max { a[$0][$0] < a[$1][$1] } ?? 0
        return (0..<4).map { v[$0][best] }
    }
}
