import Compositing
import Faces
import Foundation
import Raster
import Testing

@Suite("The atlas of a face")
struct FaceAtlasTests {
    private func skin(_ at: SIMD2<Float>) -> SIMD3<Float> {
        let wave = Float(sin(Double(at.x) * 0.55) * cos(Double(at.y) * 0.45))
        return SIMD3(0.5, 0.35, 0.28) * (1 + 0.25 * wave)
    }

    @Test("a face that is unwrapped and drawn into its own mesh comes back, PSNR above 38 dB")
    func roundTrip() {
        let face = PaintedFace(paint: skin)
        let result = face.rendered(FaceAtlas.build(from: [face.view]))
        var (sum, count) = (0.0, 0.0)
        for pixel in result.coverage.values.indices
        where result.coverage.values[pixel] > 0.99 && result.confidence.values[pixel] > 0.98 {
            for c in 0..<3 {
                let error = Double(result.pixels.values[pixel * 3 + c] - result.target.values[pixel * 3 + c])
                sum += error * error
                count += 1
            }
        }
        #expect(count > 200_000)
        #expect(-10 * log10(sum / count) > 38)
    }

    @Test("the half that a turned face hides is completed from the other, lit like its surroundings, without a step")
    func completion() {
        let face = PaintedFace(turnedBy: 0.6) { at in
            SIMD3(0.5, 0.35, 0.28) * (0.6 + 0.8 * at.x / 640)
        }
        let atlas = FaceAtlas.build(from: [face.view])
        let plane = atlas.confidence
        let row = plane.height / 2
        let sides = [40, plane.width - 41].map { plane[$0, row, 0] }.sorted()
        #expect(sides[0] <= 0.5 && sides[1] > 0.9)
        let texture = atlas.texture.base
        let step = texture.width / plane.width
        var largest: Float = 0
        for y in stride(from: texture.height / 3, to: texture.height * 2 / 3, by: step) {
            for x in stride(from: texture.width / 8, to: texture.width * 7 / 8, by: step) {
                let (a, b) = (texture[x, y, 1], texture[x + step, y, 1])
                largest = max(largest, abs(a - b) / max(a, b))
            }
        }
        #expect(largest < 0.05)
    }

    @Test("a face turned by 20° is believed as it is seen, nose and far cheek included")
    func slightTurn() {
        let atlas = FaceAtlas.build(from: [PaintedFace(turnedBy: 0.34, paint: skin).view])
        let plane = atlas.confidence
        for (x, y) in [(0.42, 0.5), (0.58, 0.5), (0.35, 0.55), (0.65, 0.55), (0.5, 0.8)] {
            #expect(plane[Int(x * Double(plane.width)), Int(y * Double(plane.height)), 0] > 0.9, "\(x), \(y)")
        }
    }

    @Test("a nose that shows its outline is completed from its near half, one that is turned less is not")
    func turnedNose() {
        let canonical = CanonicalFace.mean
        for (sine, completed) in [(Float(0.5), true), (0.2, false)] {
            let plain = PaintedFace(turnedBy: sine) { _ in .zero }
            for far in [281, 344, 420, 456] {
                let mark = SIMD2(plain.mesh[far].x, plain.mesh[far].y)
                let face = PaintedFace(turnedBy: sine) { at in
                    let away = at - mark
                    return SIMD3(0.5, 0.35, 0.28) * ((away * away).sum() < 36 ? 0.7 : 1)
                }
                let texture = FaceAtlas.build(from: [face.view]).texture.base
                let light = { (point: Int) -> Float in
                    let at = canonical.uv[point] * Float(texture.width)
                    return texture[Int(at.x), Int(at.y), 1]
                }
                let ratio = light(far) / light(canonical.mirror[far])
                #expect(completed ? ratio > 0.9 : ratio < 0.85, "\(sine), \(far): \(ratio)")
            }
        }
    }

    @Test("a nose that is its near half twice has no bright line where they meet")
    func mirroredRidge() {
        let plain = PaintedFace(turnedBy: 0.5) { _ in .zero }
        let ridge = plain.mesh[5].x
        let face = PaintedFace(turnedBy: 0.5) { at in
            let near = min(1, max(0, (ridge - at.x) / 14))
            return SIMD3(0.5, 0.35, 0.28) * (at.x > ridge - 50 ? 1 - 0.4 * near : 1)
        }
        let atlas = FaceAtlas.build(from: [face.view])
        #expect(atlas.mirroredNose > 0.9)
        let texture = atlas.texture.base
        let cell = texture.width / 256
        let row = Int(CanonicalFace.mean.uv[195].y * Float(texture.height))
        let light = { (cells: Int) in texture[texture.width / 2 + cells * cell, row, 1] }
        let beside = (light(-6) + light(6)) / 2
        #expect(light(0) / beside < 1.12, "\(light(0) / beside)")
    }

    @Test("skin beside hair goes on as shaded as it is there")
    func shadedTemple() {
        let plain = PaintedFace { _ in .zero }
        let (brow, cheek, rim) = (plain.mesh[70], plain.mesh[50], plain.mesh[127].x)
        let (skin, hair) = (SIMD3<Float>(0.5, 0.35, 0.28), SIMD3<Float>(0.45, 0.28, 0.1))
        let face = PaintedFace { at in
            if at.x < rim + 10 { return SIMD3(0.3, 0.4, 0.6) }
            if at.x < brow.x - 12 && at.y < cheek.y { return hair }
            return skin * (0.5 + 0.5 * min(1, max(0, (at.x - brow.x) / 30)))
        }
        let texture = FaceAtlas.build(from: [face.view]).texture.base
        let cell = texture.width / 256
        // Beside the eye, where no feature keeps its hair, from the rim to where skin was seen.
        var steepest: Float = 0
        for y in 70..<110 {
            for x in 20..<60 {
                let (near, far) = (texture[x * cell, y * cell, 1], texture[(x + 2) * cell, y * cell, 1])
                steepest = max(steepest, abs(logf(far / near)))
            }
        }
        #expect(steepest < 0.13, "\(steepest)")
    }

    @Test("a nose that is turned away, its near side in a hard shadow, is a guess; either alone is not")
    func guessedNose() {
        let canonical = CanonicalFace.mean
        for (sine, darkness, guessed) in [
            (Float(0.35), Float(0.12), true), (0.5, 0.12, true), (0.35, 1, false), (0, 0.12, false),
        ] {
            let plain = PaintedFace(turnedBy: sine) { _ in .zero }
            let face = PaintedFace(turnedBy: sine) { at in
                SIMD3(0.5, 0.35, 0.28) * (at.x < plain.mesh[5].x ? darkness : 1)
            }
            let plane = FaceAtlas.build(from: [face.view]).confidence
            let trust = { (point: Int) -> Float in
                let at = canonical.uv[point] * Float(plane.width)
                return plane[Int(at.x), Int(at.y), 0]
            }
            for point in [4, 64, 294] {
                #expect(guessed ? trust(point) < 0.02 : trust(point) > 0.4, "\(sine), \(darkness): \(trust(point))")
            }
            for cheek in [50, 280] { #expect(trust(cheek) > 0.4) }
        }
    }

    @Test("hair over a temple that faces the camera is skin in the atlas; a spot that no hair reaches stays")
    func hairOverTemple() {
        let plain = PaintedFace { _ in .zero }
        let (brow, cheek, spot) = (plain.mesh[70], plain.mesh[50], plain.mesh[346])
        // Fair hair, which no shadow could be, and sky beyond it: the outline of landmarks is never exact.
        let (skin, hair) = (SIMD3<Float>(0.5, 0.35, 0.28), SIMD3<Float>(0.45, 0.28, 0.1))
        let rim = plain.mesh[127].x
        let face = PaintedFace { at in
            let isHair = at.x < brow.x - 12 && at.y < cheek.y
            let away = at - SIMD2(spot.x, spot.y)
            if at.x < rim + 10 { return SIMD3(0.3, 0.4, 0.6) }
            return isHair || (away * away).sum() < 36 ? hair : skin
        }
        let texture = FaceAtlas.build(from: [face.view]).texture.base
        let blue = { (point: Int) -> Float in
            let at = CanonicalFace.mean.uv[point] * Float(texture.width)
            let (x, y) = (Int(at.x), Int(at.y))
            return texture[x, y, 2] / texture[x, y, 1]
        }
        for point in [156, 139, 34, 143] { #expect(abs(blue(point) - 0.8) < 0.1, "\(point): \(blue(point))") }
        #expect(blue(346) < 0.5)
    }

    @Test("a brow that is cut off is the other one whole, one that is cut by a hair's breadth stays")
    func cutBrow() {
        let canonical = CanonicalFace.mean
        let plain = PaintedFace { _ in .zero }
        let brow = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46].map { plain.mesh[$0].x }.sorted()
        let width = brow[9] - brow[0]
        let mark = plain.middle(of: [66, 65])
        let face = PaintedFace { at in
            let away = at - mark
            return SIMD3(0.5, 0.35, 0.28) * ((away * away).sum() < 16 ? 0.6 : 1)
        }
        for (cut, isReplaced) in [(Float(0.4), true), (0.02, false)] {
            let left = Int(brow[0] + cut * width)
            let region = PixelBox(x: left, y: 0, width: 640 - left, height: 640)
            let view = AtlasView(
                pixels: face.pixels.cropped(to: region), region: region, mesh: face.mesh, sharpness: 0.7)
            let texture = FaceAtlas.build(from: [view]).texture.base
            let light = { (points: [Int]) -> Float in
                let at = (canonical.uv[points[0]] + canonical.uv[points[1]]) / 2 * Float(texture.width)
                return texture[Int(at.x), Int(at.y), 1]
            }
            let ratio = light([66, 65]) / light([296, 295])
            #expect(isReplaced ? ratio > 0.95 : ratio < 0.75, "\(cut): \(ratio)")
        }
    }

    @Test("a half in shadow takes the lit half's surface; a key light in front of the face is light, and stays")
    func shadow() {
        for (darkness, range) in [(Float(0.1), Float(0.4)...1.4), (0.35, 0.6...1.1), (0.6, 0.55...0.65)] {
            let face = PaintedFace { at in SIMD3(0.5, 0.35, 0.28) * (at.x < 316 ? darkness : 1) }
            let texture = FaceAtlas.build(from: [face.view]).texture.base
            let row = texture.height * 6 / 10
            let (left, right) = (texture[texture.width * 3 / 10, row, 1], texture[texture.width * 7 / 10, row, 1])
            #expect(range.contains(left / right), "\(darkness): \(left / right)")
        }
    }

    @Test("a shadow that ends just across the middle leaves no wedge there, and a dark line across it stays")
    func shadowAcrossTheMiddle() {
        let face = PaintedFace { at in
            let line: Float = abs(at.y - 400) < 6 ? 0.2 : 1
            return SIMD3(0.5, 0.35, 0.28) * line * (at.x < 330 ? 0.2 : 1)
        }
        let texture = FaceAtlas.build(from: [face.view]).texture.base
        let (middle, right) = (texture.width / 2, texture.width * 7 / 10)
        let rows = texture.height * 3 / 10..<texture.height * 9 / 10
        let shares = rows.map { texture[middle, $0, 1] / texture[right, $0, 1] }.sorted()
        #expect(shares[shares.count / 10] > 0.6)
        #expect(shares[shares.count * 9 / 10] < 1.25)
        let light = rows.map { texture[middle, $0, 1] }.sorted()
        #expect(light[light.count / 2] > 0.25)
        #expect(light[0] < 0.15)
    }

    @Test("a temple in the light of a second lamp lends the hidden one its surface, not its colour or its shade")
    func secondLamp() {
        let face = CanonicalFace.mean
        let plain = PaintedFace(turnedBy: 0.6) { _ in .zero }
        // Beyond what the far half shows of itself, on the side that faces the camera.
        let edge = plain.middle(of: [139, 143, 116, 123]).x
        let lamp = SIMD3<Float>(0.55, 0.5, 0.75)
        let turned = PaintedFace(turnedBy: 0.6) { at in
            let share = min(1, max(0, (edge - at.x) / 12 + 0.5))
            return SIMD3(0.5, 0.35, 0.28) * (SIMD3(repeating: 1) + (lamp - 1) * share)
        }
        let front = PaintedFace { _ in SIMD3(0.5, 0.35, 0.28) }
        let drawn = front.rendered(FaceAtlas.build(from: [turned.view]))
        let color = { (points: [Int]) -> SIMD3<Float> in
            let at = front.middle(of: points) - SIMD2(Float(drawn.region.x), Float(drawn.region.y))
            let (x, y) = (Int(at.x), Int(at.y))
            return SIMD3(drawn.pixels[x, y, 0], drawn.pixels[x, y, 1], drawn.pixels[x, y, 2])
        }
        let cheek = color([280, 352])
        let temple = color([139, 162].map { face.mirror[$0] })
        let ratio = temple / cheek
        #expect(abs(ratio.y - 1) < 0.25, "\(ratio)")
        #expect(abs(ratio.z / ratio.y - 1) < 0.1, "\(ratio)")
        // What was seen stays as it was seen.
        let near = color([139, 162]) / color([50, 123])
        #expect(near.z / near.y > 1.2, "\(near)")
    }

    @Test("two photographs complete each other, the darker one brought to the lighter one's exposure")
    func twoViews() {
        let left = PaintedFace(turnedBy: 0.6) { _ in SIMD3(0.5, 0.35, 0.28) }
        let right = PaintedFace(turnedBy: -0.6) { _ in SIMD3(0.25, 0.175, 0.14) }
        let single = FaceAtlas.build(from: [left.view])
        let both = FaceAtlas.build(from: [left.view, right.view])
        #expect(both.confidence.values.reduce(0, +) > 1.1 * single.confidence.values.reduce(0, +))
        let texture = both.texture.base
        let row = texture.height / 2
        let greens = (texture.width / 8..<texture.width * 7 / 8).map { texture[$0, row, 1] }
        #expect((greens.max() ?? 0) / max(1e-6, greens.min() ?? 0) < 1.1)
    }

    @Test("of two photographs the one that shows a place in the light is drawn, be the other sharper")
    func litView() {
        let plain = SIMD3<Float>(0.5, 0.35, 0.28)
        let cheek = SIMD2<Float>(250, 400)
        let marked = { (at: SIMD2<Float>) in ((at - cheek) * (at - cheek)).sum() < 64 }
        let even = PaintedFace { at in marked(at) ? plain * 0.7 : plain }
        let shaded = PaintedFace { at in
            marked(at) ? SIMD3(0.01, 0.03, 0.06) : at.x < 320 ? plain * 0.1 : plain
        }
        let region = PixelBox(PaintedFace.size)
        let views = [(shaded, Float(0.9)), (even, Float(0.6))].map { face, sharpness in
            AtlasView(pixels: face.pixels, region: region, mesh: face.mesh, sharpness: sharpness)
        }
        let result = even.rendered(FaceAtlas.build(from: views))
        let place = { (c: Int) in result.pixels[250 - result.region.x, 400 - result.region.y, c] }
        #expect(abs(place(0) / place(2) - plain.x / plain.z) < 0.15, "\(place(0) / place(2))")
        // Its mark is as dark as it was, against the skin that both show lit.
        let lit = result.pixels[400 - result.region.x, 400 - result.region.y, 0]
        #expect(abs(place(0) / lit - 0.7) < 0.07, "\(place(0) / lit)")
    }

    @Test("the atlas is the same on every run")
    func deterministic() {
        let face = PaintedFace(turnedBy: 0.3, paint: skin)
        let (a, b) = (FaceAtlas.build(from: [face.view]), FaceAtlas.build(from: [face.view]))
        #expect(a.texture.base == b.texture.base && a.confidence == b.confidence)
    }
}
