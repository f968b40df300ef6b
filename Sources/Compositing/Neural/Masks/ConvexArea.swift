import Raster

/// The convex hull of whole points, filled as OpenCV's `fillConvexPoly` fills it: a scanline between the edges, and the
/// edges themselves drawn as lines of one pixel.
package struct ConvexArea: Sendable {
    /// Corners in order round the hull; none lies on the line between its neighbours.
    let corners: [SIMD2<Int>]

    /// Andrew's monotone chain (Andrew 1979).
    package init(of points: [SIMD2<Int>]) {
        let sorted = Set(points).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard sorted.count > 2 else {
            corners = sorted
            return
        }
        let chain = { (points: [SIMD2<Int>]) -> [SIMD2<Int>] in
            var chain: [SIMD2<Int>] = []
            for point in points {
                while chain.count > 1, Self.turn(chain[chain.count - 2], chain[chain.count - 1], point) <= 0 {
                    chain.removeLast()
                }
                chain.append(point)
            }
            return chain.dropLast()
        }
        corners = chain(sorted) + chain(sorted.reversed())
    }

    private static func turn(_ a: SIMD2<Int>, _ b: SIMD2<Int>, _ c: SIMD2<Int>) -> Int {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    /// A square plane with 1 in the hull and 0 elsewhere.
    package func filled(side: Int) -> Raster {
        var plane = Raster(width: side, height: side, channels: 1)
        let edges = corners.indices.map { (corners[$0], corners[($0 + 1) % corners.count]) }
        for (a, b) in edges { draw(from: a, to: b, in: &plane) }
        guard corners.count > 2 else { return plane }
        var spans: [Int: ClosedRange<Int>] = [:]
        for (a, b) in edges where a.y != b.y {
            let (upper, lower) = a.y < b.y ? (a, b) : (b, a)
            let rows = lower.y - upper.y
            // In 65,536ths of a pixel, cut as OpenCV cuts them.
            let step = (((lower.x - upper.x) << 16) * 2 + rows) / (2 * rows)
            for row in 0..<rows {
                let y = upper.y + row
                guard y >= 0 && y < side else { continue }
                let x = ((upper.x << 16) + step * row + (1 << 15)) >> 16
                spans[y] = spans[y].map { min($0.lowerBound, x)...max($0.upperBound, x) } ?? x...x
            }
        }
        for (y, span) in spans {
            for x in span where x >= 0 && x < side {
                plane[x, y, 0] = 1
            }
        }
        return plane
    }

    /// A line of one pixel, joined at corners (Bresenham 1965), from its left end on.
    private func draw(from a: SIMD2<Int>, to b: SIMD2<Int>, in plane: inout Raster) {
        let (start, end) = a.x <= b.x ? (a, b) : (b, a)
        let (dx, dy) = (end.x - start.x, abs(end.y - start.y))
        let down = end.y >= start.y ? 1 : -1
        let (long, short) = (max(dx, dy), min(dx, dy))
        for k in 0...long {
            // The nearest whole step on the short side; of two as near, the one behind.
            let aside = long == 0 ? 0 : (2 * short * k + long - 1) / (2 * long)
            let point = dx >= dy ? SIMD2(k, aside * down) : SIMD2(aside, k * down)
            let (x, y) = (start.x + point.x, start.y + point.y)
            if x >= 0, y >= 0, x < plane.width, y < plane.height { plane[x, y, 0] = 1 }
        }
    }
}
