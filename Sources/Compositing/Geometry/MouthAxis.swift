import Faces

/// Coordinates of a mouth: half widths along the line between its inner corners, pixels across it, downwards.
struct MouthAxis: Sendable {
    let middle: SIMD2<Float>
    /// Half the distance between the inner corners, in pixels.
    let half: Float
    /// The mesh's line between the lips: its left corner, the middles between its inner rims, its right corner.
    private(set) var line: [SIMD2<Float>] = []
    private let direction: SIMD2<Float>

    init(_ mesh: [SIMD3<Float>]) {
        let (inner, outer) = (CanonicalFace.mean.innerLips, CanonicalFace.mean.outerLips)
        let (left, right) = (mesh[inner[0]].flat, mesh[inner[10]].flat)
        let across = right - left
        let length = max(1e-3, (across * across).sum().squareRoot())
        middle = (left + right) / 2
        half = length / 2
        direction = across / length
        let middles = (0...10).map { k in (mesh[inner[k]].flat + mesh[inner[(20 - k) % 20]].flat) / 2 }
        // A line runs one way: points that a turned head folds back are pulled along.
        var reached = -Float.greatestFiniteMagnitude
        for point in [mesh[outer[0]].flat] + middles + [mesh[outer[10]].flat] {
            var place = place(of: point)
            reached = max(reached + 1e-3, place.x)
            place.x = reached
            line.append(place)
        }
    }

    func place(of point: SIMD2<Float>) -> SIMD2<Float> {
        let d = point - middle
        return SIMD2((d * direction).sum() / half, d.y * direction.x - d.x * direction.y)
    }

    /// Where a point lies on the mesh's line, 0 in its left corner and 1 in its right one.
    func share(of point: SIMD2<Float>) -> Float {
        let (first, last) = (line[0].x, line[line.count - 1].x)
        return (point.x - first) / (last - first)
    }

    func pixels(_ place: SIMD2<Float>) -> SIMD2<Float> {
        middle + direction * (place.x * half) + downwards * place.y
    }

    /// One pixel across the axis.
    var downwards: SIMD2<Float> { SIMD2(-direction.y, direction.x) }
}

extension [SIMD2<Float>] {
    /// y at an x of a curve from left to right: linear between its points, as at its ends beyond them.
    func height(at x: Float) -> Float {
        guard let next = firstIndex(where: { $0.x >= x }) else { return last?.y ?? 0 }
        guard next > 0 else { return self[0].y }
        let (a, b) = (self[next - 1], self[next])
        return a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x))
    }
}

extension SIMD3<Float> {
    /// Without depth.
    var flat: SIMD2<Float> { SIMD2(x, y) }
}
