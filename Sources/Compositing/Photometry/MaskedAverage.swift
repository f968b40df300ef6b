import Raster

/// Averages that know which pixels count: nothing from outside the weight bleeds in.
package struct MaskedAverage: Sendable {
    let weight: Raster
    /// Share of a blur's window that must carry weight before its average is trusted alone.
    private static let support: Float = 0.15
    /// Scales that stand in where the wanted one has no support, in face widths.
    private static let fallbacks: [Float] = [0.5, 0.25]
    let faceWidth: Float

    /// - Parameters:
    ///   - weight: one plane, 0…1.
    ///   - faceWidth: pixels of `weight`; every sigma below is in face widths.
    package init(weight: Raster, faceWidth: Float) {
        self.weight = weight
        self.faceWidth = faceWidth
    }

    /// Mean of one plane over the whole weight.
    package func mean(of plane: Raster) -> Float {
        let sum = zip(plane.values, weight.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        return Float(sum / max(1e-6, weight.values.reduce(0.0) { $0 + Double($1) }))
    }

    /// Standard deviation of one plane over the whole weight.
    package func deviation(of plane: Raster) -> Float {
        let mean = mean(of: plane)
        return self.mean(of: plane.map { ($0 - mean) * ($0 - mean) }).squareRoot()
    }

    /// Gaussian mean of `plane` over the weight at one scale.
    package func mean(_ plane: Raster, sigma: Float) -> Raster {
        let pixels = sigma * faceWidth
        let sum = (plane * weight).blurred(sigma: pixels)
        return sum.combined(with: weight.blurred(sigma: pixels)) { $0 / ($1 + 1e-6) }
    }

    /// The mean at the finest of `sigmas` (given coarse to fine) that has support; coarser ones fill where the weight
    /// is thin, so that the field goes on smoothly under brows, eyes, lips and hair.
    package func filled(_ plane: Raster, sigmas: [Float]) -> Raster {
        var result: Raster?
        for sigma in Self.fallbacks + sigmas {
            let fine = mean(plane, sigma: sigma)
            guard let coarse = result else {
                result = fine
                continue
            }
            let support = weight.blurred(sigma: sigma * faceWidth).map { min(1, $0 / Self.support) }
            result = coarse + (fine - coarse) * support
        }
        return result ?? plane
    }
}
