import Foundation

/// How a motion network says that a head is turned, in degrees. Its signs are not those of `Pose`.
struct HeadAngles: Sendable, Equatable {
    var pitch: Float
    var yaw: Float
    var roll: Float

    /// These angles plus `turns`, kept where a generator still draws a head: ±30, ±60 and ±20 degrees, or as far as
    /// the head is turned already.
    func turned(by turns: HeadAngles) -> HeadAngles {
        HeadAngles(
            pitch: Self.limited(pitch + turns.pitch, from: pitch, to: 30),
            yaw: Self.limited(yaw + turns.yaw, from: yaw, to: 60),
            roll: Self.limited(roll + turns.roll, from: roll, to: 20))
    }

    private static func limited(_ angle: Float, from start: Float, to limit: Float) -> Float {
        let low = start < 0 ? min(start, -limit) : -limit
        let high = start < 0 ? limit : max(start, limit)
        return min(high, max(low, angle))
    }

    /// Rows of the rotation about x by the pitch, then about y by the yaw, then about z by the roll, all about axes
    /// that stay: what SciPy calls 'xyz'.
    var rotation: [SIMD3<Float>] {
        let (x, y, z) = (Self.turn(pitch), Self.turn(yaw), Self.turn(roll))
        let rows = [
            SIMD3(z.cos * y.cos, z.cos * y.sin * x.sin - z.sin * x.cos, z.cos * y.sin * x.cos + z.sin * x.sin),
            SIMD3(z.sin * y.cos, z.sin * y.sin * x.sin + z.cos * x.cos, z.sin * y.sin * x.cos - z.cos * x.sin),
            SIMD3(-y.sin, y.cos * x.sin, y.cos * x.cos),
        ]
        return rows.map { SIMD3<Float>($0) }
    }

    private static func turn(_ degrees: Float) -> (cos: Double, sin: Double) {
        let angle = Double(degrees) * .pi / 180
        return (cos(angle), sin(angle))
    }
}
