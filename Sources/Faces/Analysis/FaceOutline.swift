import Raster

/// The rim of a face's mesh as a polygon in the picture.
struct FaceOutline {
    let points: [SIMD2<Float>]

    init(of mesh: [SIMD3<Float>], canonical: CanonicalFace) {
        points = canonical.oval.map { SIMD2(mesh[$0].x, mesh[$0].y) }
    }

    /// In square pixels.
    var area: Float {
        var sum: Float = 0
        for (index, a) in points.enumerated() {
            let b = points[(index + 1) % points.count]
            sum += a.x * b.y - a.y * b.x
        }
        return abs(sum) / 2
    }

    /// For every row of a crop of `samples` a side, the columns between the outline's outermost crossings.
    func spans(in frame: CropFrame, samples: Int) -> (from: [Int32], to: [Int32]) {
        let extent = Float(samples)
        let corners = points.map { frame.point(at: $0, extent: extent) }
        var low = [Float](repeating: .infinity, count: samples)
        var high = [Float](repeating: -.infinity, count: samples)
        for (index, a) in corners.enumerated() {
            let b = corners[(index + 1) % corners.count]
            guard a.y != b.y else { continue }
            let first = max(0, Int((min(a.y, b.y) - 0.5).rounded(.up)))
            let last = min(samples - 1, Int((max(a.y, b.y) - 0.5).rounded(.down)))
            for row in stride(from: first, through: last, by: 1) {
                let x = a.x + (b.x - a.x) * (Float(row) + 0.5 - a.y) / (b.y - a.y)
                low[row] = min(low[row], x)
                high[row] = max(high[row], x)
            }
        }
        let column = { (x: Float) -> Int32 in
            x.isFinite ? Int32(max(0, min(extent, (x - 0.5).rounded(.up)))) : 0
        }
        return (low.map(column), high.map(column))
    }
}
