import Faces
import Raster

/// Brows of which a photograph shows a part only, because the face's silhouette cuts them off.
///
/// Half a brow and the mirror image of the other half never meet: where a brow is cut, the other one stands for the whole
/// of it.
enum CutBrows {
    /// Share of a brow's cells that no photograph shows, from which the other brow stands for it, in part and wholly.
    private static let missing: ClosedRange<Float> = 0.1...0.15
    /// Weight below which a cell is not shown.
    private static let unseen: Float = 0.1
    /// Cells of skin around a brow that go with it, and over which the change fades.
    private static let room = 4
    private static let fade: Float = 2

    /// How surely each cell belongs to a brow that the other one is to replace, 0…1.
    /// - Parameters:
    ///   - grid: colours, and how well each cell is seen.
    ///   - shadow: how surely each cell lies in a shadow that the other half is free of.
    static func away(on grid: CoarseGrid, shadow: [Float]) -> [Float] {
        let side = grid.side
        let points = CanonicalFace.mean.uv.map { $0 * Float(side) }
        let regions = FaceRegions(size: PixelSize(width: side, height: side), points: points)
        var away = [Float](repeating: 0, count: grid.weights.count)
        for brow in regions.brows().map(\.values) {
            let twin = CoarseGrid.flipped(brow, side: side)
            let lost = mean(of: grid.weights.map { $0 < unseen ? 1 : 0 }, over: brow)
            let other = mean(of: zip(grid.weights, shadow).map { $0 * (1 - $1) }, over: twin)
            let share = lost.smoothStep(missing) * other
            guard share > 0 else { continue }
            let soft = Morphology.grown(brow, side: side, steps: room, sigma: fade)
            for cell in away.indices { away[cell] = max(away[cell], soft[cell] * share) }
        }
        return away
    }

    private static func mean(of values: [Float], over weights: [Float]) -> Float {
        let sum = zip(values, weights).reduce((value: Float(0), weight: Float(0))) {
            ($0.value + $1.0 * $1.1, $0.weight + $1.1)
        }
        return sum.value / max(1e-6, sum.weight)
    }
}
