import Faces
import Raster

/// The eyes of a target, its lids no wider apart than the source's eye can fill, and how each is drawn.
///
/// Next to the lids the source's eye follows the mesh, so that lashes and waterline meet the lids. Farther in, it is
/// turned and scaled as a whole: the iris keeps its shape however far the lids are open.
struct TargetEyes: Sendable {
    /// The target's mesh with the lids moved.
    let points: [SIMD3<Float>]
    let drawings: [EyeDrawing]

    /// Widest opening against the source's: the undistorted part still shows no lid of the source.
    private static let widest: Float = 1.2
    private static let labels: [UInt8] = [3, 4]

    init(_ mesh: [SIMD3<Float>], atlas: FaceAtlas) {
        let face = CanonicalFace.mean
        let fit = FaceFit(mesh)
        var points = mesh
        var drawings: [EyeDrawing] = []
        for (index, loop) in [face.leftEye, face.rightEye].enumerated() {
            let patch = atlas.eyes[index]
            let target = EyeShape(lids: loop.map { SIMD2(mesh[$0].x, mesh[$0].y) }, span: fit.eyeSpan(loop))
            // Openings over the eye's length are compared as if both faced the camera alike.
            let shortening = target.shortening(against: patch.shape, scale: fit.eyeScale(loop) / patch.scale)
            let limit = Self.widest * patch.shape.opening / shortening
            if target.opening > limit {
                let keep = max(0.02, limit) / max(1e-3, target.opening)
                for k in 1..<8 {
                    let (upper, lower) = (mesh[loop[k]], mesh[loop[16 - k]])
                    let middle = (upper + lower) / 2
                    points[loop[k]] = middle + (upper - middle) * keep
                    points[loop[16 - k]] = middle + (lower - middle) * keep
                }
            }
            let lids = loop.map { SIMD2(points[$0].x, points[$0].y) }
            drawings.append(EyeDrawing(patch, lids: lids, shortening: shortening, label: Self.labels[index]))
        }
        self.points = points
        self.drawings = drawings
    }
}

/// One eye of a source laid into the lids of a target.
struct EyeDrawing: Sendable {
    private let patch: EyePatch
    private let label: UInt8
    /// Lids, the same drawn in towards the middle of the opening, and the rim of the skin around that is drawn along.
    private let points: [SIMD2<Float>]
    /// Where each of them lies in the patch.
    private let origins: [SIMD2<Float>]

    /// How far in from the lids the eye is free of them: the share of the opening that bends with the lids.
    private static let free: Float = 0.7
    /// How far around the lids the eye is drawn, fading out, over its length. Lids are never exact, and what the atlas
    /// shows beside them may come from the other half of the face, in another light.
    private static let around: Float = 0.13

    /// - Parameter shortening: width over height of the target's eye against the source's, by pose alone.
    init(_ patch: EyePatch, lids: [SIMD2<Float>], shortening: Float, label: UInt8) {
        self.patch = patch
        self.label = label
        let place = EyePlacement(from: lids, to: patch.lids, shortening: shortening)
        let inner = lids.indices.map { k -> SIMD2<Float> in
            let middle = (lids[k] + lids[(16 - k) % 16]) / 2
            // Corners move along the eye, the rest towards its axis.
            let pulled = k % 8 == 0 ? lids[k] + (EyeShape.center(lids) - lids[k]) * 0.15 : middle
            return k % 8 == 0 ? pulled : middle + (lids[k] - middle) * Self.free
        }
        let reach = Self.around * EyeShape.length(lids[0], lids[8])
        let outwards = lids.indices.map { k in
            (lids[k] - inner[k]) * (reach / max(1e-3, EyeShape.length(lids[k], inner[k])))
        }
        points = lids + inner + zip(lids, outwards).map(+)
        origins =
            patch.lids + inner.map(place.callAsFunction)
            + lids.indices.map { patch.lids[$0] + place(lids[$0] + outwards[$0]) - place(lids[$0]) }
    }

    private static let triangles: [SIMD3<Int32>] = {
        var result: [SIMD3<Int32>] = []
        for k in Int32(0)..<16 {
            let next = (k + 1) % 16
            result += [SIMD3(k, next, 16 + k), SIMD3(next, 16 + next, 16 + k)]
            result += [SIMD3(k, 32 + k, next), SIMD3(next, 32 + k, 32 + next)]
        }
        result.append(SIMD3(16, 17, 31))
        for k in Int32(1)..<7 {
            let (a, b, c, d) = (16 + k, 17 + k, 32 - k, 31 - k)
            result += [SIMD3(a, b, c), SIMD3(b, d, c)]
        }
        result.append(SIMD3(23, 24, 25))
        return result
    }()

    /// Replaces the pixels of `map` that carry the eye's label, and mixes with the skin around them.
    /// - Parameter skin: the label of what it may be mixed with.
    func draw(over pixels: inout Raster, where map: DrawnMesh, skin: UInt8) {
        let bounds = MeshBounds(points.map { SIMD3($0.x, $0.y, 0) })
        let box = bounds.pixels(margin: 2).intersection(PixelBox(map.size))
        guard !box.isEmpty else { return }
        let corner = SIMD2(Float(box.x), Float(box.y))
        let at = points.map { SIMD3($0.x - corner.x, $0.y - corner.y, 0) }
        // The flattened eye may run either way round: both orders are given, one of them faces the camera.
        let both = Self.triangles + Self.triangles.map { SIMD3($0.x, $0.z, $0.y) }
        let level = self.level
        let drawn = DrawnMesh(
            size: box.size, points: at, attributes: 4,
            values: origins.enumerated().flatMap { [$1.x, $1.y, level, $0 < 32 ? 1 : 0] },
            triangles: both, labels: [UInt8](repeating: 1, count: both.count))
        var sampled = pixels.cropped(to: box)
        patch.pixels.sample(at: drawn, level: 2, into: &sampled)
        for y in 0..<box.height {
            for x in 0..<box.width {
                let pixel = (box.y + y) * map.size.width + box.x + x
                let inside = map.labels[pixel] == label
                guard inside || map.labels[pixel] == skin, drawn.labels[y * box.width + x] != 0 else { continue }
                let share = inside ? 1 : drawn.values[(y * box.width + x) * 4 + 3].smoothStep(0...1)
                for c in 0..<3 {
                    let beside = pixels.values[pixel * 3 + c]
                    pixels.values[pixel * 3 + c] = beside + (sampled[x, y, c] - beside) * share
                }
            }
        }
    }

    /// Halvings of the patch that bring its pixels near the target's.
    private var level: Float {
        let ratio = EyeShape.length(origins[0], origins[8]) / max(1e-3, EyeShape.length(points[0], points[8]))
        var (level, scale): (Float, Float) = (0, 1.5)
        while ratio > scale {
            level += min(1, ratio / scale - 1)
            scale *= 2
        }
        return level
    }
}

/// The map of a target's eye to a source's that keeps the iris round: turn, scale, and the pose's shortening.
private struct EyePlacement {
    private let from: SIMD2<Float>
    private let to: SIMD2<Float>
    private let fromAxis: SIMD2<Float>
    private let toAxis: SIMD2<Float>
    private let along: Float
    private let across: Float

    init(from lids: [SIMD2<Float>], to source: [SIMD2<Float>], shortening: Float) {
        let (a, b) = (EyeShape.length(lids[0], lids[8]), EyeShape.length(source[0], source[8]))
        fromAxis = (lids[8] - lids[0]) / max(1e-3, a)
        toAxis = (source[8] - source[0]) / max(1e-3, b)
        along = b / max(1e-3, a)
        // An eye that the pose shortens keeps its height.
        across = along * shortening
        from = EyeShape.center(lids)
        to = EyeShape.center(source)
    }

    func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let d = point - from
        let x: Float = (d.x * fromAxis.x + d.y * fromAxis.y) * along
        let y: Float = (d.y * fromAxis.x - d.x * fromAxis.y) * across
        return to + SIMD2(x * toAxis.x - y * toAxis.y, x * toAxis.y + y * toAxis.x)
    }
}
