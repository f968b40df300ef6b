import Compositing
import Faces
import Raster

/// The canonical face, turned and painted by a function of its own surface: a photograph whose truth is known.
struct PaintedFace {
    let mesh: [SIMD3<Float>]
    let pixels: Raster

    static let size = PixelSize(width: 640, height: 640)

    /// - Parameters:
    ///   - sine: of the turn about the vertical axis; positive turns it to the picture's right, its left half to the
    ///     camera.
    ///   - shape: edits the mesh in canonical space before it is turned.
    ///   - paint: linear RGB at a pixel of the picture.
    init(
        turnedBy sine: Float = 0, scale: Float = 300, shape: ([SIMD3<Float>]) -> [SIMD3<Float>] = { $0 },
        paint: (SIMD2<Float>) -> SIMD3<Float>
    ) {
        let cosine = (1 - sine * sine).squareRoot()
        mesh = shape(CanonicalFace.mean.positions).map { p in
            let (x, z) = (cosine * p.x - sine * p.z, sine * p.x + cosine * p.z)
            return SIMD3(x * scale + 320, p.y * scale + 330, z * scale)
        }
        var raster = Raster(width: Self.size.width, height: Self.size.height, channels: 3)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let colour = paint(SIMD2(Float(x) + 0.5, Float(y) + 0.5))
                for c in 0..<3 { raster[x, y, c] = colour[c] }
            }
        }
        pixels = raster
    }

    var view: AtlasView {
        AtlasView(pixels: pixels, region: PixelBox(Self.size), mesh: mesh, sharpness: 0.7)
    }

    /// This face as a target for an atlas.
    func rendered(_ atlas: FaceAtlas, shapeTransfer: Float = 0) -> RenderedFace {
        let region = FaceRenderer.region(for: mesh, in: Self.size, shapeTransfer: shapeTransfer)
        return FaceRenderer(atlas).render(
            into: pixels.cropped(to: region), region: region, mesh: mesh, shapeTransfer: shapeTransfer)
    }

    /// Mean pixel position of mesh points.
    func middle(of points: [Int]) -> SIMD2<Float> {
        let sum = points.reduce(SIMD2<Float>.zero) { $0 + SIMD2(mesh[$1].x, mesh[$1].y) }
        return sum / Float(points.count)
    }

    /// Whether a pixel lies within the inner rims of the lips.
    func isBetweenLips(_ at: SIMD2<Float>) -> Bool {
        let rim = CanonicalFace.mean.innerLips.map { mesh[$0] }
        var inside = false
        for (a, b) in zip(rim, rim[1...] + rim[..<1]) where (a.y > at.y) != (b.y > at.y) {
            let x: Float = a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
            if at.x < x { inside.toggle() }
        }
        return inside
    }

    /// A jaw that drops, with the lower lip: an edit of the canonical shape.
    static func parted(by gap: Float) -> ([SIMD3<Float>]) -> [SIMD3<Float>] {
        let face = CanonicalFace.mean
        let line = (face.uv[face.innerLips[5]].y + face.uv[face.innerLips[15]].y) / 2
        return { positions in
            positions.indices.map { point in
                let side = positions[point].x / 0.3
                let drop = face.uv[point].y > line ? gap * max(0, 1 - side * side) : 0
                return positions[point] + SIMD3(0, drop, 0)
            }
        }
    }
}
