import Compositing
import Faces
import Raster
import Testing

@Suite("Eyes as a picture shows them")
struct EyeTraceTests {
    private static let skin = SIMD3<Float>(0.5, 0.35, 0.28)
    private static let white = SIMD3<Float>(0.55, 0.55, 0.55)
    private static let bare = PaintedFace { _ in skin }
    private static let loops = [CanonicalFace.mean.leftEye, CanonicalFace.mean.rightEye]

    /// Corners of an eye, from the picture's left to its right.
    private static func corners(_ loop: [Int]) -> (SIMD2<Float>, SIMD2<Float>) {
        let ends = [loop[0], loop[8]].map { SIMD2(bare.mesh[$0].x, bare.mesh[$0].y) }
        return ends[0].x < ends[1].x ? (ends[0], ends[1]) : (ends[1], ends[0])
    }

    /// A face whose openings lie beside the mesh's.
    /// - Parameters:
    ///   - shifts: of the left and the right eye, in lengths of the eye.
    ///   - stretch: factors along and across.
    private static func face(
        shifts: [SIMD2<Float>], stretch: SIMD2<Float> = SIMD2(1, 1), iris: SIMD3<Float>, gain: Float = 1
    ) -> PaintedFace {
        PaintedFace { at in
            for (loop, shift) in zip(loops, shifts) {
                let (left, right) = corners(loop)
                let middle = (left + right) / 2
                let length = right.x - left.x
                let place = (at - middle - shift * length) / stretch
                guard isInside(middle + place, loop) else { continue }
                return (place * place * stretch * stretch).sum() < 0.04 * length * length ? iris * gain : white * gain
            }
            return skin * gain
        }
    }

    private static func isInside(_ at: SIMD2<Float>, _ loop: [Int]) -> Bool {
        var inside = false
        let lids = loop.map { bare.mesh[$0] }
        for (a, b) in zip(lids, lids[1...] + lids[..<1]) where (a.y > at.y) != (b.y > at.y) {
            let x: Float = a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
            if at.x < x { inside.toggle() }
        }
        return inside
    }

    @Test(
        "openings are found where whites and irises are, in whatever light, irises dark or as red as skin",
        arguments: [SIMD3<Float>(0.03, 0.03, 0.03), SIMD3(0.3, 0.17, 0.1)], [1, 0.08])
    func found(iris: SIMD3<Float>, gain: Float) throws {
        let shifts = [SIMD2<Float>(-0.12, -0.08), SIMD2(0.04, -0.1)]
        let picture = Self.face(shifts: shifts, stretch: SIMD2(1.1, 1.25), iris: iris, gain: gain)
        let moves = EyeTrace(Self.bare.mesh, in: picture.pixels).moves
        for (move, shift) in zip([try #require(moves.left), try #require(moves.right)], shifts) {
            // What is to be expected of a mesh weighs too: most of a move is found, not all of it.
            #expect(abs(move.shift.x - shift.x) < 0.04, "\(move)")
            #expect(abs(move.shift.y - shift.y) < 0.04, "\(move)")
            #expect((0.02...0.2).contains(move.stretch.x), "\(move)")
            #expect((0.08...0.4).contains(move.stretch.y), "\(move)")
        }
    }

    @Test("openings are where they are in the face, however the picture is turned", arguments: [1, 2, 3])
    func turned(quarters: Int) throws {
        let shifts = [SIMD2<Float>(-0.12, -0.08), SIMD2(0.04, -0.1)]
        let picture = Self.face(shifts: shifts, iris: SIMD3(0.03, 0.03, 0.03))
        let side = PaintedFace.size.width
        var (mesh, pixels) = (Self.bare.mesh, picture.pixels)
        for _ in 0..<quarters {
            mesh = mesh.map { SIMD3(Float(side) - $0.y, $0.x, $0.z) }
            let before = pixels
            for y in 0..<side {
                for x in 0..<side { for c in 0..<3 { pixels[x, y, c] = before[y, side - 1 - x, c] } }
            }
        }
        let upright = EyeTrace(Self.bare.mesh, in: picture.pixels).moves
        let moves = EyeTrace(mesh, in: pixels).moves
        for (move, wanted) in [(moves.left, upright.left), (moves.right, upright.right)] {
            let (move, wanted) = (try #require(move), try #require(wanted))
            #expect(abs(move.shift.x - wanted.shift.x) < 0.02 && abs(move.shift.y - wanted.shift.y) < 0.02, "\(move)")
        }
    }

    @Test("where the picture shows no eyes, or glasses over them, nothing is told")
    func notSeen() {
        let closed = EyeTrace(Self.bare.mesh, in: Self.bare.pixels).moves
        #expect(closed.left == nil && closed.right == nil)
        let (left, right) = (Self.corners(Self.loops[0]).0, Self.corners(Self.loops[1]).1)
        let glasses = PaintedFace { at in
            let (low, high) = (SIMD2(left.x - 40, left.y - 45), SIMD2(right.x + 40, right.y + 45))
            let isCovered = at.x > low.x && at.y > low.y && at.x < high.x && at.y < high.y
            return isCovered ? SIMD3(0.02, 0.02, 0.02) : Self.skin
        }
        let hidden = EyeTrace(Self.bare.mesh, in: glasses.pixels).moves
        #expect(hidden.left == nil && hidden.right == nil)
    }

    @Test("eyes are as high as the source's, and turned to the side as the target's are")
    func drawn() {
        let dark = SIMD3<Float>(0.03, 0.03, 0.03)
        let source = Self.face(shifts: [SIMD2(0, -0.12), SIMD2(0, -0.12)], iris: dark)
        let target = Self.face(shifts: [SIMD2(0.12, 0), SIMD2(0.12, 0)], iris: dark)
        let result = target.rendered(FaceAtlas.build(from: [source.view]))
        for loop in Self.loops {
            let (left, right) = Self.corners(loop)
            let own = (left + right) / 2
            let ends = [loop[0], loop[8]].map { SIMD2(result.landmarks[$0].x, result.landmarks[$0].y) }
            let move = ((ends[0] + ends[1]) / 2 - own) / (right.x - left.x)
            #expect(abs(move.x - 0.12) < 0.04, "\(move)")
            #expect(abs(move.y + 0.12) < 0.04, "\(move)")
            let shown = [loop[0], loop[8]].map { SIMD2(result.shown[$0].x, result.shown[$0].y) }
            let seen = ((shown[0] + shown[1]) / 2 - own) / (right.x - left.x)
            #expect(abs(seen.x - 0.12) < 0.04 && abs(seen.y) < 0.04, "\(seen)")
        }
    }
}
