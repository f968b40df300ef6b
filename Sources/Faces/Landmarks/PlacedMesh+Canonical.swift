import Raster

extension PlacedMesh {
    /// The mean face laid over five landmarks by turn, one scale and shift; nil when they are one point.
    init?(laying canonical: CanonicalFace, over landmarks5: [SIMD2<Double>]) {
        let five = canonical.landmarks5(of: canonical.positions).map { SIMD2<Double>($0) }
        guard let matrix = CropMatrix(laying: five, over: landmarks5), matrix.determinant > 0 else { return nil }
        let scale = matrix.determinant.squareRoot()
        let points = canonical.positions.map { point in
            let place = matrix(SIMD2(Double(point.x), Double(point.y)))
            return SIMD3(Float(place.x), Float(place.y), Float(Double(point.z) * scale))
        }
        self.init(points: points, presence: 0)
    }

    /// The upright box that holds the mesh.
    var box: Box {
        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for point in points {
            low = pointwiseMin(low, SIMD2(point.x, point.y))
            high = pointwiseMax(high, SIMD2(point.x, point.y))
        }
        return Box(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
    }
}
