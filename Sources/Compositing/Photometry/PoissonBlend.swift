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
        let (width, height) = (over.width, over.height)
        let inside = region.values.map { $0 > 0.5 }
        var right = [Float](repeating: 0, count: width * height)
        var below = right
        var rim = right
        var b = Raster(width: width, height: height, channels: 3)
        for y in 0..<height {
            for x in 0..<width {
                let p = y * width + x
                let join = { (q: Int, link: inout [Float]) in
                    if inside[p], inside[q] {
                        link[p] = 1
                    } else if inside[p] != inside[q] {
                        let (cell, fixed) = inside[p] ? (p, q) : (q, p)
                        guard free.values[fixed] <= 0.5 else { return }
                        rim[cell] += 1
                        for c in 0..<3 {
                            b.values[cell * 3 + c] += under.values[fixed * 3 + c] - over.values[fixed * 3 + c]
                        }
                    }
                }
                if x + 1 < width { join(p + 1, &right) }
                if y + 1 < height { join(p + width, &below) }
            }
        }
        let system = GridSystem(size: over.size, right: right, below: below, rim: rim)
        let (correction, convergence) = system.solved(b, tolerance: tolerance, rounds: rounds)
        var result = under
        for p in inside.indices where inside[p] {
            for c in 0..<3 {
                result.values[p * 3 + c] = max(0, over.values[p * 3 + c] + correction.values[p * 3 + c])
            }
        }
        return (result, convergence)
    }
}
