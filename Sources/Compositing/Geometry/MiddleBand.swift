import Raster

/// A band along the middle of the flattened face, brought to the colours of the skin on either side of it.
struct MiddleBand {
    enum Change {
        /// What is darker than the skin at both sides is lifted, what is brighter is lowered.
        case lifted, lowered
    }

    /// Cells on either side of the middle, and those over which the change fades in.
    let half, fade: Int
    let change: Change

    /// Share of light that differs where the change is full, and the bound of its gain.
    private static let full: Float = 0.15
    private static let most: Float = 6

    /// - Parameter strengths: of each row, 0…1.
    /// - Returns: one gain per cell, 1 beside the band.
    func gains(on known: CoarseGrid, strengths: [Float]) -> [SIMD3<Float>] {
        let side = known.side
        var gains = [SIMD3<Float>](repeating: SIMD3(repeating: 1), count: side * side)
        let (left, right) = (side / 2 - half, side / 2 + half - 1)
        let luminance = Relight.luminanceVector
        for y in 0..<side where strengths[y] > 0 {
            let ends = (Self.mean(of: known, left - 1, y), Self.mean(of: known, right + 1, y))
            for x in left...right {
                let t = Float(x - left + 1) / Float(right - left + 2)
                let wanted = ends.0 * (1 - t) + ends.1 * t
                let given = pointwiseMax(known.values[y * side + x], SIMD3(repeating: 1e-4))
                let ratio = (given * luminance).sum() / max(1e-4, (wanted * luminance).sum())
                let missing = change == .lifted ? 1 - ratio : 1 - 1 / ratio
                let inside = Float(min(x - left, right - x) + 1) / Float(fade)
                let share = strengths[y] * inside.smoothStep(0...1) * missing.smoothStep(0...Self.full)
                let gain = pointwiseMin(SIMD3(repeating: Self.most), wanted / given)
                gains[y * side + x] += (gain - 1) * share
            }
        }
        return gains
    }

    /// Rows above and below that say together what the skin beside the band is like.
    private static let rows = 3

    /// Mean of three cells a row.
    private static func mean(of grid: CoarseGrid, _ x: Int, _ y: Int) -> SIMD3<Float> {
        var (sum, count) = (SIMD3<Float>.zero, Float(0))
        for j in max(0, y - rows)...min(grid.side - 1, y + rows) {
            for i in x - 1...x + 1 {
                sum += grid.values[j * grid.side + i]
                count += 1
            }
        }
        return sum / count
    }
}
