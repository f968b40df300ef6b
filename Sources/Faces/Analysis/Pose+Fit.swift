import Foundation

extension Pose {
    /// The rotation that lays the canonical face over `mesh`, best in least squares over scale, rotation and shift.
    ///
    /// Lips take no part: they move without the head. The landmarker's depth is weak perspective, so one scale fits
    /// all three directions.
    /// - SeeAlso: Horn, Hilden and Negahdaripour 1988; Higham 1986 for the polar factor.
    init(of mesh: [SIMD3<Float>], canonical: CanonicalFace) {
        let points = Set(mesh.indices).subtracting(canonical.lips).subtracting(canonical.outerLips)
            .subtracting(canonical.innerLips).sorted()
        let from = Self.centered(points.map { canonical.positions[$0] })
        let to = Self.centered(points.map { mesh[$0] })
        var rows = [SIMD3<Double>](repeating: .zero, count: 3)
        for (a, b) in zip(from, to) {
            for row in 0..<3 { rows[row] += a * b[row] }
        }
        guard let rotation = Self.polarFactor(rows) else {
            self.init(yaw: 0, pitch: 0, roll: 0)
            return
        }
        let degrees = { (radians: Double) in Float(radians * 180 / .pi) }
        // The face looks along −z of its own frame; x of the picture runs right and y down.
        let gaze = SIMD3(-rotation[0].z, -rotation[1].z, -rotation[2].z)
        self.init(
            yaw: degrees(atan2(gaze.x, -gaze.z)), pitch: degrees(asin(max(-1, min(1, -gaze.y)))),
            roll: degrees(-atan2(rotation[1].x, rotation[0].x)))
    }

    private static func centered(_ points: [SIMD3<Float>]) -> [SIMD3<Double>] {
        let wide = points.map { SIMD3<Double>($0) }
        let mean = wide.reduce(.zero, +) / Double(max(1, wide.count))
        return wide.map { $0 - mean }
    }

    /// The rotation nearest to a matrix of positive determinant, by Newton's iteration X ← (X + X⁻ᵀ) / 2.
    private static func polarFactor(_ matrix: [SIMD3<Double>]) -> [SIMD3<Double>]? {
        let size = matrix.reduce(0) { $0 + ($1 * $1).sum() }.squareRoot()
        guard size > 0, size.isFinite else { return nil }
        var rows = matrix.map { $0 / size }
        for _ in 0..<32 {
            let cofactors = [cross(rows[1], rows[2]), cross(rows[2], rows[0]), cross(rows[0], rows[1])]
            let determinant = (rows[0] * cofactors[0]).sum()
            guard determinant > 1e-12 else { return nil }
            rows = (0..<3).map { (rows[$0] + cofactors[$0] / determinant) / 2 }
        }
        return rows
    }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
}
