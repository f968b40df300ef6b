import Compositing
import Faces
import Raster
import Testing

@Suite("Lips as a picture shows them")
struct LipTraceTests {
    private let face = CanonicalFace.mean
    private static let skin = SIMD3<Float>(0.5, 0.35, 0.28)
    private static let lip = SIMD3<Float>(0.4, 0.2, 0.18)

    private static let bare = PaintedFace { _ in skin }

    /// A face with red lips about a curve, and what is between them.
    /// - Parameters:
    ///   - line: y of the curve at a place along the mouth, in half widths.
    ///   - height: pixels between the lips at such a place.
    private static func mouth(
        line: (Float) -> Float, height: (Float) -> Float, inside: SIMD3<Float>, gain: Float = 1
    ) -> PaintedFace {
        PaintedFace { at in
            let along = Self.along(at.x)
            guard abs(along) < 1.12 else { return skin * gain }
            let across = abs(at.y - line(along))
            if abs(along) < 1.05 && across < height(along) / 2 { return inside * gain }
            return (across < 26 * (1.2 - along * along) + height(along) / 2 ? lip : skin) * gain
        }
    }

    /// Half widths along the mouth between its inner corners.
    private static func along(_ x: Float) -> Float {
        let rim = CanonicalFace.mean.innerLips
        let (left, right) = (bare.mesh[rim[0]].x, bare.mesh[rim[10]].x)
        return (2 * x - left - right) / (right - left)
    }

    private static let corner: Float = bare.mesh[CanonicalFace.mean.innerLips[0]].y

    private static func rims(_ mesh: [SIMD3<Float>], _ k: Int) -> (upper: SIMD3<Float>, lower: SIMD3<Float>) {
        let inner = CanonicalFace.mean.innerLips
        return (mesh[inner[k]], mesh[inner[20 - k]])
    }

    @Test(
        "rims lie on a dark line that the mesh misses, smiling or not, in whatever light", arguments: [12, -6],
        [1, 0.15])
    func followsTheLine(rise: Float, gain: Float) {
        let line = { (along: Float) in Self.corner + 4 - rise * along * along }
        let picture = Self.mouth(line: line, height: { _ in 5 }, inside: SIMD3(0.03, 0.02, 0.02), gain: gain)
        let trace = LipTrace(Self.bare.mesh, in: picture.pixels)
        #expect(!trace.opening.isOpen)
        for k in 1..<10 {
            let (upper, lower) = Self.rims(trace.mesh, k)
            let along = Self.along((upper.x + lower.x) / 2)
            #expect(abs((upper.y + lower.y) / 2 - line(along)) < 1.5, "middle \(k)")
            #expect(abs(lower.y - upper.y - 5) < 2.5, "height \(k)")
        }
        for corner in [face.outerLips[0], face.outerLips[10]] {
            let at = trace.mesh[corner]
            #expect(abs(at.y - line(Self.along(at.x))) < 3, "corner")
        }
    }

    @Test(
        "an opening is as high as the teeth and the dark in it",
        arguments: [SIMD3<Float>(0.6, 0.6, 0.55), SIMD3(0.02, 0.01, 0.01)])
    func opening(inside: SIMD3<Float>) {
        // The mesh's rims are 24 pixels apart in the middle, and lie 4 higher than the picture's, which are 30 apart.
        let parted = PaintedFace(shape: PaintedFace.parted(by: 0.04)) { _ in Self.skin }
        let middle = (parted.mesh[face.innerLips[5]].y + parted.mesh[face.innerLips[15]].y) / 2
        let height = { (along: Float) in 30 * max(0, 1 - along * along) }
        let line = { (along: Float) in Self.corner + (middle - Self.corner) * (1 - along * along) + 4 }
        let picture = Self.mouth(line: line, height: height, inside: inside)
        let trace = LipTrace(parted.mesh, in: picture.pixels)
        #expect(trace.opening.isOpen)
        for k in 3...7 {
            let (upper, lower) = Self.rims(trace.mesh, k)
            let along = Self.along((upper.x + lower.x) / 2)
            #expect(abs(lower.y - upper.y - height(along)) < 4, "height \(k)")
            #expect(abs((upper.y + lower.y) / 2 - line(along)) < 3, "middle \(k)")
        }
    }

    @Test("lips that part in the middle alone are open, be it by little")
    func partedInTheMiddle() {
        let line = { (along: Float) in Self.corner + 4 - 8 * along * along }
        let height = { (along: Float) -> Float in abs(along) < 0.55 ? 7 : 1 }
        let picture = Self.mouth(line: line, height: height, inside: SIMD3(0.03, 0.03, 0.03))
        #expect(LipTrace(Self.bare.mesh, in: picture.pixels).opening.isOpen)
    }

    @Test("a lip that the landmarks curl in lies between its rims, so that nothing from between the lips is on it")
    func curledLip() {
        let line = (face.uv[face.innerLips[5]].y + face.uv[face.innerLips[15]].y) / 2
        let rims = Set(face.innerLips + face.outerLips)
        let between = face.lips.filter { !rims.contains($0) && abs(face.uv[$0].x - 0.5) < 0.06 }
        var mesh = Self.bare.mesh
        for point in between { mesh[point].y += face.uv[point].y < line ? 12 : -12 }
        let picture = Self.mouth(
            line: { _ in Self.corner + 4 }, height: { _ in 6 }, inside: SIMD3(0.03, 0.02, 0.02))
        let trace = LipTrace(mesh, in: picture.pixels)
        let (upper, lower) = Self.rims(trace.mesh, 5)
        for point in between {
            let y = trace.mesh[point].y
            #expect(face.uv[point].y < line ? y < upper.y : y > lower.y, "\(point): \(y)")
        }
        #expect(between.count > 8)
    }

    @Test("without anything between the lips the mesh stays, its inner rims together")
    func nothingToSee() {
        let picture = PaintedFace { _ in Self.skin }
        let trace = LipTrace(picture.mesh, in: picture.pixels)
        #expect(!trace.opening.isOpen)
        for k in 1..<10 {
            let (upper, lower) = Self.rims(trace.mesh, k)
            #expect(abs(upper.y - lower.y) < 0.01)
        }
        let inner = Set(face.lips)
        for point in picture.mesh.indices where !inner.contains(point) {
            #expect(trace.mesh[point] == picture.mesh[point])
        }
    }

    @Test("a mouth that the picture cuts off keeps its mesh and counts as closed")
    func cutOff() {
        let parted = PaintedFace(shape: PaintedFace.parted(by: 0.1), paint: { _ in Self.skin })
        let below = parted.mesh.map { $0 + SIMD3(0, 1000, 0) }
        let trace = LipTrace(below, in: parted.pixels)
        #expect(trace.mesh == below)
        #expect(!trace.opening.isOpen)
    }
}
