import Compositing
import Raster
import Testing

@Suite("Grain") struct GrainTests {
    private let wanted = Grain(
        variance: [1.6e-4, 1e-4, 2.2e-4], channelCovariance: 6e-5, neighbourCovariance: 5e-5)

    private func grey() -> Raster { Raster(width: 240, height: 240, channels: 3, repeating: 0.25) }

    @Test("added grain measures as the grain that was asked for")
    func roundTrip() {
        var picture = grey()
        wanted.add(to: &picture, seed: 7, left: 0, top: 0)
        let measured = Grain(of: picture) { _, _ in true }
        // The calmest tenth of the patches lies a little under the mean.
        for c in 0..<3 { #expect(abs(measured.variance[c] / wanted.variance[c] - 0.85) < 0.15) }
        #expect(abs(measured.channelCovariance / wanted.channelCovariance - 0.85) < 0.3)
        #expect(abs(measured.neighbourCovariance / wanted.neighbourCovariance - 0.8) < 0.25)
    }

    @Test("the same seed gives the same grain, wherever the region begins; another seed another")
    func reproducible() {
        var (a, b, other) = (grey(), grey(), grey())
        var part = Raster(width: 100, height: 80, channels: 3, repeating: 0.25)
        let fine = Grain(variance: [1e-4, 1e-4, 1e-4], channelCovariance: 3e-5, neighbourCovariance: 0)
        fine.add(to: &a, seed: 7, left: 10, top: 20)
        fine.add(to: &b, seed: 7, left: 10, top: 20)
        fine.add(to: &other, seed: 8, left: 10, top: 20)
        fine.add(to: &part, seed: 7, left: 60, top: 50)
        #expect(a == b)
        #expect(a != other)
        #expect(a.cropped(to: PixelBox(x: 50, y: 30, width: 100, height: 80)) == part)
    }

    @Test("a clean picture gets no grain, a grainy target gives its own to a clean face")
    func matched() {
        var target = grey()
        wanted.add(to: &target, seed: 1, left: 0, top: 0)
        let measured = Grain(of: target) { _, _ in true }
        let clean = Grain(of: grey()) { _, _ in true }
        #expect(clean.meanVariance < 1e-9)
        #expect(clean.missing(from: measured).meanVariance == 0)
        #expect(measured.missing(from: clean).meanVariance > 0.7 * wanted.meanVariance)
    }

    @Test("a face is never sharper than the defocused photograph around it")
    func defocus() {
        var numbers = TestNumbers(seed: 11)
        let texture = numbers.raster(width: 240, height: 280, channels: 1).blurred(sigma: 0.7)
        let shade = { (x: Int, y: Int, blurred: Raster) -> SIMD3<Float> in
            SIMD3(0.6, 0.4, 0.3) * (0.5 + 0.6 * blurred[x, y, 0])
        }
        let soft = texture.blurred(sigma: 3)
        let face = SyntheticFace.rendered(
            source: { x, y, _ in shade(x, y, texture) }, target: { x, y, _ in shade(x, y, soft) })
        let steps = FaceCompositor(settings: CompositingSettings()).compose(face).steps
        let blur = steps.first { $0.step == "sharpness_preserve" }?.figures["defocus_px"] ?? 0
        #expect(blur > 1.2 && blur < 4)
        let same = SyntheticFace.rendered(
            source: { x, y, _ in shade(x, y, texture) }, target: { x, y, _ in shade(x, y, texture) })
        let untouched = FaceCompositor(settings: CompositingSettings()).compose(same).steps
        #expect(untouched.first { $0.step == "sharpness_preserve" }?.figures["defocus_px"] == 0)
    }
}
