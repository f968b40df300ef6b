import CKernels
import Faces
import Raster

/// Parts of the 468-point face as planes, drawn from mesh indices.
package struct FaceRegions: Sendable {
    /// The face's outline, clockwise from the top of the forehead.
    static let oval = CanonicalFace.mean.oval
    private static let brows = [CanonicalFace.mean.leftBrow, CanonicalFace.mean.rightBrow]
    private static let eyes = [CanonicalFace.mean.leftEye, CanonicalFace.mean.rightEye]
    private static let lips = CanonicalFace.mean.outerLips
    private static let nose = [
        168, 193, 122, 196, 174, 198, 209, 129, 203, 98, 97, 2, 326, 327, 423, 358, 429, 420, 399, 419, 351, 417,
    ]

    /// Where a mouth opens.
    private static let opening = CanonicalFace.mean.innerLips

    let size: PixelSize
    /// Mesh points in pixels of the planes.
    let points: [SIMD2<Float>]
    /// Width of the mesh in pixels of the planes.
    let faceWidth: Float

    package init(size: PixelSize, points: [SIMD2<Float>]) {
        self.size = size
        self.points = points
        faceWidth = Self.width(of: points)
    }

    /// Width of a mesh in the unit of its points, at least 1.
    static func width(of points: [SIMD2<Float>]) -> Float {
        let across = points.map(\.x)
        return max(1, (across.max() ?? 1) - (across.min() ?? 0))
    }

    /// Signed distance to the face's outline in pixels, positive inside.
    package func ovalDistance() -> Raster { Self.distance(to: Self.oval.map { points[$0] }, size: size) }

    /// Brows, eyes and lips, each grown a little about its middle, 0…1.
    package func features() -> Raster { eyesAndLips().combined(with: drawn(Self.brows.map { ($0, 1.25) }), max) }

    /// Eyes and lips, each grown a little about its middle, 0…1.
    func eyesAndLips() -> Raster { drawn(Self.eyes.map { ($0, 1.25) } + [(Self.lips, 1.08)]) }

    /// Both brows, `margin` pixels wider on every side, 0…1.
    func brows(wider margin: Float) -> Raster { drawn(Self.brows.map { ($0, 1.2) }, wider: margin) }

    /// Each brow, as thick as brows come, 0…1.
    func brows() -> [Raster] { Self.brows.map { drawn([($0, 1.2)], wider: Self.thickness * faceWidth) } }

    /// The lips, grown a little, 0…1.
    package func mouth() -> Raster { drawn([(Self.lips, 1.15)]) }

    /// The lips alone, without what shows between them, 0…1.
    package func lips() -> Raster {
        drawn([(Self.lips, 0.95)]).combined(with: drawn([(Self.opening, 1.1)])) { $0 * (1 - $1) }
    }

    /// Where an occluder never grows into: the features that every face has, 0…1.
    package func protected() -> Raster {
        brows().reduce(drawn(Self.eyes.map { ($0, 1.35) } + [(Self.lips, 1.15)])) { $0.combined(with: $1, max) }
    }

    /// Both eyes, `margin` pixels wider on every side, 0…1.
    func eyes(wider margin: Float) -> Raster { drawn(Self.eyes.map { ($0, 1.35) }, wider: margin) }

    /// The nose from its bridge to its base, `margin` pixels wider on every side, 0…1.
    func nose(wider margin: Float) -> Raster { drawn([(Self.nose, 1)], wider: margin) }

    /// The chin and what is below it, which is darker than its normals say where the light comes from above: 0 at the lower
    /// lip's rim, 1 from half way to the chin on.
    package func underside() -> Raster {
        let (lip, chin) = (points[17], points[152])
        let down = chin - lip
        let square = max(1e-6, (down * down).sum())
        var result = Raster(width: size.width, height: size.height, channels: 1)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let along = ((SIMD2(Float(x) + 0.5, Float(y) + 0.5) - lip) * down).sum() / square
                result[x, y, 0] = along.smoothStep(0...0.5)
            }
        }
        return result
    }

    /// How much thicker than its landmarks a brow may be, to each side, in face widths.
    private static let thickness: Float = 0.02

    private func drawn(_ parts: [([Int], Float)], wider margin: Float = 0) -> Raster {
        var result = Raster(width: size.width, height: size.height, channels: 1)
        for (indices, growth) in parts {
            // Distance matters near the outline only: the part's own box is enough.
            let corners = grown(indices, by: growth)
            let (low, high) = corners.reduce((corners[0], corners[0])) {
                (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
            }
            let room = 2 + Int(margin)
            let box = PixelBox(
                x: Int(low.x) - room, y: Int(low.y) - room, width: Int(high.x - low.x) + 2 * room + 1,
                height: Int(high.y - low.y) + 2 * room + 1
            ).intersection(PixelBox(size))
            let corner = SIMD2(Float(box.x), Float(box.y))
            let part = Self.distance(to: corners.map { $0 - corner }, size: box.size)
            for y in 0..<box.height {
                for x in 0..<box.width {
                    let share = min(1, max(0, part[x, y, 0] + margin + 0.5))
                    result[box.x + x, box.y + y, 0] = max(result[box.x + x, box.y + y, 0], share)
                }
            }
        }
        return result
    }

    private func grown(_ indices: [Int], by growth: Float) -> [SIMD2<Float>] {
        let corners = indices.map { points[$0] }
        let middle = corners.reduce(SIMD2<Float>.zero, +) / Float(corners.count)
        return corners.map { middle + ($0 - middle) * growth }
    }

    private static func distance(to corners: [SIMD2<Float>], size: PixelSize) -> Raster {
        let flat = corners.flatMap { [$0.x, $0.y] }
        return Raster(width: size.width, height: size.height, channels: 1).byRows(size) { _, to, rows in
            kernel_polygon_distance(flat, corners.count, size.width, to, rows.lowerBound, rows.upperBound)
        }
    }
}
