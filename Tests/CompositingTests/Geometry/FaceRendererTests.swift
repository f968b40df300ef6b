import Compositing
import Faces
import Raster
import Testing

@Suite("Drawing an atlas into a target")
struct FaceRendererTests {
    private let face = CanonicalFace.mean
    private let plain = SIMD3<Float>(0.5, 0.35, 0.28)

    @Test("no background comes with the far cheek of a turned source")
    func noBackground() {
        let truth = PaintedFace(turnedBy: 0.6) { _ in self.plain }
        let silhouette = truth.rendered(FaceAtlas.build(from: [truth.view]))
        let source = PaintedFace(turnedBy: 0.6) { at in
            let (x, y) = (Int(at.x) - silhouette.region.x, Int(at.y) - silhouette.region.y)
            let inside = x >= 0 && y >= 0 && x < silhouette.region.width && y < silhouette.region.height
            // Blue behind the face, and over its last pixels.
            return inside && silhouette.coverage[max(0, min(x, silhouette.region.width - 1)), max(0, y)] > 0.99
                ? self.plain : SIMD3(0.05, 0.1, 0.9)
        }
        let target = PaintedFace { _ in self.plain }
        let result = target.rendered(FaceAtlas.build(from: [source.view]))
        let blue = result.coverage.values.indices.filter { pixel in
            result.coverage.values[pixel] > 0.99 && result.pixels.values[pixel * 3 + 2] > 0.4
        }
        #expect(blue.count < result.coverage.values.count / 2_000)
    }

    @Test("an iris stays round under lids that close over it")
    func roundIris() {
        let upright = PaintedFace { _ in self.plain }
        let center = upright.middle(of: face.leftEye)
        let corner = upright.mesh[face.leftEye[0]]
        let radius = 0.22 * (upright.mesh[face.leftEye[8]].x - corner.x)
        let source = PaintedFace { at in
            let d = at - center
            return (d * d).sum() < radius * radius ? SIMD3(0.02, 0.05, 0.1) : self.plain
        }
        let loop = face.leftEye
        let squinting = PaintedFace(
            shape: { positions in
                var result = positions
                for k in 1..<8 {
                    let middle = (positions[loop[k]] + positions[loop[16 - k]]) / 2
                    result[loop[k]] = middle + (positions[loop[k]] - middle) * 0.7
                    result[loop[16 - k]] = middle + (positions[loop[16 - k]] - middle) * 0.7
                }
                return result
            }, paint: { _ in self.plain })
        let atlas = FaceAtlas.build(from: [source.view])
        let result = squinting.rendered(atlas)
        // Along the eye's axis the iris is as wide as it was; across, the lids cut it rather than squash it:
        // towards the lid it is as wide as a circle is there.
        let width = { (offset: Float) -> Int in
            let y = Int(center.y + offset) - result.region.y
            return (0..<result.region.width).count { x in
                result.eyes[x, y] > 0 && result.pixels[x, y, 0] < 0.25
                    && abs(Float(x + result.region.x) - center.x) < 2 * radius
            }
        }
        #expect(abs(Float(width(0)) - 2 * radius) < 3)
        let half = 0.2 * radius
        let chord = 2 * (radius * radius - half * half).squareRoot()
        #expect(abs(Float(width(half)) - chord) < 4)
    }

    @Test("what lies at an eye's lids comes with the eye, although the skin there comes from the other half")
    func lidsFollowEye() {
        let upright = PaintedFace { _ in self.plain }
        let dot = { (loop: [Int]) -> SIMD2<Float> in
            let (outer, inner) = (upright.mesh[loop[0]], upright.mesh[loop[8]])
            let beside = outer + (outer - inner) * 0.05
            return SIMD2(beside.x, beside.y)
        }
        let (left, right) = (dot(face.leftEye), dot(face.rightEye))
        let marked = { (at: SIMD2<Float>, dot: SIMD2<Float>) in ((at - dot) * (at - dot)).sum() < 9 }
        // The left half lies in a hard shadow: its skin is drawn from the right one, its eye keeps its own look.
        let source = PaintedFace { at in
            let light: Float = at.x < 320 ? 0.2 : 1
            if marked(at, left) { return SIMD3(0.1, 0.8, 0.1) * light }
            return marked(at, right) ? SIMD3(0.1, 0.1, 0.8) * light : self.plain * light
        }
        let result = upright.rendered(FaceAtlas.build(from: [source.view]))
        let shown = { (c: Int) in
            result.pixels[Int(left.x) - result.region.x, Int(left.y) - result.region.y, c]
        }
        #expect(shown(1) > shown(2))
    }

    @Test("lips close without teeth when the source's are open and the target's are not")
    func lipsClose() {
        let lips = face.innerLips
        let outline = PaintedFace(shape: PaintedFace.parted(by: 0.15)) { _ in self.plain }
        let source = PaintedFace(shape: PaintedFace.parted(by: 0.15)) { at in
            outline.isBetweenLips(at) ? SIMD3(0.9, 0.9, 0.9) : self.plain
        }
        let target = PaintedFace { _ in self.plain }
        let result = target.rendered(FaceAtlas.build(from: [source.view]))
        let middle = target.middle(of: lips)
        var brightest: Float = 0
        for y in Int(middle.y) - 30...Int(middle.y) + 30 {
            for x in 300...340 {
                brightest = max(brightest, result.pixels[x - result.region.x, y - result.region.y, 2])
            }
        }
        #expect(brightest < 0.45)
    }

    @Test("an open mouth of the target stays when the source's lips are closed")
    func openTarget() {
        let lips = face.innerLips
        let source = PaintedFace { _ in self.plain }
        let outline = PaintedFace(shape: PaintedFace.parted(by: 0.15)) { _ in self.plain }
        let target = PaintedFace(shape: PaintedFace.parted(by: 0.15)) { at in
            outline.isBetweenLips(at) ? SIMD3(0.02, 0.01, 0.01) : self.plain
        }
        let result = target.rendered(FaceAtlas.build(from: [source.view]))
        let middle = target.middle(of: lips)
        #expect(result.mouth[Int(middle.x) - result.region.x, Int(middle.y) - result.region.y] > 0.99)
    }

    @Test("normals face the camera and follow the turn of the head")
    func normals() {
        let source = PaintedFace { _ in self.plain }
        let atlas = FaceAtlas.build(from: [source.view])
        let mean = { (sine: Float) -> SIMD3<Float> in
            let result = PaintedFace(turnedBy: sine) { _ in self.plain }.rendered(atlas)
            var sum = SIMD3<Float>.zero
            for at in stride(from: 0, to: result.normals.values.count, by: 3) {
                sum += SIMD3(
                    result.normals.values[at], result.normals.values[at + 1], result.normals.values[at + 2])
            }
            return sum / (sum * sum).sum().squareRoot()
        }
        #expect(mean(0).z < -0.9)
        #expect(mean(0.5).x > mean(0).x + 0.05 || mean(0.5).x < mean(0).x - 0.05)
        #expect(mean(0.5).x * mean(-0.5).x < 0)
    }

    @Test("a face without its mesh is refused, as a source and as a target")
    func withoutMesh() throws {
        let size = PaintedFace.size
        let photograph = Photograph(
            size: size, channels: 3, values: .bits8([UInt8](repeating: 120, count: size.area * 3)), colorSpace: .sRGB)
        let face = { (mesh: [SIMD3<Float>]) in
            Face(
                box: Box(x: 150, y: 150, width: 340, height: 360), score: 1, mesh: mesh, landmarks68: [],
                landmarks5: [], pose: Pose(yaw: 0, pitch: 0, roll: 0), share: 0.2,
                quality: FaceQuality(sharpness: 0.7, exposure: 0.5, clipped: 0))
        }
        let whole = face(PaintedFace { _ in .one }.mesh)
        let swapper = MeshSwapper()
        #expect(throws: CompositingError.missingMesh) {
            try swapper.prepare([SourceFace(photograph: photograph, face: face([]))])
        }
        let identity = try swapper.prepare([SourceFace(photograph: photograph, face: whole)])
        #expect(throws: CompositingError.missingMesh) {
            try swapper.swap(identity, into: photograph, face: face([]), settings: CompositingSettings())
        }
    }
}
