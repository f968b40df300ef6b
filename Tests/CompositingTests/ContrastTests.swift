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
            for i in pixels.values.indices { pixels.values[i] *= factor.values[i / 3] }
            #expect((contrast(pixels) > contrast(face.pixels)) == isRaised)
        }
    }

    @Test("the eyes are no skin and keep theirs")
    func eyes() throws {
        let eyes = Mask(width: face.region.width, height: face.region.height, repeating: 1)
        let gain = try #require(
            FeatureContrast.gain(for: face.pixels, skins: -1, eyes: eyes, study: FaceStudy(face)))
        #expect(gain.values.allSatisfy { $0 == 0 })
    }
}
