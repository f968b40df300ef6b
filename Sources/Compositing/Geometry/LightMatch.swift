import Foundation

/// The smooth gain that brings one lighting of a face to another, from the places where both are seen.
struct LightMatch: Sendable {
    /// Cells across the atlas at which light is compared.
    enum Scale: Int {
        /// Wider than any feature, narrower than a cheek: two photographs of one face.
        case photographs = 32
        /// As fine as a shadow's edge: two halves that meet in a seam.
        case halves = 128
    }

    /// Gains are held within 1/16 … 16.
    private static let most: Float = 2.772_588_7
    /// Black level, so that the logarithm of a shadow stays finite.
    private static let floor: Float = 1e-3

    /// One gain per cell of the grids.
    let gains: [SIMD3<Float>]

    /// - Parameters:
    ///   - from: colours to change, and how well each is known.
    ///   - to: colours to match.
    init(from: CoarseGrid, to: CoarseGrid, scale: Scale = .photographs) {
        precondition(from.side == to.side && from.side % scale.rawValue == 0)
        var known = from.weights
        for cell in known.indices { known[cell] *= to.weights[cell] }
        let factor = from.side / scale.rawValue
        let a = CoarseGrid(side: from.side, values: from.values, weights: known).shrunk(by: factor)
        let b = CoarseGrid(side: from.side, values: to.values, weights: known).shrunk(by: factor)
        var ratio = CoarseGrid(side: scale.rawValue)
        for cell in ratio.values.indices where a.weights[cell] > 0 {
            for channel in 0..<3 {
                let (f, t) = (max(Self.floor, a.values[cell][channel]), max(Self.floor, b.values[cell][channel]))
                ratio.values[cell][channel] = min(Self.most, max(-Self.most, Float(log(Double(t / f)))))
            }
            ratio.weights[cell] = min(1, a.weights[cell])
        }
        var smooth = Self.blurred(Self.blurred(ratio)).filled()
        var side = scale.rawValue
        while side < from.side {
            smooth = CoarseGrid.doubled(smooth, side: side)
            side *= 2
        }
        // In double precision, so that rounding to single hides the last bit in which mathematical libraries differ.
        gains = smooth.map { log in
            SIMD3(Float(exp(Double(log.x))), Float(exp(Double(log.y))), Float(exp(Double(log.z))))
        }
    }

    /// 1 2 1 both ways, by weight.
    private static func blurred(_ grid: CoarseGrid) -> CoarseGrid {
        var result = grid
        for y in 0..<grid.side {
            for x in 0..<grid.side {
                var sum = SIMD3<Float>.zero
                var weight: Float = 0
                for j in max(0, y - 1)...min(grid.side - 1, y + 1) {
                    for i in max(0, x - 1)...min(grid.side - 1, x + 1) {
                        let share: Float = Float(2 - abs(i - x)) * Float(2 - abs(j - y))
                        let part = share * grid.weights[j * grid.side + i]
                        sum += grid.values[j * grid.side + i] * part
                        weight += part
                    }
                }
                result.values[y * grid.side + x] = weight > 0 ? sum / weight : .zero
                result.weights[y * grid.side + x] = min(1, weight / 16)
            }
        }
        return result
    }
}
