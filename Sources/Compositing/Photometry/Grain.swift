import CKernels
import Foundation
import Raster

/// The noise of a photograph as it shows on smooth skin: strength per channel, likeness between channels, coarseness.
/// Measured and added in the square-root domain, where photon noise is equally strong in light and shade.
package struct Grain: Sendable, Equatable {
    /// Variance per channel, square-root domain.
    package var variance: [Double]
    /// Covariance between channels and between neighbouring pixels, averaged.
    package var channelCovariance: Double
    package var neighbourCovariance: Double

    private static let side = 12
    /// The calmest patches show noise, the others texture.
    private static let calm = 0.1
    /// Strongest grain that is ever added (standard deviation, square-root domain): beyond it is damage, not grain.
    private static let strongest = 0.04
    /// Rows to which it is added at once.
    private static let band = 256

    package static let none = Grain(variance: [0, 0, 0], channelCovariance: 0, neighbourCovariance: 0)

    package init(variance: [Double], channelCovariance: Double, neighbourCovariance: Double) {
        self.variance = variance
        self.channelCovariance = channelCovariance
        self.neighbourCovariance = neighbourCovariance
    }

    /// Measures linear RGB `pixels` on the patches that `isSkin` (centre, in pixels) accepts; `none` where there are
    /// fewer than ten.
    package init(of pixels: Raster, where isSkin: (Int, Int) -> Bool) {
        let root = pixels.byRows(pixels.size) { from, to, rows in
            let start = rows.lowerBound * pixels.width * 3
            kernel_square_root(from + start, to + start, rows.count * pixels.width * 3)
        }
        let side = Self.side
        var patches: [[Float]] = []
        root.values.withUnsafeBufferPointer { values in
            for y in stride(from: 0, to: pixels.height - side, by: side) {
                for x in stride(from: 0, to: pixels.width - side, by: side) where isSkin(x + side / 2, y + side / 2) {
                    let patch = UnsafeBufferPointer(rebasing: values[((y * pixels.width + x) * 3)...])
                    var statistics = [Float](repeating: 0, count: 5)
                    kernel_patch_statistics(patch.baseAddress, pixels.width, side, &statistics)
                    patches.append(statistics)
                }
            }
        }
        guard patches.count >= 10 else {
            self = .none
            return
        }
        patches.sort { $0[0] + $0[1] + $0[2] < $1[0] + $1[1] + $1[2] }
        let calm = patches.prefix(max(5, Int(Double(patches.count) * Self.calm)))
        let mean = { (i: Int) in calm.reduce(0) { $0 + Double($1[i]) } / Double(calm.count) }
        self.init(
            variance: [mean(0), mean(1), mean(2)], channelCovariance: mean(3), neighbourCovariance: mean(4))
    }

    /// What must be added to a picture with `other`'s grain so that it gets this one's.
    package func missing(from other: Grain) -> Grain {
        Grain(
            variance: zip(variance, other.variance).map { min(Self.strongest * Self.strongest, max(0, $0 - $1)) },
            channelCovariance: max(0, channelCovariance - other.channelCovariance),
            neighbourCovariance: max(0, neighbourCovariance - other.neighbourCovariance))
    }

    package var meanVariance: Double { variance.reduce(0, +) / 3 }

    /// Adds this grain to linear RGB pixels whose first pixel lies at `(left, top)` of the photograph. The same seed
    /// and place give the same grain.
    package func add(to pixels: inout Raster, seed: UInt64, left: Int, top: Int) {
        let mean = meanVariance
        guard mean > 1e-8 else { return }
        let correlation = min(0.9, neighbourCovariance / mean)
        let sigma = correlation > 0.05 ? Self.sigma(correlation: correlation) : 0
        var (loss, radius) = (1.0, 0)
        if sigma > 0 {
            let taps = gaussianTaps(sigma: sigma).map(Double.init)
            loss = taps[0] * taps[0] + 2 * taps[1...].reduce(0) { $0 + $1 * $1 }
            radius = taps.count
        }
        let shared = min(1, max(0, channelCovariance / mean))
        let amount = variance.map { Float($0.squareRoot() / loss) }
        let width = pixels.width
        // In bands: the noise of a large face would take more memory than the face.
        for first in stride(from: 0, to: pixels.height, by: Self.band) {
            let rows = min(Self.band, pixels.height - first)
            let held = PixelSize(width: width, height: rows + 2 * radius)
            var noise = pixels.byRows(held, planes: 4) { _, to, rows in
                kernel_noise(
                    seed, Int64(left), Int64(top + first - radius), width, 4, to, rows.lowerBound, rows.upperBound)
            }
            if sigma > 0 { noise = noise.blurred(sigma: Float(sigma)) }
            pixels.values.withUnsafeMutableBufferPointer { to in
                noise.values.withUnsafeBufferPointer { from in
                    guard let to = to.baseAddress, let from = from.baseAddress else { return }
                    kernel_add_grain(
                        to + first * width * 3, from + radius * width * 4, amount, Float(shared.squareRoot()),
                        Float((1 - shared).squareRoot()), rows * width)
                }
            }
        }
    }

    /// The Gaussian that gives white noise this correlation of neighbours, by halving: exp(−1/(4σ²)) holds for wide
    /// ones only.
    private static func sigma(correlation: Double) -> Double {
        var (low, high) = (0.2, 4.0)
        for _ in 0..<30 {
            let middle = (low + high) / 2
            let taps = gaussianTaps(sigma: middle).map(Double.init)
            let whole = taps[1...].reversed() + taps
            let squares = whole.reduce(0) { $0 + $1 * $1 }
            let steps = zip(whole, whole.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
            if steps / squares < correlation { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
