import Raster

/// What a photograph shows about a mouth or an eye, at the scale at which its lines are seen.
struct FeaturePicture: Sendable {
    private let shown: Raster
    private let corner: SIMD2<Float>
    private let factor: Float

    /// Width of the face, in pixels, that is enough, and the scale of the picture's noise, in face widths.
    private static let faceWidth: Float = 512
    private static let noise: Float = 0.003
    /// Pixels of the shrunk picture that show something.
    private static let smallest = 8

    /// - Parameters:
    ///   - pixels: linear RGB.
    ///   - reach: pixels about `middle` that are looked at.
    /// - Returns: nil where the feature lies outside, or is too small to show anything.
    init?(_ pixels: Raster, about middle: SIMD2<Float>, reach: Float, faceWidth: Float) {
        let factor = max(1, Int(faceWidth / Self.faceWidth))
        let box = PixelBox(
            x: Int(middle.x - reach), y: Int(middle.y - reach), width: Int(2 * reach) + 1, height: Int(2 * reach) + 1
        ).intersection(PixelBox(pixels.size))
        guard box.width > Self.smallest * factor && box.height > Self.smallest * factor else { return nil }
        shown = pixels.cropped(to: box).shrunk(by: factor).blurred(sigma: Self.noise * faceWidth / Float(factor))
        corner = SIMD2(Float(box.x), Float(box.y))
        self.factor = Float(factor)
    }

    /// Linear RGB at a place of the photograph; beyond its border as on it.
    func color(at place: SIMD2<Float>) -> SIMD3<Float> {
        let at = (place - corner) / factor - 0.5
        return SIMD3(shown.value(at: at, 0), shown.value(at: at, 1), shown.value(at: at, 2))
    }
}

extension SIMD3<Float> {
    /// Of linear RGB.
    var luminance: Float {
        let weights = Relight.luminance
        return x * weights[0] + y * weights[1] + z * weights[2]
    }
}
