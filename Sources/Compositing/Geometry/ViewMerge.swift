import Faces

/// Which view gives each cell of the atlas, and the gain that brings it to the first view's light.
struct ViewMerge: Sendable {
    /// For each view a factor per cell: its share times its gain. The shares of all views sum to 1.
    let factors: [[SIMD3<Float>]]
    /// The gain alone.
    let gains: [[SIMD3<Float>]]
    /// Merged colours and how well the best view shows them.
    let grid: CoarseGrid
    /// Worth of each view times how much of the face it shows.
    let worth: [Float]

    /// Shares follow the weights' fourth power: one view leads almost everywhere, so that two never blur each other.
    private static let sharpness = 4

    init(_ views: [UnwrappedView]) {
        let side = views[0].grid.side
        let worth = views.map { view in
            view.worth * view.grid.weights.reduce(0, +) / Float(view.grid.weights.count)
        }
        self.worth = worth
        let most = max(1e-6, views.map(\.worth).max() ?? 1)
        let reference = worth.indices.max { worth[$0] < worth[$1] } ?? 0
        gains = views.indices.map { index in
            index == reference
                ? [SIMD3<Float>](repeating: SIMD3(repeating: 1), count: side * side)
                : LightMatch(from: views[index].grid, to: views[reference].grid).gains
        }
        var factors = views.map { _ in [SIMD3<Float>](repeating: .zero, count: side * side) }
        var grid = CoarseGrid(side: side)
        for cell in 0..<side * side {
            var shares = views.map { view -> Float in
                let preference = view.grid.weights[cell] * view.worth / most
                var power: Float = 1
                for _ in 0..<Self.sharpness { power *= preference }
                return power
            }
            let sum = shares.reduce(0, +)
            if sum > 0 { shares = shares.map { $0 / sum } } else { shares[reference] = 1 }
            for (index, view) in views.enumerated() {
                factors[index][cell] = gains[index][cell] * shares[index]
                grid.values[cell] += view.grid.values[cell] * factors[index][cell]
                grid.weights[cell] += view.grid.weights[cell] * shares[index]
            }
        }
        self.factors = factors
        self.grid = grid
    }
}

/// How the cells that no photograph shows are completed: from the other half of the face, lit like this one, then
/// from the surroundings.
struct MirrorCompletion: Sendable {
    /// Factors per cell on the merged texture, on its mirror image, and a colour to add.
    let own: [SIMD3<Float>]
    let mirrored: [SIMD3<Float>]
    let filling: [SIMD3<Float>]
    let ownShare: [Float]
    let mirroredShare: [Float]
    /// The gain on mirrored cells.
    let gains: [SIMD3<Float>]

    /// How much better the other half must be seen before it is mixed in: two halves never fit each other exactly.
    private static let preference: Float = 2
    /// Weights up to which a cell counts as not seen at all.
    private static let unseen: Float = 0.06

    init(_ grid: CoarseGrid) {
        let side = grid.side
        let twin = CoarseGrid(
            side: side, values: CoarseGrid.flipped(grid.values, side: side),
            weights: CoarseGrid.flipped(grid.weights, side: side))
        let gains = LightMatch(from: twin, to: grid).gains
        var own = [Float](repeating: 0, count: side * side)
        var mirrored = own
        var known = CoarseGrid(side: side)
        for cell in own.indices {
            let (here, there) = (grid.weights[cell], max(0, twin.weights[cell] - Self.preference * grid.weights[cell]))
            let sum = here + there
            let t = min(1, sum / Self.unseen)
            let alpha = t * t * (3 - 2 * t)
            own[cell] = sum > 0 ? alpha * here / sum : 0
            mirrored[cell] = sum > 0 ? alpha * there / sum : 0
            let colour = grid.values[cell] * own[cell] + twin.values[cell] * gains[cell] * mirrored[cell]
            known.values[cell] = alpha > 0 ? colour / alpha : .zero
            known.weights[cell] = alpha
        }
        let smooth = known.filled()
        self.gains = gains
        self.own = own.map { SIMD3(repeating: $0) }
        self.mirrored = mirrored.indices.map { gains[$0] * mirrored[$0] }
        filling = smooth.indices.map { smooth[$0] * max(0, 1 - own[$0] - mirrored[$0]) }
        (ownShare, mirroredShare) = (own, mirrored)
    }
}
