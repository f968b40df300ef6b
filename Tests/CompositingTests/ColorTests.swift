import Compositing
import Foundation
import Raster
import Testing

@Suite("Colour and light") struct ColorTests {
    private func skin(_ seed: UInt64, gain: SIMD3<Float>, power: Float) -> Raster {
        var numbers = TestNumbers(seed: seed)
        var picture = Raster(width: 64, height: 48, channels: 3)
        for i in 0..<64 * 48 {
            let base = 0.15 + 0.7 * powf(numbers.next(), power)
            for c in 0..<3 { picture.values[i * 3 + c] = base * gain[c] * (0.9 + 0.2 * numbers.next()) }
        }
        return picture
    }

    private let all = Raster(width: 64, height: 48, channels: 1, repeating: 1)

    @Test("histogram matching gives every channel the target's distribution")
    func histogram() {
        let source = skin(5, gain: SIMD3(0.9, 0.5, 0.4), power: 1)
        let target = skin(6, gain: SIMD3(0.3, 0.35, 0.5), power: 2.2)
        let matched = HistogramMatching(from: source, to: target, weight: all)(source)
        for channel in 0..<3 {
            let a = stride(from: channel, to: matched.values.count, by: 3).map { matched.values[$0] }.sorted()
            let b = stride(from: channel, to: target.values.count, by: 3).map { target.values[$0] }.sorted()
            let worst = zip(a, b).map { abs($0 - $1) }.max() ?? 1
            // Between two of the 512 compared quantiles the tails may differ by this much.
            #expect(worst < 0.008)
        }
    }

    @Test("histogram matching of a flat channel stays finite")
    func flatHistogram() {
        let flat = Raster(width: 64, height: 48, channels: 3, repeating: 0.25)
        let target = skin(6, gain: SIMD3(0.3, 0.35, 0.5), power: 2)
        let matched = HistogramMatching(from: flat, to: target, weight: all)(flat)
        #expect(matched.values.allSatisfy { $0.isFinite && $0 >= 0 && $0 < 1 })
    }

    @Test("Reinhard gives the target's mean and spread in lαβ")
    func reinhard() {
        let source = skin(7, gain: SIMD3(0.9, 0.6, 0.45), power: 1.4)
        let target = skin(8, gain: SIMD3(0.35, 0.3, 0.3), power: 1)
        let moved = Reinhard(from: source, to: target, weight: all, floor: 1e-4)(source)
        let got = Reinhard.moments(of: moved, weight: all, floor: 1e-4)
        let wanted = Reinhard.moments(of: target, weight: all, floor: 1e-4)
        for c in 0..<3 {
            #expect(abs(got.mean[c] - wanted.mean[c]) < 1e-3)
            #expect(abs(got.spread[c] / wanted.spread[c] - 1) < 0.01)
        }
    }

    @Test("Reinhard leaves a face as it is where the two share no skin, or one is of a single colour")
    func reinhardWithoutSkin() {
        let source = skin(7, gain: SIMD3(0.9, 0.6, 0.45), power: 1.4)
        let target = skin(8, gain: SIMD3(0.35, 0.3, 0.3), power: 1)
        let none = Raster(width: 64, height: 48, channels: 1)
        let kept = Reinhard(from: source, to: target, weight: none, floor: 1e-4)(source)
        #expect(zip(kept.values, source.values).allSatisfy { abs($0 - $1) < 1e-4 })
        let flat = Raster(width: 64, height: 48, channels: 3, repeating: 0.25)
        let moved = Reinhard(from: source, to: flat, weight: all, floor: 1e-4)(source)
        let spread = { Reinhard.moments(of: $0, weight: all, floor: 1e-4).spread[0] }
        #expect(abs(spread(moved) / spread(source) - 1) < 0.01)
    }

    @Test(
        "colours that sRGB cannot mix survive light, grain and join",
        arguments: [CompositingSettings.Blend.feather, .multiband, .poisson])
    func wideGamut(blend: CompositingSettings.Blend) {
        // Saturated reds of Display P3, in sRGB's primaries.
        let red = { (x: Int) in SIMD3<Float>(0.62, -0.02, x < 120 ? 0.03 : 0.045) }
        let face = SyntheticFace.rendered(source: { x, _, _ in red(x) }, target: { x, _, _ in red(x) })
        var settings = CompositingSettings()
        settings.blend = blend
        let layer = FaceCompositor(settings: settings).compose(face).layer
        let green = layer.pixels[90, 180, 1]
        #expect(layer.mask[90, 180] > 0.9 && abs(green + 0.02) < 0.004, "\(green)")
    }

    @Test(
        "a face in a picture without colours has none, nor in a toned one any but its tone; in colour it keeps them",
        arguments: [SIMD3<Float>(1, 1, 1), SIMD3(1.15, 1, 0.8)])
    func monochrome(tone: SIMD3<Float>) {
        let lips = { (x: Int, y: Int) in abs(x - 120) < 30 && abs(y - 190) < 12 }
        let shade = { (normal: SIMD3<Float>) -> Float in 0.3 - 0.3 * normal.z + 0.1 * normal.x }
        let source = { (x: Int, y: Int, normal: SIMD3<Float>) -> SIMD3<Float> in
            (lips(x, y) ? SIMD3(0.6, 0.2, 0.2) : SIMD3(0.8, 0.55, 0.42)) * shade(normal)
        }
        let toned = SyntheticFace.rendered(
            source: source, target: { x, y, normal in tone * (shade(normal) * (lips(x, y) ? 0.4 : 0.6)) })
        let colored = SyntheticFace.rendered(source: source, target: source)
        for correction in [CompositingSettings.ColorCorrection.relight, .histogramMatching, .reinhard] {
            var settings = CompositingSettings()
            settings.colorCorrection = correction
            let color = { (face: RenderedFace, x: Int, y: Int) -> SIMD2<Float> in
                let pixels = FaceCompositor(settings: settings).compose(face).layer.pixels
                return SIMD2(pixels[x, y, 0], pixels[x, y, 2]) / pixels[x, y, 1]
            }
            for (x, y) in [(120, 190), (90, 160), (150, 240)] {
                let found = color(toned, x, y)
                #expect(abs(found.x / (tone.x / tone.y) - 1) < 0.02, "\(correction) \(found)")
                #expect(abs(found.y / (tone.z / tone.y) - 1) < 0.02, "\(correction) \(found)")
            }
            let (red, skin) = (color(colored, 120, 190), color(colored, 120, 240))
            #expect(red.x > 1.3 * skin.x, "\(correction) \(red) \(skin)")
        }
    }

    @Test("a face lit from the left takes the target's light from the right")
    func directionalLight() {
        let lit = { (normal: SIMD3<Float>, side: Float) -> Float in 0.3 + 0.25 * side * normal.x - 0.1 * normal.z }
        let tone = SIMD3<Float>(0.8, 0.55, 0.42)
        let face = SyntheticFace.rendered(
            source: { _, _, normal in tone * lit(normal, -1) }, target: { _, _, normal in tone * lit(normal, 1) })
        var settings = CompositingSettings()
        settings.blendRatio = 1
        settings.sharpnessPreserve = false
        let layer = FaceCompositor(settings: settings).compose(face).layer
        var worst: Float = 0
        for y in 60..<220 {
            for x in 70..<170 where layer.mask[x, y] > 0.9 {
                worst = max(worst, abs(layer.pixels[x, y, 1] / face.target[x, y, 1] - 1))
            }
        }
        #expect(worst < 0.08)
    }

    @Test(
        "black and blown pictures, and faces that nobody has seen, give finite light and no mask outside the face",
        arguments: [Float(0), 1e-7, 1, 60])
    func extremes(level: Float) {
        var face = SyntheticFace.rendered(
            source: { x, _, _ in SIMD3(repeating: x % 2 == 0 ? level : 0) },
            target: { _, y, _ in SIMD3(repeating: y % 3 == 0 ? 1 - level : 0) })
        if level == 1 { face.confidence = Mask(width: face.region.width, height: face.region.height) }
        for blend in CompositingSettings.Blend.allCases {
            for correction in CompositingSettings.ColorCorrection.allCases {
                var settings = CompositingSettings()
                settings.blend = blend
                settings.colorCorrection = correction
                let layer = FaceCompositor(settings: settings).compose(face).layer
                #expect(layer.pixels.values.allSatisfy { $0.isFinite && $0 >= -60 && $0 <= 240 })
                #expect(
                    zip(layer.mask.values, face.coverage.values).allSatisfy {
                        $0 >= 0 && $0 <= 1 && ($1 > 0 || $0 == 0)
                    }, "\(blend), \(correction)")
            }
        }
    }

    @Test("a fair face in a dark one's picture keeps the whites of its eyes")
    func whites() {
        let eye = { (x: Int, y: Int) -> Bool in (abs(x - 85) < 12 || abs(x - 155) < 12) && abs(y - 122) < 5 }
        let shade = { (normal: SIMD3<Float>) -> Float in 0.4 - 0.4 * normal.z }
        let white = SIMD3<Float>(0.6, 0.6, 0.6)
        var face = SyntheticFace.rendered(
            source: { x, y, normal in (eye(x, y) ? white : SIMD3(0.7, 0.5, 0.4)) * shade(normal) },
            target: { x, y, normal in
                // A cheek that is redder than the other: a picture of one tone would be black and white.
                (eye(x, y) ? white : SIMD3(x < 120 ? 0.34 : 0.38, 0.19, x < 120 ? 0.13 : 0.11)) * shade(normal)
            })
        for y in 0..<280 { for x in 0..<240 where eye(x, y) { face.eyes[x, y] = 1 } }
        var settings = CompositingSettings()
        settings.blendRatio = 1
        settings.sharpnessPreserve = false
        let layer = FaceCompositor(settings: settings).compose(face).layer
        #expect(abs(layer.pixels[85, 122, 1] / face.target[85, 122, 1] - 1) < 0.3)
        // Red over green has risen by 1.35 on the skin.
        let red = layer.pixels[85, 122, 0] / layer.pixels[85, 122, 1]
        #expect((0.95...1.22).contains(red), "\(red)")
        #expect(abs(layer.pixels[120, 190, 1] / face.target[120, 190, 1] - 1) < 0.1)
    }

    @Test("an eye that glows beside its twin as the target's does not is brought down")
    func glowingEye() {
        let eye = { (x: Int, y: Int, middle: Int) -> Bool in abs(x - middle) < 12 && abs(y - 122) < 5 }
        let white = SIMD3<Float>(0.6, 0.6, 0.6)
        let skin = SIMD3<Float>(0.7, 0.5, 0.4)
        let whites = { (left: Float) -> (Float, Float) in
            var face = SyntheticFace.rendered(
                source: { x, y, _ in eye(x, y, 85) ? white * left : eye(x, y, 155) ? white : skin },
                target: { x, y, _ in eye(x, y, 85) || eye(x, y, 155) ? white : skin })
            for y in 0..<280 {
                for x in 0..<240 where eye(x, y, 85) || eye(x, y, 155) { face.eyes[x, y] = 1 }
            }
            var settings = CompositingSettings()
            settings.blendRatio = 1
            settings.sharpnessPreserve = false
            let pixels = FaceCompositor(settings: settings).compose(face).layer.pixels
            return (pixels[85, 122, 1], pixels[155, 122, 1])
        }
        let glowing = whites(1.6)
        #expect(glowing.0 / glowing.1 < 1.25)
        // A darker one is its own business: it may lie in a shadow.
        let shaded = whites(0.8)
        #expect(abs(shaded.0 / shaded.1 - 0.8) < 0.08)
    }

    /// The colour of a soft spot on a rendered face, on a cheek if nothing else is said, against the skin beside it, and
    /// what a step's gain changes of it: ln of red and of blue over green.
    private func spot(
        _ color: SIMD3<Float>, at place: (x: Int, y: Int) = (85, 165), beside other: SIMD3<Float>? = nil
    ) -> (given: SIMD2<Float>, change: SIMD2<Float>, light: Float) {
        let skin = SIMD3<Float>(0.6, 0.42, 0.33)
        let at = { (x: Int, y: Int, color: SIMD3<Float>, middle: (Int, Int)) -> SIMD3<Float> in
            let away = Float((x - middle.0) * (x - middle.0) + (y - middle.1) * (y - middle.1))
            return skin * (1 + (color - 1) * expf(-away / 128))
        }
        let study = FaceStudy(
            SyntheticFace.rendered(
                source: { x, y, _ in at(x, y, color, (place.x, place.y)) },
                target: { x, y, _ in other.map { at(x, y, $0, (155, 165)) } ?? skin }))
        let gain = ShadeTint.gain(for: study.rendered, study)
        let tint = { (value: (Int) -> Float) in SIMD2(value(0) - value(1), value(2) - value(1)) }
        let spot = { (c: Int) in gain[place.x, place.y, c] }
        return (
            tint { logf(study.rendered[place.x, place.y, $0] / skin[$0]) }, tint(spot),
            0.25 * spot(0) + 0.6 * spot(1) + 0.15 * spot(2)
        )
    }

    @Test("what a coloured light leaves in a shade goes as far as the target's skin is plain")
    func shadeTint() {
        let violet = SIMD3<Float>(0.75, 0.6, 0.85)
        let plain = spot(violet)
        #expect(plain.given.y > 0.3)
        #expect(plain.change.y < -0.6 * plain.given.y)
        #expect(abs(plain.light) < 1e-5)
        // A target with shades as colourful keeps them.
        let colored = spot(violet, beside: violet)
        #expect(abs(colored.change.y) < 0.5 * abs(plain.change.y))
        // What any skin may show stays the person's.
        let blush = spot(SIMD3(1.02, 0.99, 0.99))
        #expect(abs(blush.change.x) < 0.2 * blush.given.x)
    }

    @Test("a stain is skin's and lips' alike, also where the landmarks would have a brow")
    func stains() {
        let orange = SIMD3<Float>(1.15, 1, 0.6)
        for place in [(85, 105), (155, 104)] {
            let brow = spot(orange, at: place)
            #expect(brow.change.y > -0.5 * brow.given.y, "\(brow)")
        }
        let lips = spot(SIMD3(0.9, 1, 1.4), at: (120, 200))
        #expect(lips.change.y < -0.15 * lips.given.y, "\(lips)")
    }

    @Test("a brow that lies beside its landmarks keeps its colour")
    func browBeside() {
        let (skin, hair) = (SIMD3<Float>(0.6, 0.42, 0.33), SIMD3<Float>(0.12, 0.11, 0.1))
        let study = FaceStudy(
            SyntheticFace.rendered(
                source: { x, y, _ in (66...104) ~= x && (109...114) ~= y ? hair : skin }, target: { _, _, _ in skin }))
        let gain = ShadeTint.gain(for: study.rendered, study)
        let change = gain[85, 112, 0] - gain[85, 112, 2]
        #expect(abs(change) < 0.05, "\(change)")
    }

    @Test("make-up about the target's eyes stays with the target, a lamp's colour does not")
    func makeUp() {
        let skin = SIMD3<Float>(0.6, 0.42, 0.33)
        let about = { (x: Int, y: Int, radii: (Int, Int)) in
            [85, 155].contains { abs(x - $0) < radii.0 && abs(y - 122) < radii.1 }
        }
        let red = { (radii: (Int, Int)) -> Float in
            let face = SyntheticFace.rendered(
                source: { _, _, _ in skin },
                target: { x, y, _ in about(x, y, radii) ? skin * SIMD3(1.4, 0.9, 0.8) : skin })
            var settings = CompositingSettings()
            settings.blendRatio = 1
            settings.sharpnessPreserve = false
            let pixels = FaceCompositor(settings: settings).compose(face).layer.pixels
            return pixels[85, 133, 0] / pixels[85, 133, 1] / (skin.x / skin.y)
        }
        #expect(red((22, 12)) < 1.06, "\(red((22, 12)))")
        #expect(red((40, 60)) > 1.25, "\(red((40, 60)))")
    }

    @Test("a nose of which one half stands for both takes the target's light, one that was seen whole keeps its own")
    func noseLight() {
        let tone = SIMD3<Float>(0.6, 0.4, 0.3)
        let left = { (shade: Float, share: Float) -> Float in
            let face = SyntheticFace.rendered(
                source: { x, y, normal in
                    let isShaded = (104...136) ~= x && (124...156) ~= y
                    return tone * (0.6 - 0.4 * normal.z) * (isShaded ? shade : 1)
                }, target: { _, _, normal in tone * (0.6 - 0.4 * normal.z) })
            let gain = NoseLight.gain(for: face.pixels, FaceStudy(face), share: share)
            return expf(gain[120, 140, 1]) * face.pixels[120, 140, 1] / face.target[120, 140, 1]
        }
        #expect((0.75...1.05).contains(left(0.6, 1)), "\(left(0.6, 1))")
        #expect(left(0.6, 0) == 0.6)
        // Two noses' relief differs by as much.
        #expect(abs(left(0.9, 1) - 0.9) < 0.02, "\(left(0.9, 1))")
    }

    @Test("a strip of the source's light along the rim meets the target's, the same strip farther in is the person's")
    func rimLight() {
        let tone = SIMD3<Float>(0.6, 0.4, 0.3)
        let left = { (strip: ClosedRange<Int>, gain: Float) -> Float in
            let face = SyntheticFace.rendered(
                source: { x, y, normal in
                    tone * (0.6 - 0.4 * normal.z) * (strip ~= x && (110...170) ~= y ? gain : 1)
                }, target: { _, _, normal in tone * (0.6 - 0.4 * normal.z) })
            let gain = RimLight.gain(for: face.pixels, FaceStudy(face))
            let x = (strip.lowerBound + strip.upperBound) / 2
            return expf(gain[x, 140, 1]) * face.pixels[x, 140, 1] / face.target[x, 140, 1]
        }
        let (rim, cheek) = (198...206, 158...166)
        #expect((0.9...1.5).contains(left(rim, 2)), "\(left(rim, 2))")
        #expect(left(cheek, 2) > 1.9, "\(left(cheek, 2))")
        #expect((0.68...1.1).contains(left(rim, 0.58)), "\(left(rim, 0.58))")
        // Two faces' relief differs by as much.
        #expect(abs(left(rim, 1.2) - 1.2) < 0.02, "\(left(rim, 1.2))")
    }
}
