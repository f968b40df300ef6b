import Raster

/// A hard light from the side: which cells of the flattened face lie in its shadow, and what the shadow's edge leaves
/// along the face's middle.
struct Sidelight: Sendable {
    /// How surely each cell lies in a shadow that the other half is free of, 0…1.
    let shadow: [Float]
    /// How surely the face as a whole is lit from one side, 0…1.
    private let certainty: Float

    /// How many times as bright the other half must be for this one to count as lying in a hard shadow, from doubtful
    /// to certain. A shadow's edge cannot be lit away later; skin from the lit half can.
    private static let hard: ClosedRange<Float> = 2.2...3.2
    /// The same on a face that is lit from one side as a whole, where a softer edge is the light's too.
    private static let soft: ClosedRange<Float> = 1.3...1.9
    /// Mean contrast of two halves, (lit − dark) / (lit + dark), from which a face counts as lit from one side: a key
    /// light in front of it stays below.
    private static let contrast: ClosedRange<Float> = 0.32...0.42
    /// How well the lit half must be seen, against the dark one, to stand in for what is softly shaded only.
    private static let shown: ClosedRange<Float> = 0.4...0.7
    /// Weight from which both halves are seen well enough to be compared.
    private static let comparable: Float = 0.2
    /// Cells by which a shadow's soft edge reaches beyond.
    private static let penumbra = 8
    /// Cells on either side of the middle in which an edge is lifted, and over which the lift fades in.
    private static let band = 12
    private static let fade = 4
    /// Rows above and below that decide together whether a shadow ends at the middle.
    private static let rows = 6

    /// - Parameters:
    ///   - grid: colours, and how surely each is shown.
    ///   - seen: how well each is seen, 0…1.
    init(on grid: CoarseGrid, seen: [Float]) {
        let side = grid.side
        let twin = CoarseGrid.flipped(seen, side: side)
        let gains = LightMatch(from: grid, to: grid.mirrored).gains.map { $0.sum() / 3 }
        let certainty = Self.contrast(of: gains, seen: seen, twin).smoothStep(Self.contrast)
        let shadow = gains.indices.map { cell in
            let shown = (twin[cell] / max(1e-3, seen[cell])).smoothStep(Self.shown)
            let soft = gains[cell].smoothStep(Self.soft) * shown * certainty
            return max(gains[cell].smoothStep(Self.hard), soft)
        }
        let wide = Morphology.largest(shadow, side: side, steps: Self.penumbra)
        let opposite = CoarseGrid.flipped(wide, side: side)
        // Where both halves would count as shadow, on the ridge of the nose, nothing better could take their place.
        self.shadow = shadow.indices.map { max(shadow[$0], wide[$0] * (1 - opposite[$0])) }
        self.certainty = certainty
    }

    /// Mean contrast of the left half against the right one, without its sign, where both are seen.
    private static func contrast(of gains: [Float], seen: [Float], _ twin: [Float]) -> Float {
        let side = Int(Double(gains.count).squareRoot())
        var (sum, weight): (Float, Float) = (0, 0)
        for cell in gains.indices where cell % side < side / 2 {
            let both = min(seen[cell], twin[cell])
            guard both > comparable else { continue }
            sum += (gains[cell] - 1) / (gains[cell] + 1) * both
            weight += both
        }
        return weight > 0 ? abs(sum / weight) : 0
    }

    /// Gains that lift what is left of a shadow's edge along the middle of a completed face.
    ///
    /// A shadow that ends just across the middle is on both halves, and a mirror image doubles it into a wedge. Lips and
    /// nostrils cross the band as they are: what is no darker than the skin at both sides of it stays.
    func ridgeGains(on known: CoarseGrid) -> [SIMD3<Float>] {
        let side = known.side
        guard certainty > 0 else { return [SIMD3<Float>](repeating: SIMD3(repeating: 1), count: side * side) }
        let (left, right) = (side / 2 - 2 * Self.band, side / 2 + 2 * Self.band - 1)
        let shadows = (0..<side).map { y in (left...right).reduce(Float(0)) { max($0, shadow[y * side + $1]) } }
        let strengths = (0..<side).map { y in
            let around = shadows[max(0, y - Self.rows)...min(side - 1, y + Self.rows)]
            return around.reduce(0, +) / Float(around.count) * certainty
        }
        return MiddleBand(half: Self.band, fade: Self.fade, change: .lifted).gains(on: known, strengths: strengths)
    }
}
