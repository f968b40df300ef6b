import Faces
import Raster

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

    /// Weights from which a cell's own half begins to be believed, and is believed alone: two halves never fit each
    /// other exactly, so that they are mixed in a narrow seam only.
    private static let seen: ClosedRange<Float> = 0.04...0.16
    private static let gap = 5
    /// Gain on the other half above which a part of it gives way to the surroundings' colour: shadows hold more noise
    /// than skin.
    private static let noisy: Float = 3

    init(_ grid: CoarseGrid) {
        let side = grid.side
        // Gaps narrower than two steps are closed: stretched skin of the same light is better than a patch.
        let closed = Morphology.closed(grid.weights.map(Self.belief), side: side, steps: Self.gap)
        let belief = zip(closed, Self.surface(side: side)).map { $1 ? $0 : 0 }
        let believed = CoarseGrid(side: side, values: grid.values, weights: belief)
        let twin = CoarseGrid(
            side: side, values: CoarseGrid.flipped(grid.values, side: side),
            weights: CoarseGrid.flipped(belief, side: side))
        let gains = LightMatch(from: twin, to: believed, scale: .halves).gains
        var own = [Float](repeating: 0, count: side * side)
        var mirrored = own
        var known = CoarseGrid(side: side)
        for cell in own.indices {
            let (here, there) = (belief[cell], twin.weights[cell])
            own[cell] = here
            mirrored[cell] = (1 - here) * there * min(1, Self.noisy / gains[cell].max())
            let alpha = own[cell] + mirrored[cell]
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

    /// Cells that the flattened face covers.
    private static func surface(side: Int) -> [Bool] {
        let face = CanonicalFace.mean
        return DrawnMesh(
            size: PixelSize(width: side, height: side),
            points: face.uv.map { SIMD3($0.x * Float(side), $0.y * Float(side), 0) }, attributes: 0, values: [],
            triangles: face.triangles, labels: [UInt8](repeating: 1, count: face.triangles.count)
        ).labels.map { $0 != 0 }
    }

    private static func belief(_ weight: Float) -> Float {
        let t = min(1, max(0, (weight - seen.lowerBound) / (seen.upperBound - seen.lowerBound)))
        return t * t * (3 - 2 * t)
    }
}
