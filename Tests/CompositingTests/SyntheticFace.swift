import Compositing
import Faces
import Raster

/// A face of simple shapes: the canonical mesh drawn flat on a plane, with any skin and light that a test asks for.
enum SyntheticFace {
    static let size = PixelSize(width: 240, height: 280)

    /// - Parameters:
    ///   - source, target: linear RGB at a pixel and its surface normal.
    static func rendered(
        source: (Int, Int, SIMD3<Float>) -> SIMD3<Float>, target: (Int, Int, SIMD3<Float>) -> SIMD3<Float>
    ) -> RenderedFace {
        let (width, height) = (size.width, size.height)
        let landmarks = mesh()
        var normals = Raster(width: width, height: height, channels: 3)
        var (pixels, behind) = (normals, normals)
        var coverage = Mask(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let u = (Float(x) + 0.5 - 120) / 90
                let v = (Float(y) + 0.5 - 140) / 115
                var normal = SIMD3<Float>(0, 0, -1)
                if u * u + v * v < 1 {
                    let across: Float = 0.8 * u
                    let down: Float = 0.8 * v
                    normal = SIMD3(across, down, -(1 - across * across - down * down).squareRoot())
                    coverage[x, y] = 1
                    for c in 0..<3 { normals[x, y, c] = normal[c] }
                }
                let (a, b) = (source(x, y, normal), target(x, y, normal))
                for c in 0..<3 {
                    pixels[x, y, c] = a[c]
                    behind[x, y, c] = b[c]
                }
            }
        }
        let empty = Mask(width: width, height: height)
        return RenderedFace(
            region: PixelBox(x: 40, y: 60, width: width, height: height), pixels: pixels, target: behind,
            coverage: coverage, confidence: Mask(width: width, height: height, repeating: 1), normals: normals,
            mouth: empty, eyes: empty, landmarks: landmarks)
    }

    /// 468 points whose outline is an ellipse; brows, eyes and lips lie near where a face has them, the others in the
    /// middle.
    private static func mesh() -> [SIMD3<Float>] {
        var points = [SIMD3<Float>](repeating: SIMD3(160, 200, 0), count: 468)
        let outline = [
            10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
            150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
        ]
        // A regular octagon's corners on the circle, turned nine times by 10° without trigonometry in the test.
        var direction = SIMD2<Float>(0, -1)
        let turn = SIMD2<Float>(0.98480775, 0.17364818)
        for index in outline {
            points[index] = SIMD3(160 + 88 * direction.x, 200 + 113 * direction.y, 0)
            direction = SIMD2(
                direction.x * turn.x - direction.y * turn.y, direction.x * turn.y + direction.y * turn.x)
        }
        let parts: [([Int], SIMD2<Float>, SIMD2<Float>)] = [
            ([70, 63, 105, 66, 107, 55, 65, 52, 53, 46], SIMD2(125, 165), SIMD2(20, 4)),
            ([300, 293, 334, 296, 336, 285, 295, 282, 283, 276], SIMD2(195, 165), SIMD2(20, 4)),
            (
                [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7], SIMD2(125, 182),
                SIMD2(14, 6)
            ),
            (
                [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249], SIMD2(195, 182),
                SIMD2(14, 6)
            ),
            (
                [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146],
                SIMD2(160, 260), SIMD2(24, 9)
            ),
        ]
        for (indices, middle, radii) in parts {
            for (place, index) in indices.enumerated() {
                // Round the part on a diamond.
                let t = Float(place) / Float(indices.count) * 4
                let x = t < 2 ? 1 - t : t - 3
                let y = t < 1 ? t : (t < 3 ? 2 - t : t - 4)
                points[index] = SIMD3(middle.x + radii.x * x, middle.y + radii.y * y, 0)
            }
        }
        return points
    }
}

/// Even numbers in 0 ..< 1 for tests, from a seed.
struct TestNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }

    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / Float(1 << 24)
    }

    mutating func raster(width: Int, height: Int, channels: Int) -> Raster {
        Raster(
            width: width, height: height, channels: channels,
            values: (0..<width * height * channels).map { _ in next() })
    }
}
