import Compositing
import Raster
import Testing

@Suite("Face mask") struct MaskTests {
    private let tone = SIMD3<Float>(0.6, 0.4, 0.3)

    private func plain() -> RenderedFace {
        var numbers = TestNumbers(seed: 9)
        return SyntheticFace.rendered(
            source: { _, _, normal in self.tone * (0.6 - 0.4 * normal.z) * (0.97 + 0.06 * numbers.next()) },
            target: { _, _, normal in self.tone * (0.6 - 0.4 * normal.z) })
    }

    @Test(
        "the mask is exactly 0 outside the face and full in its middle", arguments: CompositingSettings.Blend.allCases)
    func extent(blend: CompositingSettings.Blend) {
        var settings = CompositingSettings()
        settings.blend = blend
        let face = plain()
        let mask = FaceCompositor(settings: settings).compose(face).layer.mask
        for y in 0..<mask.height {
            for x in 0..<mask.width where face.coverage[x, y] == 0 { #expect(mask[x, y] == 0) }
        }
        #expect(mask[120, 140] > 0.99)
        #expect(mask[0, 0] == 0)
    }

    @Test("padding draws the mask in, the opening of the mouth and hair over the forehead stay the target's")
    func subtractions() {
        var face = plain()
        for y in 190..<205 { for x in 105..<135 { face.mouth[x, y] = 1 } }
        var hairy = face
        for y in 0..<70 {
            for x in 0..<240 { for c in 0..<3 { hairy.target[x, y, c] = 0.015 } }
        }
        var settings = CompositingSettings()
        settings.blendRatio = 1
        let compositor = FaceCompositor(settings: settings)
        let mask = compositor.compose(face).layer.mask
        #expect(mask[120, 197] == 0)
        #expect(mask[120, 62] > 0.9)
        let fringed = compositor.compose(hairy).layer.mask
        #expect(fringed[120, 62] < 0.05)
        #expect(fringed[120, 100] > 0.95)
        settings.maskPadding = .faceWidths(0.2)
        let padded = FaceCompositor(settings: settings).compose(face).layer.mask
        #expect(padded.values.reduce(0, +) < 0.7 * mask.values.reduce(0, +))
    }

    @Test("a dark spot in the middle of a cheek is no occluder, and the rim that no source showed is left out")
    func spotsAndTrust() {
        var face = plain()
        for y in 135..<150 { for x in 60..<75 { for c in 0..<3 { face.target[x, y, c] = 0.02 } } }
        for y in 0..<280 { for x in 180..<240 { face.confidence[x, y] = 0 } }
        let mask = FaceCompositor(settings: CompositingSettings()).compose(face).layer.mask
        #expect(mask[67, 142] > 0.95)
        #expect(mask[196, 140] < 0.01)
    }

    @Test("what no source showed of the inner face is the target's surface, in the tone that the face has around it")
    func borrowed() {
        var face = plain()
        // Both have marks where the source is a guess; the source's tone is twice the target's.
        for y in 133..<177 {
            for x in 105..<135 {
                face.confidence[x, y] = 0
                for c in 0..<3 {
                    if (140..<148).contains(y) { face.target[x, y, c] *= 0.6 }
                    if (160..<168).contains(y), (112..<128).contains(x) { face.pixels[x, y, c] *= 0.3 }
                }
            }
        }
        face.pixels = face.pixels.map { $0 * 2 }
        var settings = CompositingSettings()
        settings.colorCorrection = .none
        settings.illuminationWarping = false
        settings.blendRatio = 1
        let result = FaceCompositor(settings: settings).compose(face)
        let light = { (x: Int, y: Int) in result.layer.pixels[x, y, 1] / (face.target[x, 154, 1] * 2) }
        #expect(result.layer.mask[120, 154] > 0.95)
        #expect((0.55...0.65).contains(light(120, 144)), "\(light(120, 144))")
        #expect((0.92...1.08).contains(light(120, 154)), "\(light(120, 154))")
        #expect((0.92...1.08).contains(light(120, 164)), "\(light(120, 164))")
        let step = result.steps.first { $0.step == "mask" }
        #expect((0.01...0.05).contains(step?.figures["borrowed"] ?? 0), "\(step?.figures ?? [:])")
    }

    @Test("the edge of hair over a face follows the picture's own pixels, not the study's steps")
    func matte() {
        let factor = 4
        var hair = Raster(width: 160, height: 160, channels: 1)
        var picture = Raster(width: 160, height: 160, channels: 3)
        for y in 0..<160 {
            for x in 0..<160 {
                let depth = (Float(x) + 0.5) - 40 - 0.4 * (Float(y) + 0.5)
                hair[x, y, 0] = min(1, max(0, 0.5 - depth / 3))
                for c in 0..<3 { picture[x, y, c] = 0.35 - 0.33 * hair[x, y, 0] }
            }
        }
        let found = hair.shrunk(by: factor).map { $0 > 0.5 ? 1 : 0 }
        var bare = Raster(width: 160, height: 160, channels: 1, repeating: 1)
        let steps = found.enlarged(by: factor, to: bare.size)
        CoverMatte(found, on: picture.shrunk(by: factor)).uncover(&bare, on: picture, factor: factor)
        let error = { (cover: Raster) -> Float in
            zip(cover.values, hair.values).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(hair.values.count)
        }
        let (fine, coarse) = (error(bare.map { 1 - $0 }), error(steps))
        #expect(fine < 0.4 * coarse, "\(fine), \(coarse)")
        #expect(bare[150, 20, 0] == 1 && bare[4, 150, 0] == 0)
    }

    @Test("a brow thicker than its landmarks, at the outline of a turned face, is no occluder")
    func thickBrow() {
        var face = plain()
        for point in [70, 63, 105, 66, 107, 55, 65, 52, 53, 46] { face.landmarks[point].x -= 30 }
        for y in 98..<113 { for x in 30..<76 { for c in 0..<3 { face.pixels[x, y, c] = 0.03 } } }
        let mask = FaceCompositor(settings: CompositingSettings()).compose(face).layer.mask
        for y in 100..<111 { #expect(mask[60, y] > 0.95) }
    }

    @Test("the shade below a chin is no occluder, a black thing in front of it is")
    func underside() {
        let shaded = { (shade: SIMD3<Float>) -> Float in
            var face = self.plain()
            for y in 228..<280 { for x in 80..<160 { for c in 0..<3 { face.target[x, y, c] *= shade[c] } } }
            return FaceCompositor(settings: CompositingSettings()).compose(face).layer.mask[120, 240]
        }
        #expect(shaded(SIMD3(0.34, 0.26, 0.22)) > 0.9)
        #expect(shaded(SIMD3(0.03, 0.045, 0.06)) < 0.1)
    }

    @Test("the blend ratio keeps one pair of brows above 0.8 and fades to nothing at 0")
    func ratio() {
        let face = plain()
        let opacity = { (ratio: Float) -> Float in
            var settings = CompositingSettings()
            settings.blendRatio = ratio
            return FaceCompositor(settings: settings).compose(face).layer.mask[120, 140]
        }
        #expect(opacity(0.85) > 0.99)
        #expect(abs(opacity(0.4) - 0.5) < 0.01)
        #expect(opacity(0) == 0)
    }
}
