import Faces
import Raster

/// Cells near a view's silhouette that show hair or background: the landmarks' outline is never exact.
///
/// What faces the camera says, smoothly continued, what the rest of the skin should look like; a grazing cell that is
/// of another colour is not believed. From such cells hair is followed inwards, where it lies on skin that faces the
/// camera. Beards pass, since they continue from the chin.
enum ForeignCells {
    /// Facing above which a cell is believed whatever it shows, unless hair reaches it.
    private static let believed: Float = 0.85
    /// Ratios against the expectation, from doubtful to impossible: of colour (red or blue to green), of luminance.
    private static let hue: ClosedRange<Float> = 1.18...1.5
    private static let luminance: ClosedRange<Float> = 1.9...3.2
    /// Added to both sides of a ratio, so that noise in shadows is no colour.
    private static let floor: Float = 0.01
    /// Cells around a foreign one that filters have mixed with it.
    private static let spread = 3
    /// Doubt from which hair is followed from cell to cell, and how many cells far.
    private static let followed: Float = 0.3
    private static let reach = 16
    /// Cells around foreign ones that do not say what skin looks like, and cells a side of the blocks whose means do.
    private static let margin = 12
    private static let block = 16
    /// Cells around features over which lashes and stray hairs of brows reach.
    private static let lashes = 5
    /// Share of its weight that a cell has lost when hair is followed from it.
    private static let lost: Float = 0.5

    /// The weights of the grid, 0 where a cell is foreign.
    static func rejected(from grid: CoarseGrid) -> [Float] {
        let weights = withoutGrazing(in: grid)
        let hair = followed(from: zip(grid.weights, weights).map { $0 > 0.02 && $1 < lost * $0 }, in: grid)
        let clean = Morphology.least(hair.map { $0 ? 0 : 1 }, side: grid.side, steps: spread)
        return zip(weights, clean).map { $0 * $1 }
    }

    /// The weights, 0 where a grazing cell differs from what the others let expect.
    private static func withoutGrazing(in grid: CoarseGrid) -> [Float] {
        let sure = CoarseGrid(
            side: grid.side, values: grid.values, weights: grid.weights.map { $0.smoothStep(0.6...0.9) })
        let expected = sure.filled()
        let belief = grid.weights.indices.map { cell -> Float in
            guard grid.weights[cell] > 0 && grid.weights[cell] < believed else { return 1 }
            return 1 - doubt(of: grid.values[cell], against: expected[cell]) * grazing(grid.weights[cell])
        }
        let least = Morphology.least(belief, side: grid.side, steps: spread)
        // The doubt spreads over grazing cells only.
        return grid.weights.indices.map { grid.weights[$0] * (1 - grazing(grid.weights[$0]) * (1 - least[$0])) }
    }

    /// Foreign cells outside the features, and those that hair covers which begins at them.
    ///
    /// Skin is judged from blocks that neither are near foreign cells nor hold features: where hair lies on a
    /// temple that faces the camera, the nearest cells would say that hair is what to expect.
    private static func followed(from foreign: [Bool], in grid: CoarseGrid) -> [Bool] {
        let side = grid.side
        let features = features(side: side)
        let foreign = zip(foreign, features).map { $0 && $1 < 0.5 }
        guard foreign.contains(true) else { return foreign }
        let near = Morphology.largest(foreign.map { $0 ? 1 : 0 }, side: side, steps: margin)
        var skin = grid
        for cell in skin.weights.indices {
            skin.weights[cell] = grid.weights[cell].smoothStep(0.6...0.9) * (1 - near[cell]) * (1 - features[cell])
        }
        let expected = skin.broad(by: block)
        var found = foreign
        var front = foreign.indices.filter { foreign[$0] }
        for _ in 0..<reach {
            var next: [Int] = []
            for cell in front {
                for neighbour in [cell - 1, cell + 1, cell - side, cell + side] where foreign.indices ~= neighbour {
                    guard !found[neighbour] && grid.weights[neighbour] > 0.02,
                        features[neighbour] < 0.5,
                        doubt(of: grid.values[neighbour], against: expected[neighbour]) > followed
                    else { continue }
                    found[neighbour] = true
                    next.append(neighbour)
                }
            }
            front = next
        }
        return found
    }

    /// How surely a cell shows something else than skin, 0…1.
    private static func doubt(of shown: SIMD3<Float>, against expected: SIMD3<Float>) -> Float {
        let (shown, should) = (shown + floor, expected + floor)
        let red = (shown.x * should.y) / (shown.y * should.x)
        let blue = (shown.z * should.y) / (shown.y * should.z)
        let light = shown.sum() / should.sum()
        return max(
            fold(red).smoothStep(hue), fold(blue).squareRoot().smoothStep(hue), fold(light).smoothStep(luminance))
    }

    /// 1 for a cell seen at an angle, 0 for one that is believed.
    private static func grazing(_ weight: Float) -> Float { (believed - weight).smoothStep(0...0.15) }

    /// Brows, eyes, lips and nose of the flattened face, 0…1: nothing reaches them from the silhouette.
    static func features(side: Int) -> [Float] {
        let points = CanonicalFace.mean.uv.map { $0 * Float(side) }
        let drawn = FaceRegions(size: PixelSize(width: side, height: side), points: points).protected().values
        let parts = zip(drawn, NoseHalves.nose(side: side)).map { max($0, $1) }
        return Morphology.largest(parts, side: side, steps: lashes)
    }

    private static func fold(_ ratio: Float) -> Float { ratio > 1 ? ratio : 1 / max(1e-6, ratio) }
}
