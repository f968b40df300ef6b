import Raster

/// Cells near a view's silhouette that show hair or background: the landmarks' outline is never exact.
///
/// What faces the camera says, smoothly continued, what the rest of the skin should look like; a grazing cell that is
/// of another colour is not believed. Beards pass, since they continue from the chin.
enum ForeignCells {
    /// Facing above which a cell is believed whatever it shows.
    private static let believed: Float = 0.85
    /// Ratios against the expectation, from doubtful to impossible: of colour (red or blue to green), of luminance.
    private static let hue: ClosedRange<Float> = 1.18...1.5
    private static let luminance: ClosedRange<Float> = 1.9...3.2
    /// Added to both sides of a ratio, so that noise in shadows is no colour.
    private static let floor: Float = 0.01
    /// Cells around a foreign one that filters have mixed with it.
    private static let spread = 3

    /// The weights of the grid, 0 where a cell is foreign.
    static func rejected(from grid: CoarseGrid) -> [Float] {
        let sure = CoarseGrid(
            side: grid.side, values: grid.values, weights: grid.weights.map { $0.smoothStep(0.6...0.9) })
        let expected = sure.filled()
        var belief = [Float](repeating: 1, count: grid.weights.count)
        for cell in belief.indices where grid.weights[cell] > 0 && grid.weights[cell] < believed {
            let (shown, should) = (grid.values[cell] + floor, expected[cell] + floor)
            let red = (shown.x * should.y) / (shown.y * should.x)
            let blue = (shown.z * should.y) / (shown.y * should.z)
            let light = shown.sum() / should.sum()
            let doubt = max(
                fold(red).smoothStep(hue), fold(blue).squareRoot().smoothStep(hue), fold(light).smoothStep(luminance))
            belief[cell] = 1 - doubt * (believed - grid.weights[cell]).smoothStep(0...0.15)
        }
        let least = Morphology.least(belief, side: grid.side, steps: spread)
        return grid.weights.indices.map { cell in
            // The doubt spreads over grazing cells only.
            let grazing = (believed - grid.weights[cell]).smoothStep(0...0.15)
            return grid.weights[cell] * (1 - grazing * (1 - least[cell]))
        }
    }

    private static func fold(_ ratio: Float) -> Float { ratio > 1 ? ratio : 1 / max(1e-6, ratio) }
}
