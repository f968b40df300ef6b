import Compositing
import Faces
import Raster
import Testing

@Suite("Mouth registration")
struct MouthRegistrationTests {
    private static let size = PixelSize(width: 140, height: 110)
    private static let faceWidth: Float = 220

    /// A mouth of dark line and red lips, `shift` away from the middle, under `gain` times the light.
    private static func mouth(shift: SIMD2<Float>, gain: Float = 1) -> Raster {
        var picture = Raster(width: size.width, height: size.height, channels: 3)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let (u, v) = ((Float(x) - 70 - shift.x) / 42, (Float(y) - 55 - shift.y) / 14)
                let lips = max(0, 1 - u * u - v * v)
                let line = abs(v) < 0.12 && abs(u) < 0.95 ? Float(0.2) : 1
                let skin: [Float] = [0.5, 0.35, 0.28]
                for c in 0..<3 {
                    picture[x, y, c] = gain * skin[c] * line * (c == 0 ? 1 : 1 - 0.5 * min(1, 3 * lips))
                }
            }
        }
        return picture
    }

    /// The canonical face with its lips where the drawn mouth is.
    private static func mesh() -> [SIMD3<Float>] {
        let face = CanonicalFace.mean
        let lips = face.outerLips.map { face.positions[$0] }
        let middle = lips.reduce(SIMD3<Float>.zero, +) / Float(lips.count)
        let half = ((lips.map(\.x).max() ?? 0) - (lips.map(\.x).min() ?? 0)) / 2
        return face.positions.map { ($0 - middle) * (42 / half) + SIMD3(70, 55, 0) }
    }

    @Test("lips that are drawn off their place move to it, whatever the light", arguments: [1 as Float, 0.3])
    func movesTheLips(gain: Float) {
        let shift = SIMD2<Float>(3, -4)
        let registration = MouthRegistration(
            of: Self.mouth(shift: .zero, gain: gain), to: Self.mouth(shift: shift), faceWidth: Self.faceWidth)
        let mesh = Self.mesh()
        let moved = registration.applied(to: mesh, corner: .zero, factor: 1, faceWidth: Self.faceWidth)
        for point in CanonicalFace.mean.innerLips {
            let move = moved[point] - mesh[point]
            #expect(abs(move.x - shift.x) < 1.2 && abs(move.y - shift.y) < 0.8, "\(move) at \(point)")
        }
    }

    @Test("the mesh stays where the pictures agree, and away from the mouth")
    func staysElsewhere() {
        let mesh = Self.mesh()
        let picture = Self.mouth(shift: .zero)
        let still = MouthRegistration(of: picture, to: picture, faceWidth: Self.faceWidth)
        #expect(still.applied(to: mesh, corner: .zero, factor: 1, faceWidth: Self.faceWidth) == mesh)
        let registration = MouthRegistration(
            of: picture, to: Self.mouth(shift: SIMD2(3, -4)), faceWidth: Self.faceWidth)
        let moved = registration.applied(to: mesh, corner: .zero, factor: 1, faceWidth: Self.faceWidth)
        for point in CanonicalFace.mean.oval + CanonicalFace.mean.leftEye { #expect(moved[point] == mesh[point]) }
    }
}
