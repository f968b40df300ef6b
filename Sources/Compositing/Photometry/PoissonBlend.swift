import Raster

/// `blend: poisson`: the inserted face keeps its gradients and takes the target's values on the rim.
/// - SeeAlso: Pérez, Gangnet and Blake, Poisson Image Editing (2003), eq. 2–7.
package enum PoissonBlend {
    /// Relative residual at which the solution counts as reached, and the rounds after which it is reported as not.
    package static let tolerance = 1e-4
    package static let rounds = 60

    /// - Parameters:
    ///   - over, under: linear RGB of one size.
    ///   - region: above one half where `over` is solved for.
    ///   - free: above one half where the rim shall not pull: `under` shows hair, a hand or the inner mouth there, and
    ///     its colour must not flow into the face.
    /// - Returns: the joined picture, equal to `under` outside the region.
    package static func blended(
        _ over: Raster, _ under: Raster, region: Mask, free: Mask
    ) -> (Raster, GridSystem.Convergence) {
        guard let box = Self.box(of: region) else {
            return (under, GridSystem.Convergence(residual: 0, rounds: 0))
        }
        let (stride, width, height) = (over.width, box.width, box.height)
        var right = [Float](repeating: 0, count: width * height)
        var below = right
        var rim = right
        var b = Raster(width: width, height: height, channels: 3)
        for y in 0..<height {
            for x in 0..<width {
                let p = y * width + x
                let at = (box.y + y) * stride + box.x + x
                let inside = region.values[at] > 0.5
                for (next, step, exists) in [(at + 1, 1, x + 1 < width), (at + stride, width, y + 1 < height)]
                where exists {
                    let other = region.values[next] > 0.5
                    if inside, other {
                        if step == 1 { right[p] = 1 } else { below[p] = 1 }
                    } else if inside != other {
                        let (cell, fixed) = inside ? (p, next) : (p + step, at)
                        guard free.values[fixed] <= 0.5 else { continue }
                        rim[cell] += 1
                        for c in 0..<3 {
                            b.values[cell * 3 + c] += under.values[fixed * 3 + c] - over.values[fixed * 3 + c]
                        }
                    }
                }
            }
        }
        let system = GridSystem(size: box.size, right: right, below: below, rim: rim)
        let (correction, convergence) = system.solved(b, tolerance: tolerance, rounds: rounds)
        var result = under
        for y in 0..<height {
            for x in 0..<width {
                let (p, at) = (y * width + x, (box.y + y) * stride + box.x + x)
                guard region.values[at] > 0.5 else { continue }
                for c in 0..<3 {
                    result.values[at * 3 + c] = max(0, over.values[at * 3 + c] + correction.values[p * 3 + c])
                }
            }
        }
        return (result, convergence)
    }

    /// The region's bounds and one pixel around, within the picture; nil when it is empty.
    private static func box(of region: Mask) -> PixelBox? {
        var (left, top, right, bottom) = (region.width, region.height, 0, 0)
        for y in 0..<region.height {
            for x in 0..<region.width where region.values[y * region.width + x] > 0.5 {
                (left, right) = (min(left, x), max(right, x + 1))
                (top, bottom) = (min(top, y), max(bottom, y + 1))
            }
        }
        guard right > left else { return nil }
        return PixelBox(x: left, y: top, width: right - left, height: bottom - top).expanded(by: 1)
            .intersection(PixelBox(region.size))
    }
}
