import Faces
import Raster

/// The eyes as a picture shows them, and the mesh that follows them.
///
/// The landmark model draws every eye in much the same shape: on turned heads its openings are off by up to 0.15 of the
/// eye's length, across the iris on one side and over skin on the other. The opening is laid where it is most unlike the
/// skin about it; its shape, and most of its size, stay the mesh's.
package struct EyeTrace: Sendable {
    /// How the openings lie against the mesh.
    package let moves: EyeMoves

    private static let loops = [CanonicalFace.mean.leftEye, CanonicalFace.mean.rightEye]

    /// Deviations that are to be expected of the mesh: of shifts along and across the eye in its lengths, and of ln of its
    /// length and height.
    private static let expected = EyeMove(shift: SIMD2(0.15, 0.12), stretch: SIMD2(0.22, 0.3))
    /// By how much the two eyes' shifts across, and their heights, differ.
    private static let paired = SIMD2<Float>(0.05, 0.15)
    /// What one squared deviation costs, in contrast.
    private static let cost: Float = 0.03
    /// Where the search begins, first and last steps of it.
    private static let starts = [
        EyeMove(shift: SIMD2(0, -0.1)), EyeMove(stretch: SIMD2(0, 0.1)),
        EyeMove(shift: SIMD2(0, 0.05), stretch: SIMD2(0, 0.1)),
        EyeMove(shift: SIMD2(-0.1, 0), stretch: SIMD2(0.1, 0.1)),
        EyeMove(shift: SIMD2(0.1, 0), stretch: SIMD2(0.1, 0.1)),
    ]
    private static let steps: ClosedRange<Float> = 0.008...0.08
    /// Contrasts between which an opening is told from skin: closed eyes and dark glasses show none.
    private static let seen: ClosedRange<Float> = 0.1...0.2
    /// Distance from the opening, in lengths of the eye, at which nothing moves any more.
    private static let reach: Float = 0.35

    /// - Parameters:
    ///   - mesh: in pixels of `pixels`.
    ///   - pixels: linear RGB.
    package init(_ mesh: [SIMD3<Float>], in pixels: Raster) {
        let windows = Self.loops.map { EyeWindow(mesh, lids: $0, in: pixels) }
        let found = zip(windows, Self.moves(of: windows)).map { window, move -> EyeMove? in
            guard let window else { return nil }
            let share = window.contrast(of: window.outline.moved(by: move)).smoothStep(Self.seen)
            return share > 0 ? EyeMove(shift: move.shift * share, stretch: move.stretch * share) : nil
        }
        moves = EyeMoves(left: found[0], right: found[1])
    }

    /// A mesh with its eyes moved, and what is near going along.
    static func moved(_ mesh: [SIMD3<Float>], by moves: EyeMoves) -> [SIMD3<Float>] {
        var result = mesh
        for (loop, move) in zip(loops, [moves.left, moves.right]) {
            guard let move else { continue }
            let frame = EyeFrame(mesh, lids: loop)
            let lids = loop.map { frame.place(of: mesh[$0].flat) }
            for point in mesh.indices {
                let place = frame.place(of: mesh[point].flat)
                let near = 1 - place.distance(to: lids).smoothStep(0...reach)
                guard near > 0 else { continue }
                let way = frame.pixels(move(place)) - frame.pixels(place)
                result[point] += SIMD3(way.x, way.y, 0) * near
            }
        }
        return result
    }

    /// The moves of both eyes that show the most contrast for the least deviation: from several starts, step by step, each
    /// eye alone and both together.
    private static func moves(of windows: [EyeWindow?]) -> [EyeMove] {
        let value = { (moves: [EyeMove]) in
            let contrast = zip(windows, moves).reduce(Float(0)) { sum, eye in
                guard let window = eye.0 else { return sum }
                return sum + window.contrast(of: window.outline.moved(by: eye.1))
            }
            return contrast - cost * strain(of: moves)
        }
        var best = (moves: [EyeMove(), EyeMove()], value: -Float.greatestFiniteMagnitude)
        for start in starts {
            var here = (moves: [start, start], value: value([start, start]))
            var step = steps.upperBound
            while step > steps.lowerBound {
                var isMoved = false
                for change in changes {
                    for sign: Float in [1, -1] {
                        let moves = zip(here.moves, change).map { $0.moved($1, by: sign * step) }
                        let found = value(moves)
                        if found > here.value + 1e-6 { (here, isMoved) = ((moves, found), true) }
                    }
                }
                if !isMoved { step /= 2 }
            }
            if here.value > best.value { best = here }
        }
        return best.moves
    }

    /// Directions of the search: sizes change twice as fast as places.
    private static let changes: [[EyeMove]] = {
        let single = [
            EyeMove(shift: SIMD2(1, 0)), EyeMove(shift: SIMD2(0, 1)), EyeMove(stretch: SIMD2(2, 0)),
            EyeMove(stretch: SIMD2(0, 2)),
        ]
        return single.map { [$0, EyeMove()] } + single.map { [EyeMove(), $0] }
            + [single[1], single[3]].map { [$0, $0] }
    }()

    /// Squared deviations from what is to be expected.
    private static func strain(of moves: [EyeMove]) -> Float {
        let alone = moves.reduce(Float(0)) { sum, move in
            let (shift, stretch) = (move.shift / expected.shift, move.stretch / expected.stretch)
            return sum + (shift * shift).sum() + (stretch * stretch).sum()
        }
        let apart =
            SIMD2(moves[0].shift.y - moves[1].shift.y, moves[0].stretch.y - moves[1].stretch.y) / paired
        return alone + (apart * apart).sum()
    }
}

extension EyeMove {
    fileprivate func moved(_ direction: EyeMove, by step: Float) -> EyeMove {
        EyeMove(shift: shift + direction.shift * step, stretch: stretch + direction.stretch * step)
    }
}
