extension FaceEdits {
    /// How far an edit of 1 moves a key point of LivePortrait along an axis (0 across, 1 down, 2 in depth).
    private typealias Move = (point: Int, axis: Int, by: Float)

    /// An edit's moves; many are not the same in both directions.
    private struct Moves {
        var up: [Move]
        var down: [Move]

        init(up: [Move], down: [Move]) {
            self.up = up
            self.down = down
        }

        init(_ both: [Move]) { self.init(up: both, down: both) }
    }

    /// An expression with these edits made; FaceFusion's amounts.
    func applied(to expression: [SIMD3<Float>]) -> [SIMD3<Float>] {
        var result = expression
        for (value, moves) in moves {
            let value = Self.limited(value)
            for move in value > 0 ? moves.up : moves.down { result[move.point][move.axis] += value * move.by }
        }
        return result
    }

    /// The turn of the head, added to the angles that it has.
    var turn: HeadAngles {
        HeadAngles(
            pitch: -20 * Self.limited(headPitch), yaw: -60 * Self.limited(headYaw), roll: 15 * Self.limited(headRoll))
    }

    static func limited(_ value: Float) -> Float { min(1, max(-1, value)) }

    private var moves: [(Float, Moves)] {
        [
            (eyeGazeHorizontal, Self.gazeAcross), (eyeGazeVertical, Self.gazeUpwards), (mouthGrim, Self.grim),
            (mouthPositionHorizontal, Self.mouthAcross), (mouthPositionVertical, Self.mouthUpwards),
            (mouthPout, Self.pout), (mouthPurse, Self.purse), (mouthSmile, Self.smile),
            (eyebrowDirection, Self.brows),
        ]
    }

    private static let gazeAcross = Moves(
        up: [(11, 0, 0.015), (15, 0, 0.020)], down: [(11, 0, 0.020), (15, 0, 0.015)])

    private static let gazeUpwards = Moves([
        (1, 1, 0.0025), (2, 1, -0.0025), (11, 1, -0.010), (13, 1, -0.005), (15, 1, -0.010), (16, 1, -0.005),
    ])

    private static let grim = Moves(
        up: [(17, 2, -0.005), (19, 2, 0.01), (20, 1, -0.06), (20, 2, -0.03)],
        down: [(19, 1, -0.05), (19, 2, -0.02), (20, 2, -0.03)])

    private static let mouthAcross = Moves([(19, 0, 0.05), (20, 0, 0.04)])

    private static let mouthUpwards = Moves(
        up: [(19, 1, -0.04), (20, 1, -0.02)], down: [(19, 1, -0.05), (20, 1, -0.04)])

    private static let pout = Moves(
        up: [(19, 1, -0.022), (19, 2, 0.025), (20, 2, -0.002)],
        down: [(19, 1, 0.022), (19, 2, 0.025), (20, 2, -0.002)])

    private static let purse = Moves(
        up: [(19, 1, -0.04), (19, 2, -0.02)],
        down: [(14, 1, -0.02), (17, 2, 0.01), (19, 2, -0.015), (20, 2, -0.002)])

    private static let smile = Moves(
        up: [(20, 1, -0.015), (14, 1, -0.025), (17, 1, 0.01), (17, 2, 0.004), (3, 1, -0.0045), (7, 1, -0.0045)],
        down: [
            (14, 1, -0.02), (17, 1, 0.003), (19, 1, 0.02), (19, 2, -0.005), (20, 2, 0.01), (3, 1, 0.0045),
            (7, 1, 0.0045),
        ])

    private static let brows = Moves(
        up: [(1, 1, 0.015), (2, 1, -0.020)],
        down: [(1, 0, -0.015), (2, 0, 0.020), (1, 1, 0.005), (2, 1, -0.005)])
}
