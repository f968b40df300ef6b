import Faces
import Raster

/// How the cells that no photograph shows well are completed: from the other half of the face, then from what lies in
/// a hard shadow, each brought to the light of what is there already, and from the surroundings at last.
struct MirrorCompletion: Sendable {
    /// Factors per cell on the merged texture and on its mirror image, and a colour to add.
    let own: [SIMD3<Float>]
    let mirrored: [SIMD3<Float>]
    let filling: [SIMD3<Float>]
    let ownShare: [Float]
    let mirroredShare: [Float]
    /// How surely what is given to each cell is not what the person looks like, 0…1.
    let guessed: [Float]
    /// How surely one half of the nose stands for both, 0…1.
    let mirroredNose: Float
    /// The gain that brings each cell as it was seen to the light of the whole.
    let ownGains: [SIMD3<Float>]

    /// Weights from which a cell's own half begins to be believed, and is believed alone: two halves never fit each
    /// other exactly, so that they are mixed in a narrow seam only.
    private static let seen: ClosedRange<Float> = 0.04...0.16
    /// A cell's own weight over its twin's, below which a twin that is seen well (the second range) takes its place: a
    /// nose turned by 30° shows its outline where its far side should be.
    private static let outshone: ClosedRange<Float> = 0.2...0.4
    private static let wellSeen: ClosedRange<Float> = 0.4...0.6
    /// Gaps narrower than two such steps are closed: stretched skin of the same light is better than a patch.
    private static let gap = 5
    /// Cells by which what is shown ends before its edge, and blur of that: cells beside hair end in steps.
    private static let (rim, softness): (Int, Float) = (2, 1.5)

    /// - Parameters:
    ///   - grid: colours, and how well each is seen.
    ///   - foreign: how surely each cell shows something else than the face, 0…1.
    init(_ grid: CoarseGrid, foreign: [Float]) {
        let side = grid.side
        let features = ForeignCells.features(side: side)
        var all = CoarseGrid(
            side: side, values: grid.values, weights: Self.belief(in: grid, foreign: foreign, features: features))
        let light = Sidelight(on: all, seen: grid.weights)
        let nose = NoseHalves(on: grid)
        guessed = nose.guessed(in: light.shadow)
        mirroredNose = zip(nose.away, guessed).map { $0 * (1 - $1) }.max() ?? 0
        let brows = CutBrows.away(on: grid, shadow: light.shadow)
        for cell in all.weights.indices {
            all.weights[cell] *= (1 - nose.away[cell] * (1 - guessed[cell])) * (1 - brows[cell])
        }
        let lit = CoarseGrid(
            side: side, values: grid.values,
            weights: all.weights.indices.map { all.weights[$0] * (1 - light.shadow[$0]) })
        var sum = CompletionSum(side: side, features: features)
        sum.add(lit, as: .own)
        sum.add(lit.mirrored, as: .mirrored)
        let gains = sum.add(all, as: .own)
        ownGains = gains ?? [SIMD3<Float>](repeating: SIMD3(repeating: 1), count: side * side)
        sum.add(all.mirrored, as: .mirrored)
        let smooth = sum.known.filled()
        filling = smooth.indices.map { smooth[$0] * max(0, 1 - sum.known.weights[$0]) }
        let lifted = light.ridgeGains(on: sum.known)
        let middle = zip(lifted, nose.ridgeGains(on: sum.known, guessed: guessed)).map { $0 * $1 }
        own = zip(sum.own.factors, middle).map { $0 * $1 }
        mirrored = zip(sum.mirrored.factors, middle).map { $0 * $1 }
        (ownShare, mirroredShare) = (sum.own.shares, sum.mirrored.shares)
    }

    /// How surely each cell of the flattened face is shown, 0…1; soft towards what is not, but for features, which two
    /// halves would show twice.
    private static func belief(in grid: CoarseGrid, foreign: [Float], features: [Float]) -> [Float] {
        let twin = CoarseGrid.flipped(grid.weights, side: grid.side)
        let belief = zip(grid.weights, twin).map { own, other in
            let hidden = other.smoothStep(wellSeen) * (1 - (own / max(1e-3, other)).smoothStep(outshone))
            return own.smoothStep(seen) * (1 - hidden)
        }
        let filled = Morphology.closed(belief, side: grid.side, steps: gap)
        // A gap that shows hair or what lies behind the head is none to be closed.
        let closed = filled.indices.map { filled[$0] + (min(belief[$0], filled[$0]) - filled[$0]) * foreign[$0] }
        let inner = Morphology.least(closed, side: grid.side, steps: rim)
        let soft = Raster(width: grid.side, height: grid.side, channels: 1, values: inner).blurred(sigma: softness)
        let surface = surface(side: grid.side)
        return closed.indices.map { cell in
            guard surface[cell] else { return 0 }
            return closed[cell] * features[cell] + min(closed[cell], soft.values[cell]) * (1 - features[cell])
        }
    }

    /// Cells that the flattened face covers.
    private static func surface(side: Int) -> [Bool] {
        DrawnMesh.flattened(side: side).labels.map { $0 != 0 }
    }
}

/// Layers of a completion, each shown where those before it leave room.
private struct CompletionSum {
    enum Half {
        case own, mirrored
    }

    /// What one half gives to each cell.
    struct Part {
        /// Shares times gains.
        var factors: [SIMD3<Float>]
        var shares: [Float]

        init(count: Int) {
            factors = [SIMD3<Float>](repeating: .zero, count: count)
            shares = [Float](repeating: 0, count: count)
        }
    }

    /// Gain above which a part of a layer gives way to the surroundings' colour: shadows hold more noise than skin.
    private static let noisy: Float = 3

    private(set) var own: Part
    private(set) var mirrored: Part
    /// The colours so far, and how much of each cell they fill.
    private(set) var known: CoarseGrid
    /// 1 where cells show no skin, 0…1.
    private let features: [Float]

    init(side: Int, features: [Float]) {
        self.features = features
        own = Part(count: side * side)
        mirrored = own
        known = CoarseGrid(side: side)
    }

    /// Adds a layer, lit like those below it from the second on.
    /// - Returns: the gains on it; nil when it changes nothing or is the first.
    @discardableResult
    mutating func add(_ layer: CoarseGrid, as half: Half) -> [SIMD3<Float>]? {
        let cells = layer.weights.indices.filter { (1 - known.weights[$0]) * layer.weights[$0] > 1e-3 }
        guard !cells.isEmpty else { return nil }
        let isFirst = known.weights.allSatisfy { $0 == 0 }
        let gains =
            isFirst
            ? nil
            : ContinuedSkin.bounded(
                LightMatch(from: layer, to: known, scale: .halves).gains, of: layer, beside: known,
                without: features)
        for cell in cells {
            let gain = gains?[cell] ?? SIMD3(repeating: 1)
            let share = (1 - known.weights[cell]) * layer.weights[cell] * min(1, Self.noisy / gain.max())
            switch half {
            case .own:
                own.factors[cell] += gain * share
                own.shares[cell] += share
            case .mirrored:
                mirrored.factors[cell] += gain * share
                mirrored.shares[cell] += share
            }
            let sum = known.weights[cell] + share
            known.values[cell] = (known.values[cell] * known.weights[cell] + layer.values[cell] * gain * share) / sum
            known.weights[cell] = sum
        }
        return gains
    }
}

extension CoarseGrid {
    /// From left to right.
    var mirrored: CoarseGrid {
        CoarseGrid(
            side: side, values: Self.flipped(values, side: side), weights: Self.flipped(weights, side: side))
    }
}
