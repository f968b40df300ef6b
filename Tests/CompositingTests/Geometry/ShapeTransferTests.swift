import Compositing
import Faces
import Raster
import Testing

@Suite("Shape transfer")
struct ShapeTransferTests {
    private let plain = SIMD3<Float>(0.5, 0.35, 0.28)

    private func pattern(_ at: SIMD2<Float>) -> SIMD3<Float> {
        SIMD3(at.x / 640, at.y / 640, 0.5)
    }

    /// A jaw and a nose well beyond what people differ by.
    private var wide: PaintedFace {
        PaintedFace(
            shape: { positions in
                positions.map { SIMD3($0.x * (1 + 0.25 * max(0, $0.y)), $0.y * 1.06, $0.z) }
            }, paint: { _ in self.plain })
    }

    private func field(from target: PaintedFace, amount: Float) -> (DisplacementField, RenderedFace) {
        let result = target.rendered(FaceAtlas.build(from: [wide.view]), shapeTransfer: amount)
        let corner = SIMD3(Float(result.region.x), Float(result.region.y), 0)
        let field = DisplacementField(
            size: result.region.size, from: target.mesh.map { $0 - corner },
            to: result.landmarks.map { $0 - corner })
        return (field, result)
    }

    @Test("the rim of the region keeps its exact values, and something inside moves")
    func rim() {
        let target = PaintedFace(turnedBy: 0.2, paint: pattern)
        let (_, result) = field(from: target, amount: 1)
        let before = target.pixels.cropped(to: result.region)
        var moved = 0
        for y in 0..<before.height {
            for x in 0..<before.width {
                let same = (0..<3).allSatisfy { result.target[x, y, $0] == before[x, y, $0] }
                if min(x, y, before.width - 1 - x, before.height - 1 - y) < 3 { #expect(same) }
                if !same { moved += 1 }
            }
        }
        #expect(moved > before.width * before.height / 10)
    }

    @Test("the warp never folds: its Jacobian is positive everywhere")
    func invertible() {
        let (field, _) = field(from: PaintedFace(turnedBy: 0.2, paint: pattern), amount: 1)
        for j in 0..<field.rows - 1 {
            for i in 0..<field.columns - 1 {
                let here = field.nodes[j * field.columns + i]
                let across = (field.nodes[j * field.columns + i + 1] - here) / field.spacing
                let down = (field.nodes[(j + 1) * field.columns + i] - here) / field.spacing
                #expect((1 + across.x) * (1 + down.y) - across.y * down.x > 0.1)
            }
        }
    }

    @Test("proportions go the asked part of the way to the source's, pose and lips stay")
    func proportions() {
        let face = CanonicalFace.mean
        let target = PaintedFace(paint: pattern)
        let jaw = { (mesh: [SIMD3<Float>]) in mesh[face.oval[14]].x - mesh[face.oval[22]].x }
        let eyes = { (mesh: [SIMD3<Float>]) in mesh[face.rightEye[0]].x - mesh[face.leftEye[0]].x }
        let share = { (mesh: [SIMD3<Float>]) in jaw(mesh) / eyes(mesh) }
        let (_, half) = field(from: target, amount: 0.5)
        let (_, full) = field(from: target, amount: 1)
        let (own, other) = (share(target.mesh), share(wide.mesh))
        let (reachedHalf, reachedFull) = (share(half.landmarks) - own, share(full.landmarks) - own)
        #expect(reachedFull / (other - own) > 0.7 && reachedFull / (other - own) < 1.1)
        #expect(reachedHalf / reachedFull > 0.4 && reachedHalf / reachedFull < 0.65)
    }

    @Test("landmarks go where the transfer brings them; without one nothing is said to move")
    func warp() throws {
        let target = PaintedFace(turnedBy: 0.2, paint: pattern)
        let (_, result) = field(from: target, amount: 1)
        let warp = try #require(result.warp)
        let quality = FaceQuality(sharpness: 0.5, exposure: 0.5, clipped: 0)
        let face = Face(
            box: Box(x: 100, y: 100, width: 400, height: 400), score: 1, mesh: target.mesh, landmarks68: [],
            landmarks5: [SIMD2(1, 1)], pose: Pose(yaw: 0, pitch: 0, roll: 0), share: 0.2, quality: quality)
        let moved = face.moved(by: warp)
        // Lids and lips are drawn by rules of their own.
        let (mesh, own) = (CanonicalFace.mean, Set(CanonicalFace.mean.lips))
        var (farthest, worst): (Float, Float) = (0, 0)
        for point in mesh.oval + mesh.nose where !own.contains(point) {
            let (there, drawn) = (moved.mesh[point], result.landmarks[point])
            let (way, error) = (drawn - face.mesh[point], there - drawn)
            farthest = max(farthest, (way.x * way.x + way.y * way.y).squareRoot())
            worst = max(worst, (error.x * error.x + error.y * error.y).squareRoot())
        }
        #expect(farthest > 12 && worst < 0.15 * farthest, "\(worst) of \(farthest)")
        #expect(moved.landmarks5 == [SIMD2(1, 1)])
        #expect(field(from: target, amount: 0).1.warp == nil)
    }

    @Test("what moves about the face is in the layer, and what stays is not")
    func surroundings() {
        let (_, result) = field(from: PaintedFace(paint: pattern), amount: 1)
        let layer = FaceCompositor(settings: CompositingSettings()).compose(result).layer
        var (beside, wrong) = (0, 0)
        for pixel in layer.mask.values.indices where result.coverage.values[pixel] == 0 {
            let moved = (result.moved?.values[pixel] ?? 0) > 0
            if layer.mask.values[pixel] != (moved ? 1 : 0) { wrong += 1 }
            guard moved else { continue }
            beside += 1
            let values = pixel * 3..<pixel * 3 + 3
            if layer.pixels.values[values] != result.target.values[values] { wrong += 1 }
        }
        #expect(wrong == 0)
        #expect(beside > 1_000)
    }

    @Test("the inside of an open mouth keeps its place between lips that move")
    func mouth() {
        let lips = CanonicalFace.mean.innerLips
        let outline = PaintedFace(shape: PaintedFace.parted(by: 0.15)) { _ in self.plain }
        let target = PaintedFace(shape: PaintedFace.parted(by: 0.15)) { at in
            outline.isBetweenLips(at) ? SIMD3(0.02, 0.01, 0.01) : self.plain
        }
        let low = PaintedFace(
            shape: { positions in positions.map { SIMD3($0.x, $0.y * (1 + 0.2 * max(0, $0.y)), $0.z) } },
            paint: { _ in self.plain })
        let result = target.rendered(FaceAtlas.build(from: [low.view]), shapeTransfer: 1)
        let rims = [lips[5], lips[15]].map { result.landmarks[$0].y }
        let x = Int(result.landmarks[lips[5]].x) - result.region.x
        #expect(abs(rims[0] - target.mesh[lips[5]].y) > 8, "the lips move")
        let dark = (0..<result.region.height).filter { result.target[x, $0, 0] < 0.1 }
        #expect(abs(Float((dark.first ?? 0) + result.region.y) - rims[0]) < 4)
        #expect(abs(Float((dark.last ?? 0) + result.region.y) - rims[1]) < 4)
    }
}
