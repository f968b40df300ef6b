import Faces

/// The opening between an eye's lids, in a frame that is straightened along its corners: two lines of nine points from
/// left to right.
struct EyeOutline: Sendable {
    let upper, lower: [SIMD2<Float>]

    /// - Parameter lids: 16 points: a corner, seven of one lid, the other corner, seven of the other lid back.
    init(lids: [SIMD2<Float>]) {
        var (first, second) = (Array(lids[0...8]), [lids[0]] + lids[9...15].reversed() + [lids[8]])
        if first[0].x > first[8].x { (first, second) = (first.reversed(), second.reversed()) }
        let height = { (line: [SIMD2<Float>]) in line.reduce(0) { $0 + $1.y } }
        let isAbove = height(first) <= height(second)
        (upper, lower) = (Self.forward(isAbove ? first : second), Self.forward(isAbove ? second : first))
    }

    private init(upper: [SIMD2<Float>], lower: [SIMD2<Float>]) {
        (self.upper, self.lower) = (upper, lower)
    }

    /// A line runs one way: points that a turned head folds back are pulled along.
    private static func forward(_ line: [SIMD2<Float>]) -> [SIMD2<Float>] {
        var reached = -Float.greatestFiniteMagnitude
        return line.map { point in
            reached = max(reached, point.x)
            return SIMD2(reached, point.y)
        }
    }

    func moved(by move: EyeMove) -> EyeOutline {
        EyeOutline(upper: upper.map(move.callAsFunction), lower: lower.map(move.callAsFunction))
    }

    /// Wider on every side.
    func grown(by margin: Float) -> EyeOutline {
        let (left, right) = (upper[0].x, upper[8].x)
        let (middle, half) = ((left + right) / 2, max(1e-3, (right - left) / 2))
        let stretch = (half + margin) / half
        let grow = { (line: [SIMD2<Float>], down: Float) in
            line.map { SIMD2(middle + ($0.x - middle) * stretch, $0.y + down) }
        }
        return EyeOutline(upper: grow(upper, -margin), lower: grow(lower, margin))
    }
}

/// A move of an eye's opening in the frame that is straightened along its corners, about the frame's origin.
package struct EyeMove: Sendable, Equatable {
    /// In lengths of the eye.
    package var shift = SIMD2<Float>.zero
    /// ln of the factors along and across.
    package var stretch = SIMD2<Float>.zero

    func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        SIMD2(point.x * Self.factor(stretch.x), point.y * Self.factor(stretch.y)) + shift
    }

    /// As a mirror shows it.
    var mirrored: EyeMove { EyeMove(shift: SIMD2(-shift.x, shift.y), stretch: stretch) }

    /// e to a small power, by its first terms: the same on every machine.
    private static func factor(_ power: Float) -> Float {
        1 + power * (1 + power / 2 * (1 + power / 3 * (1 + power / 4)))
    }
}

/// How the picture's left eye and its right one lie against the mesh of the landmark model; nil where nothing tells.
package struct EyeMoves: Sendable {
    package let left, right: EyeMove?

    /// The moves with which a person's eyes are drawn into a target.
    ///
    /// Size, height above the nose and distance between the eyes are the person's, and alike on both sides. What shifts
    /// both eyes to one side is an error of the mesh on a turned head: there the target's is followed.
    func drawn(like target: EyeMoves) -> EyeMoves {
        let seen = [left, right].compactMap { $0 }
        let count = Float(max(1, seen.count))
        let stretch = seen.reduce(SIMD2<Float>.zero) { $0 + $1.stretch } / count
        let height = seen.reduce(0) { $0 + $1.shift.y } / count
        let (apart, aside) = (halfDifference, target.mean)
        return EyeMoves(
            left: EyeMove(shift: SIMD2(aside - apart, height), stretch: stretch),
            right: EyeMove(shift: SIMD2(aside + apart, height), stretch: stretch))
    }

    /// Along the eyes, of both; 0 unless both are seen: one alone cannot tell turning from distance.
    private var mean: Float {
        guard let left, let right else { return 0 }
        return (left.shift.x + right.shift.x) / 2
    }

    private var halfDifference: Float {
        guard let left, let right else { return 0 }
        return (right.shift.x - left.shift.x) / 2
    }
}

/// Coordinates of an eye: its lengths from the middle between its corners, along the line between them from the face's left
/// to its right in an upright picture, and down the face, however the head is turned in the picture.
struct EyeFrame: Sendable {
    let middle: SIMD2<Float>
    /// From corner to corner, in pixels.
    let length: Float
    private let along, down: SIMD2<Float>

    /// - Parameter loop: the eye's 16 points.
    init(_ mesh: [SIMD3<Float>], lids loop: [Int]) {
        let (first, last) = (mesh[loop[0]].flat, mesh[loop[8]].flat)
        let upright = CanonicalFace.mean.positions
        along = upright[loop[8]].x >= upright[loop[0]].x ? last - first : first - last
        down = SIMD2(-along.y, along.x)
        middle = (first + last) / 2
        length = max(1e-3, (along * along).sum().squareRoot())
    }

    func place(of point: SIMD2<Float>) -> SIMD2<Float> {
        let d = point - middle
        return SIMD2((d * along).sum(), (d * down).sum()) / (length * length)
    }

    func pixels(_ place: SIMD2<Float>) -> SIMD2<Float> { middle + along * place.x + down * place.y }
}
