/// A small square of RGB values of which some are known: light, gains and fillings of an atlas, which vary slowly.
struct CoarseGrid: Sendable {
    let side: Int
    var values: [SIMD3<Float>]
    /// How well each value is known, 0…1.
    var weights: [Float]

    init(side: Int) {
        self.side = side
        values = [SIMD3<Float>](repeating: .zero, count: side * side)
        weights = [Float](repeating: 0, count: side * side)
    }

    init(side: Int, values: [SIMD3<Float>], weights: [Float]) {
        precondition(values.count == side * side && weights.count == side * side)
        (self.side, self.values, self.weights) = (side, values, weights)
    }

    /// The mean of each block of `factor` × `factor` cells, by weight.
    func shrunk(by factor: Int) -> CoarseGrid {
        var result = CoarseGrid(side: side / factor)
        for y in 0..<result.side {
            for x in 0..<result.side {
                var sum = SIMD3<Float>.zero
                var weight: Float = 0
                for j in 0..<factor {
                    for i in 0..<factor {
                        let cell = (y * factor + j) * side + x * factor + i
                        sum += values[cell] * weights[cell]
                        weight += weights[cell]
                    }
                }
                result.values[y * result.side + x] = weight > 0 ? sum / weight : .zero
                result.weights[y * result.side + x] = weight / Float(factor * factor)
            }
        }
        return result
    }

    /// All values known: what is not known comes from its surroundings, the farther the smoother (a pull-push
    /// pyramid). The side is a power of two.
    func filled() -> [SIMD3<Float>] {
        guard side > 1 else { return values }
        let coarse = CoarseGrid.doubled(shrunk(by: 2).saturated().filled(), side: side / 2)
        return values.indices.map { cell in
            let known = min(1, weights[cell])
            return values[cell] * known + coarse[cell] * (1 - known)
        }
    }

    /// What the known values say of every cell, as smooth as blocks of `factor` × `factor` cells, a power of two.
    func broad(by factor: Int) -> [SIMD3<Float>] {
        var result = shrunk(by: factor).saturated().filled()
        var side = self.side / factor
        while side < self.side {
            result = Self.doubled(result, side: side)
            side *= 2
        }
        return result
    }

    /// A block of which a quarter is known is as good as known at its own scale.
    private func saturated() -> CoarseGrid {
        CoarseGrid(side: side, values: values, weights: weights.map { min(1, $0 * 4) })
    }

    /// Twice as fine, bilinear.
    static func doubled(_ values: [SIMD3<Float>], side: Int) -> [SIMD3<Float>] {
        let twice = side * 2
        return (0..<twice * twice).map { cell in
            let (x, y) = (cell % twice, cell / twice)
            let (nearX, nearY) = (x / 2, y / 2)
            let farX = min(side - 1, max(0, nearX + (x % 2 == 0 ? -1 : 1)))
            let farY = min(side - 1, max(0, nearY + (y % 2 == 0 ? -1 : 1)))
            let near = values[nearY * side + nearX] * 0.75 + values[nearY * side + farX] * 0.25
            let far = values[farY * side + nearX] * 0.75 + values[farY * side + farX] * 0.25
            return near * 0.75 + far * 0.25
        }
    }

    /// Each row from right to left.
    static func flipped<Value>(_ values: [Value], side: Int) -> [Value] {
        values.indices.map { values[$0 / side * side + side - 1 - $0 % side] }
    }
}
