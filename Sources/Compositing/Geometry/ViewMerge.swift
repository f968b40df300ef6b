import Faces

/// Which view gives each cell of the atlas, and the gain that brings it to the light of the view that shows most of
/// the face lit.
struct ViewMerge: Sendable {
    /// For each view a factor per cell: its share times its gain. The shares of all views sum to 1.
    let factors: [[SIMD3<Float>]]
    /// The gain alone.
    let gains: [[SIMD3<Float>]]
    /// Merged colours and how well the best view shows them.
    let grid: CoarseGrid
    /// How surely each cell shows something else than the face, 0…1.
    let foreign: [Float]
    /// Worth of each view times how much of the face it shows.
    let worth: [Float]

    /// Shares follow the weights' fourth power: one view leads almost everywhere, so that two never blur each other.
    private static let sharpness = 4

    /// How much of a cell's weight a hard shadow leaves where another photograph may show it lit.
    private static let shaded: Float = 0.1

    init(_ views: [UnwrappedView]) {
        let side = views[0].grid.side
        let lit = views.map { views.count > 1 ? Self.lit($0.grid) : $0.grid.weights }
        let worth = zip(views, lit).map { view, lit in view.worth * lit.reduce(0, +) / Float(lit.count) }
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
        var foreign = [Float](repeating: 0, count: side * side)
        for cell in 0..<side * side {
            var shares = views.indices.map { index -> Float in
                let preference = lit[index][cell] * views[index].worth / most
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
                foreign[cell] += view.foreign[cell] * shares[index]
            }
        }
        self.factors = factors
        self.grid = grid
        self.foreign = foreign
    }

    /// How well each cell is shown in the light.
    private static func lit(_ grid: CoarseGrid) -> [Float] {
        let shadow = Sidelight(on: grid, seen: grid.weights).shadow
        return zip(grid.weights, shadow).map { $0 * (1 - $1 * (1 - shaded)) }
    }
}
