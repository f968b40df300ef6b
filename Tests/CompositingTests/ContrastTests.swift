import Compositing
import Raster
import Testing

@Suite("Contrast of features")
struct ContrastTests {
    private let face = SyntheticFace.rendered(
        source: { x, _, _ in SIMD3(repeating: (x / 4) % 2 == 0 ? 0.5 : 0.4) },
        target: { _, _, _ in SIMD3(repeating: 0.1) })

    private func contrast(_ pixels: Raster) -> Float {
        let row = (100..<140).map { pixels[$0, 200, 1] }
        return (row.max() ?? 0) / max(1e-6, row.min() ?? 0)
    }

    @Test("on darker skin detail is raised, on fairer lowered, and on like skin nothing happens")
    func directions() throws {
        let study = FaceStudy(face)
        #expect(FeatureContrast.gain(for: face.pixels, skins: 0, eyes: face.eyes, study: study) == nil)
        for (skins, isRaised) in [(Float(-1), true), (1, false)] {
            let gain = try #require(
                FeatureContrast.gain(for: face.pixels, skins: skins, eyes: face.eyes, study: study))
            var pixels = face.pixels
            let factor = gain.exponential()
            for i in pixels.values.indices { pixels.values[i] *= factor.values[i * factor.channels / 3] }
            #expect((contrast(pixels) > contrast(face.pixels)) == isRaised)
        }
    }

    @Test("on fairer skin what shines, and in which colour, goes back to its strength; the skin between keeps its own")
    func shine() throws {
        let shining = SyntheticFace.rendered(
            source: { x, _, _ in (x / 4) % 8 == 0 ? SIMD3(0.125, 0.11, 0.095) : SIMD3(0.1, 0.08, 0.06) },
            target: { _, _, _ in SIMD3(repeating: 0.5) })
        let skins: Float = 1.5
        let gain = try #require(
            FeatureContrast.gain(for: shining.pixels, skins: skins, eyes: shining.eyes, study: FaceStudy(shining)))
        #expect(gain.channels == 3)
        let factor = gain.exponential()
        /// The brightest and the darkest place of a cheek's row, before and after.
        func ratio(_ channel: Int, after: Bool) -> Float {
            let row = (45..<85).map { shining.pixels[$0, 160, channel] * (after ? factor[$0, 160, channel] : 1) }
            return (row.max() ?? 0) / max(1e-6, row.min() ?? 0)
        }
        let (before, after) = (ratio(1, after: false) - 1, ratio(1, after: true) - 1)
        #expect(after < 0.6 * before && after > 0.15 * before, "\(before), then \(after)")
        // The blue of the shine, against its red.
        let tint = { (after: Bool) in ratio(2, after: after) / ratio(0, after: after) }
        #expect(tint(true) - 1 < 0.6 * (tint(false) - 1) && tint(true) > 1.02, "\(tint(false)), then \(tint(true))")
    }

    @Test("on much fairer skin lips take the colour that the target's have against its skin, on nearly alike skin none")
    func lips() throws {
        let isLip = { (x: Int, y: Int) in
            let (u, v) = ((Float(x) - 120) / 24, (Float(y) - 200) / 9)
            return u * u + v * v < 1
        }
        let grey = SyntheticFace.rendered(
            source: { x, y, _ in
                guard isLip(x, y) else { return SIMD3(0.6, 0.45, 0.38) }
                return x < 108 ? SIMD3(0.45, 0.22, 0.2) : SIMD3(0.3, 0.27, 0.26)
            },
            target: { x, y, _ in isLip(x, y) ? SIMD3(0.45, 0.22, 0.2) : SIMD3(0.6, 0.45, 0.38) })
        let study = FaceStudy(grey)
        // Red against green, at a lip's middle, where it is red already, and on a cheek.
        let redness = { (skins: Float) -> (lip: Float, red: Float, cheek: Float) in
            let gain = try #require(
                FeatureContrast.gain(for: grey.pixels, skins: skins, eyes: grey.eyes, study: study))
            let at = { (x: Int, y: Int) in gain[x, y, 0] - gain[x, y, 1] }
            return (at(122, 200), at(102, 200), at(60, 150))
        }
        // ln (0.45 / 0.22) − ln (0.3 / 0.27) = 0.61.
        let (lip, red, cheek) = try redness(2)
        #expect(lip > 0.2 && lip < 0.61 && abs(cheek) < 0.02, "\(lip), \(cheek)")
        #expect(red < 0.3 * lip, "\(red) where it is red already, \(lip) elsewhere")
        #expect(abs(try redness(0.7).lip) < 0.02)
    }

    @Test("the eyes are no skin and keep theirs")
    func eyes() throws {
        let eyes = Mask(width: face.region.width, height: face.region.height, repeating: 1)
        let gain = try #require(
            FeatureContrast.gain(for: face.pixels, skins: -1, eyes: eyes, study: FaceStudy(face)))
        #expect(gain.values.allSatisfy { $0 == 0 })
    }
}
