import Faces
import Raster

/// Moves a target's mesh about the mouth so that the lips drawn into it meet the lips that it shows.
///
/// The landmark model draws a smile flatter, and a turned mouth higher, than it is. Where both pictures are at hand they
/// can be laid over each other instead: a smooth displacement by gradient descent on their locally normalised light.
/// - SeeAlso: Lucas & Kanade 1981, "An Iterative Image Registration Technique with an Application to Stereo Vision".
package struct MouthRegistration: Sendable {
    /// Where the drawn picture shows what the target shows at a pixel, less that pixel: x and y planes.
    private let across: Raster
    private let down: Raster

    /// Room around the lips that is compared, in face widths.
    static let margin: Float = 0.15
    /// Scales in face widths: of what is taken off as light, of the window that must agree on a step, coarse then fine,
    /// and of the steps' own smoothness.
    private static let light: Float = 0.05
    private static let windows: [Float] = [0.075, 0.05]
    private static let smoothness: Float = 0.02
    private static let rounds = 10
    /// Longest step of a round, in pixels of the pictures.
    private static let step: Float = 2
    /// Longest displacement, in face widths, reached smoothly.
    private static let most: Float = 0.06
    /// Squared gradient, in normalised light, below which a window says nothing.
    private static let flat: Float = 3e-3
    /// Largest difference, in normalised light, that still pulls harder than a smaller one.
    private static let largest: Float = 1.5
    /// Distance from the lips, in face widths, at which the mesh no longer moves.
    private static let reach: Float = 0.10

    /// - Parameters:
    ///   - drawn: linear RGB, the face as the mesh draws it.
    ///   - target: linear RGB of the same pixels.
    ///   - faceWidth: in these pixels.
    package init(of drawn: Raster, to target: Raster, faceWidth: Float) {
        precondition(drawn.size == target.size, "two pictures of one size")
        let (from, to) = (Self.normalised(drawn, faceWidth), Self.normalised(target, faceWidth))
        var across = Raster(width: from.width, height: from.height, channels: 1)
        var down = across
        for window in Self.windows {
            for _ in 0..<Self.rounds {
                let moved = Self.displaced(from, across, down)
                let gradient = Self.gradient(of: moved)
                let error = to.combined(with: moved) { min(Self.largest, max(-Self.largest, $0 - $1)) }
                let mean = { (plane: Raster) in plane.blurred(sigma: window * faceWidth) }
                let (xx, yy) = (mean(gradient.x * gradient.x), mean(gradient.y * gradient.y))
                let xy = mean(gradient.x * gradient.y)
                let (ex, ey) = (mean(gradient.x * error), mean(gradient.y * error))
                for i in across.values.indices {
                    let (a, b, d) = (xx.values[i] + Self.flat, xy.values[i], yy.values[i] + Self.flat)
                    let determinant = a * d - b * b
                    let x = (d * ex.values[i] - b * ey.values[i]) / determinant
                    let y = (a * ey.values[i] - b * ex.values[i]) / determinant
                    across.values[i] += min(Self.step, max(-Self.step, x))
                    down.values[i] += min(Self.step, max(-Self.step, y))
                }
                across = across.blurred(sigma: Self.smoothness * faceWidth)
                down = down.blurred(sigma: Self.smoothness * faceWidth)
            }
        }
        let most = Self.most * faceWidth
        for i in across.values.indices {
            let (x, y) = (across.values[i], down.values[i])
            let share = 1 / (1 + (x * x + y * y) / (most * most)).squareRoot()
            across.values[i] = x * share
            down.values[i] = y * share
        }
        self.across = across
        self.down = down
    }

    /// The mesh that draws the mouth where the target has it.
    /// - Parameters:
    ///   - mesh: in pixels of the target.
    ///   - corner: where the compared pictures begin, in their own pixels.
    ///   - factor: pixels of the target to one of theirs.
    package func applied(to mesh: [SIMD3<Float>], corner: SIMD2<Float>, factor: Float, faceWidth: Float) -> [SIMD3<
        Float
    >] {
        let face = CanonicalFace.mean
        let outline = face.outerLips.map { SIMD2(mesh[$0].x, mesh[$0].y) / factor }
        let lips = Set(face.lips)
        return mesh.indices.map { point in
            let drawn = SIMD2(mesh[point].x, mesh[point].y) / factor
            let away = lips.contains(point) ? 0 : Self.distance(from: drawn, to: outline) / (Self.reach * faceWidth)
            guard away < 1 else { return mesh[point] }
            let share = 1 - away * away * (3 - 2 * away)
            // The displacement is known where a point goes to, not where it is.
            var place = drawn
            for _ in 0..<5 {
                let at = place - corner - 0.5
                place = drawn - SIMD2(Self.value(of: across, at), Self.value(of: down, at))
            }
            let move = (place - drawn) * (share * factor)
            return mesh[point] + SIMD3(move.x, move.y, 0)
        }
    }

    private static func distance(from point: SIMD2<Float>, to loop: [SIMD2<Float>]) -> Float {
        var nearest = Float.greatestFiniteMagnitude
        for (index, start) in loop.enumerated() {
            let edge = loop[(index + 1) % loop.count] - start
            let t = min(1, max(0, ((point - start) * edge).sum() / max(1e-6, (edge * edge).sum())))
            let away = point - start - edge * t
            nearest = min(nearest, (away * away).sum())
        }
        return nearest.squareRoot()
    }

    /// ln of luminance, less its local mean, over its local deviation.
    private static func normalised(_ pixels: Raster, _ faceWidth: Float) -> Raster {
        let luminance = pixels.weighed(by: Relight.luminance)
        let mean = luminance.values.reduce(0, +) / Float(max(1, luminance.values.count))
        let floor = max(1e-5, 0.02 * mean)
        let light = luminance.map { max(0, $0) + floor }.logarithm(floor: floor).blurred(sigma: 0.004 * faceWidth)
        let local = light - light.blurred(sigma: Self.light * faceWidth)
        let power = (local * local).blurred(sigma: 2 * Self.light * faceWidth)
        return local.combined(with: power) { $0 / ($1.squareRoot() + 0.04) }
    }

    private static func displaced(_ plane: Raster, _ across: Raster, _ down: Raster) -> Raster {
        var result = plane
        for y in 0..<plane.height {
            for x in 0..<plane.width {
                let move = SIMD2(across[x, y, 0], down[x, y, 0])
                result[x, y, 0] = value(of: plane, SIMD2(Float(x), Float(y)) + move)
            }
        }
        return result
    }

    /// Bilinear, edges repeated; `at` counts from the middle of the first pixel.
    private static func value(of plane: Raster, _ at: SIMD2<Float>) -> Float {
        let x = min(Float(plane.width - 1), max(0, at.x))
        let y = min(Float(plane.height - 1), max(0, at.y))
        let (left, top) = (min(max(0, plane.width - 2), Int(x)), min(max(0, plane.height - 2), Int(y)))
        let (right, below) = (min(plane.width - 1, left + 1), min(plane.height - 1, top + 1))
        let (tx, ty) = (x - Float(left), y - Float(top))
        let upper = plane[left, top, 0] * (1 - tx) + plane[right, top, 0] * tx
        let lower = plane[left, below, 0] * (1 - tx) + plane[right, below, 0] * tx
        return upper * (1 - ty) + lower * ty
    }

    /// Sobel's, per pixel.
    private static func gradient(of plane: Raster) -> (x: Raster, y: Raster) {
        var (gx, gy) = (plane, plane)
        let (width, height) = (plane.width, plane.height)
        for y in 0..<height {
            let (above, below) = (max(0, y - 1), min(height - 1, y + 1))
            for x in 0..<width {
                let (left, right) = (max(0, x - 1), min(width - 1, x + 1))
                let a = plane[right, above, 0] - plane[left, below, 0]
                let b = plane[right, below, 0] - plane[left, above, 0]
                gx[x, y, 0] = (a + b + 2 * (plane[right, y, 0] - plane[left, y, 0])) / 8
                gy[x, y, 0] = (b - a + 2 * (plane[x, below, 0] - plane[x, above, 0])) / 8
            }
        }
        return (gx, gy)
    }
}
