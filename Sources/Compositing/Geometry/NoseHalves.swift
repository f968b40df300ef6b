import Faces
import Raster

/// What the photographs show of a nose's two halves.
///
/// A nose reaches farther out than the landmarks' depth tells: turned by 30°, its far side shows the outline against the
/// cheek where the flattened face expects a nostril. The near half, twice, is the better nose. When the near half lies
/// in a hard shadow, neither shows it: then a guess would be all that is drawn.
struct NoseHalves: Sendable {
    /// How surely each cell belongs to a half that the other is to replace, 0…1.
    let away: [Float]

    /// Cells of the nose, 0 or 1, and the same grown and softened.
    private let nose, soft: [Float]
    /// Whether the flattened face's left half is the one that is turned away.
    private let leftIsAway: Bool
    /// Mean weight of the half that is seen less over the other's, 0…1.
    private let ratio: Float

    /// Ratios below which the far half shows its outline, from certain to not at all.
    private static let outlined: ClosedRange<Float> = 0.55...0.7
    /// Ratios below which the far half is too narrow to stand for a near one in shadow.
    private static let narrow: ClosedRange<Float> = 0.8...0.9
    /// Share of the near half in shadow, from which it is not shown.
    private static let shaded: ClosedRange<Float> = 0.3...0.5
    /// Cells by which a nose's outline reaches over the cheek, and over which a change fades.
    private static let reach = 6
    private static let fade: Float = 3
    /// Cells on either side of the middle in which a mirrored edge is lowered, and those over which that fades in.
    private static let ridge = 4
    private static let ridgeFade = 2

    /// - Parameter grid: colours, and how well each cell is seen.
    init(on grid: CoarseGrid) {
        let side = grid.side
        let nose = Self.nose(side: side)
        let left = Self.mean(of: grid.weights, over: nose, left: true)
        let right = Self.mean(of: grid.weights, over: nose, left: false)
        let leftIsAway = left < right
        let ratio = min(left, right) / max(1e-3, left, right)
        let share = 1 - ratio.smoothStep(Self.outlined)
        let soft = Morphology.grown(nose, side: side, steps: Self.reach, sigma: Self.fade)
        away = soft.indices.map { ($0 % side < side / 2) == leftIsAway ? soft[$0] * share : 0 }
        (self.nose, self.soft, self.leftIsAway, self.ratio) = (nose, soft, leftIsAway, ratio)
    }

    /// How surely what would be drawn of each cell is a guess, 0…1.
    /// - Parameter shadow: how surely each cell lies in a shadow that the other half is free of.
    func guessed(in shadow: [Float]) -> [Float] {
        let dark = Self.mean(of: shadow, over: nose, left: !leftIsAway)
        let share = dark.smoothStep(Self.shaded) * (1 - ratio.smoothStep(Self.narrow))
        return soft.map { $0 * share }
    }

    /// Gains that lower the edge at which a half meets its own mirror image: where the light changes at the ridge, it is a
    /// bright line.
    /// - Parameters:
    ///   - known: the completed face.
    ///   - guessed: what `guessed(in:)` has said.
    func ridgeGains(on known: CoarseGrid, guessed: [Float]) -> [SIMD3<Float>] {
        let side = known.side
        let strengths = (0..<side).map { y in
            (side / 2 - Self.ridge..<side / 2 + Self.ridge).reduce(Float(0)) { strength, x in
                max(strength, away[y * side + x] * (1 - guessed[y * side + x]))
            }
        }
        return MiddleBand(half: Self.ridge, fade: Self.ridgeFade, change: .lowered).gains(
            on: known, strengths: strengths)
    }

    /// The mean of `values` over one half of the nose.
    private static func mean(of values: [Float], over nose: [Float], left: Bool) -> Float {
        let side = Int(Double(nose.count).squareRoot())
        var (sum, count): (Float, Float) = (0, 0)
        for cell in nose.indices where (cell % side < side / 2) == left {
            sum += values[cell] * nose[cell]
            count += nose[cell]
        }
        return sum / max(1, count)
    }

    /// Cells that the flattened nose covers.
    static func nose(side: Int) -> [Float] {
        let face = CanonicalFace.mean
        let points = Set(face.nose)
        let triangles = face.triangles.filter { corner in (0..<3).allSatisfy { points.contains(Int(corner[$0])) } }
        return DrawnMesh.flattened(side: side, triangles: triangles).labels.map { $0 != 0 ? 1 : 0 }
    }
}
