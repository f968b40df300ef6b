import Foundation

/// Skin that is brought to a face's light from another one, from the other half or out of a shadow, held to the skin
/// that it continues.
///
/// A gain is known where both are seen, and only guessed beyond: at a temple that was turned away, in the light of a
/// second lamp, it leaves grey bands and glowing strips. Skin beside skin, at the scale of a cheek, hardly differs.
enum ContinuedSkin {
    /// Cells a side of the blocks whose means say what skin should look like, and of those that are held to it.
    private static let (around, held) = (32, 8)
    /// What may differ (ln units): of light, which is relief too, and of tint.
    private static let granted = Relight.Grant(light: 0.15, tint: 0.02)
    /// Darkest colour that is told apart.
    private static let floor: Float = 1e-3

    /// - Parameters:
    ///   - gains: those that bring `layer` to the light of `known`.
    ///   - layer: what is brought in, and how well each cell of it is known.
    ///   - known: the face so far.
    /// - Returns: the gains, changed where the layer would differ from the skin around it by more than two places of
    ///   one face do.
    static func bounded(_ gains: [SIMD3<Float>], of layer: CoarseGrid, beside known: CoarseGrid) -> [SIMD3<Float>] {
        let features = ForeignCells.features(side: known.side)
        var (skin, lit) = (known, layer)
        for cell in gains.indices {
            skin.weights[cell] *= 1 - features[cell]
            lit.weights[cell] *= 1 - features[cell]
            lit.values[cell] *= gains[cell]
        }
        return zip(gains, zip(skin.broad(by: around), lit.broad(by: held))).map { gain, colors in
            let missing = logarithm(of: colors.0) - logarithm(of: colors.1)
            let change = granted.excess(missing)
            return gain * SIMD3(exponential(change.x), exponential(change.y), exponential(change.z))
        }
    }

    // In double precision, so that rounding to single hides the last bit in which mathematical libraries differ.
    private static func logarithm(of color: SIMD3<Float>) -> SIMD3<Float> {
        let bounded = pointwiseMax(color, SIMD3(repeating: floor))
        return SIMD3(Float(log(Double(bounded.x))), Float(log(Double(bounded.y))), Float(log(Double(bounded.z))))
    }

    private static func exponential(_ value: Float) -> Float { Float(exp(Double(value))) }
}
