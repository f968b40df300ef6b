import Foundation
import Raster

/// `blend: poisson`: the inserted face keeps its gradients and takes the target's values on the rim.
///
/// Gradients are those of the light's logarithm: what is carried in from the rim is a gain. A difference of light, carried
/// from a bright rim into a shaded cheek, would take more than there is.
/// - SeeAlso: Pérez, Gangnet and Blake, Poisson Image Editing (2003), eq. 2–7.
package enum PoissonBlend {
    /// Relative residual at which the solution counts as reached, and the rounds after which it is reported as not.
    package static let tolerance = 1e-4
    package static let rounds = 60
    /// Linear light that is added before ratios are taken, so that noise in the black is none.
    package static let ground: Float = 0.01
    /// Difference from the rim's middle gain (ln units) beyond which the target shows no skin there: hair or what lies
    /// behind the head must not flow into the face.
    private static let foreign: Float = 0.6

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
        var fixings: [(cell: Int, gain: SIMD3<Float>)] = []
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
                        fixings.append((cell, gain(from: over, to: under, at: fixed)))
                    }
                }
            }
        }
        let usual = fixings.map { $0.gain.sum() / 3 }.median
        for (cell, gain) in fixings where abs(gain.sum() / 3 - usual) <= foreign {
            rim[cell] += 1
            for c in 0..<3 { b.values[cell * 3 + c] += gain[c] }
        }
        let system = GridSystem(size: box.size, right: right, below: below, rim: rim)
        let (correction, convergence) = system.solved(b, tolerance: tolerance, rounds: rounds)
        let gains = correction.exponential()
        var result = under
        for y in 0..<height {
            for x in 0..<width {
                let (p, at) = (y * width + x, (box.y + y) * stride + box.x + x)
                guard region.values[at] > 0.5 else { continue }
                for c in 0..<3 { result.values[at * 3 + c] = over.values[at * 3 + c] * gains.values[p * 3 + c] }
            }
        }
        return (result, convergence)
    }

    /// ln of the gain that brings one picture to another in a pixel.
    private static func gain(from over: Raster, to under: Raster, at pixel: Int) -> SIMD3<Float> {
        var gain = SIMD3<Float>.zero
        for c in 0..<3 {
            let wanted = max(0, under.values[pixel * 3 + c]) + ground
            let given = max(0, over.values[pixel * 3 + c]) + ground
            // In double precision, so that rounding to single hides the last bit in which mathematical libraries differ.
            gain[c] = Float(log(Double(wanted / given)))
        }
        return gain
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
