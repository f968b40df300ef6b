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
    /// Cells about those that both show, to which a gain is known, and those over which that fades.
    private static let (known, fade): (Int, Float) = (4, 4)
    /// Darkest colour that is told apart.
    private static let floor: Float = 1e-3

    /// - Parameters:
    ///   - gains: those that bring `layer` to the light of `known`.
    ///   - layer: what is brought in, and how well each cell of it is known.
    ///   - known: the face so far.
    ///   - features: 1 where cells show no skin, 0…1.
    /// - Returns: the gains, changed where the layer would differ from the skin around it by more than two places of
    ///   one face do.
    static func bounded(
        _ gains: [SIMD3<Float>], of layer: CoarseGrid, beside known: CoarseGrid, without features: [Float]
    ) -> [SIMD3<Float>] {
        var (skin, lit) = (known, layer)
        for cell in gains.indices {
            skin.weights[cell] *= 1 - features[cell]
            lit.weights[cell] *= 1 - features[cell]
            lit.values[cell] *= gains[cell]
        }
        // Where both are seen the gain makes one skin of them, however that differs from the skin around.
        let both = zip(known.weights, layer.weights).map { $0 * $1 }
        let sure = Morphology.grown(both, side: known.side, steps: Self.known, sigma: fade)
        let (wanted, given) = (skin.broad(by: around), lit.broad(by: held))
        return gains.indices.map { cell in
            let missing = logarithm(of: wanted[cell]) - logarithm(of: given[cell])
            let change = granted.excess(missing) * (1 - sure[cell])
            return gains[cell] * SIMD3(exponential(change.x), exponential(change.y), exponential(change.z))
        }
    }

    // In double precision, so that rounding to single hides the last bit in which mathematical libraries differ.
    private static func logarithm(of color: SIMD3<Float>) -> SIMD3<Float> {
        let bounded = pointwiseMax(color, SIMD3(repeating: floor))
        return SIMD3(Float(log(Double(bounded.x))), Float(log(Double(bounded.y))), Float(log(Double(bounded.z))))
    }

    private static func exponential(_ value: Float) -> Float { Float(exp(Double(value))) }
}
