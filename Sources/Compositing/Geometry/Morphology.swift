import Raster

/// Least and largest values of neighbourhoods of a grid, a square one where it has a side: rows and columns in turn, so
/// that a neighbourhood of `steps` is the square of 2 · steps + 1 cells a side.
enum Morphology {
    static func least(_ values: [Float], side: Int, steps: Int) -> [Float] {
        folded(values, width: side, strides: [1, side], steps: steps, by: min)
    }

    static func largest(_ values: [Float], side: Int, steps: Int) -> [Float] {
        folded(values, width: side, strides: [1, side], steps: steps, by: max)
    }

    /// The largest, then the least: gaps and notches narrower than 2 · steps are filled, the rest stays.
    static func closed(_ values: [Float], side: Int, steps: Int) -> [Float] {
        least(largest(values, side: side, steps: steps), side: side, steps: steps)
    }

    /// A region grown by `steps`, its new edge softened by a Gaussian of `sigma` cells.
    static func grown(_ values: [Float], side: Int, steps: Int, sigma: Float) -> [Float] {
        let wide = largest(values, side: side, steps: steps)
        return Raster(width: side, height: side, channels: 1, values: wide).blurred(sigma: sigma).values
    }

    /// The same along rows of `width` cells alone.
    static func closed(_ values: [Float], rowsOf width: Int, steps: Int) -> [Float] {
        let wide = folded(values, width: width, strides: [1], steps: steps, by: max)
        return folded(wide, width: width, strides: [1], steps: steps, by: min)
    }

    private static func folded(
        _ values: [Float], width: Int, strides: [Int], steps: Int, by fold: (Float, Float) -> Float
    ) -> [Float] {
        var result = values
        for stride in strides {
            let before = result
            let count = stride == 1 ? width : values.count / width
            for cell in result.indices {
                let place = stride == 1 ? cell % width : cell / width
                for offset in max(-steps, -place)...min(steps, count - 1 - place) {
                    result[cell] = fold(result[cell], before[cell + offset * stride])
                }
            }
        }
        return result
    }
}
