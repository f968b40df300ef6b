import Foundation
import Raster

/// What one face's skin looks like under its own light: shading by surface direction, and colour.
package struct SkinModel: Sendable {
    private let shading: SphericalHarmonics
    /// Median of ln(R/G) and ln(B/G) on the skin and the spread about it.
    private let tint: (SIMD2<Float>, SIMD2<Float>)
    private let floor: Float

    /// Lighter than foretold counts for less than darker: highlights are skin, hair and frames are dark.
    private static let lightness: Float = 0.35
    private static let tintShare: Float = 0.5
    /// How much is forgiven of what is darker, redder and yellower where skin turns away from the light: less light has
    /// gone the longer way through it.
    private static let forgiven: Float = 0.7

    /// - Parameters:
    ///   - pixels: linear RGB.
    ///   - core: where the face is surely bare, above one half.
    /// - Returns: nil when the core is too small to learn from.
    package init?(pixels: Raster, normals: Raster, core: Raster, floor: Float) {
        let light = pixels.logarithm(floor: floor)
        let mean = light.weighed(by: [1.0 / 3, 1.0 / 3, 1.0 / 3])
        guard let fit = SphericalHarmonics(fitting: mean, on: normals, weight: core, ridge: 0.02, cut: 2) else {
            return nil
        }
        shading = fit
        self.floor = floor
        var red: [Float] = []
        var blue: [Float] = []
        for i in core.values.indices where core.values[i] > 0.5 {
            red.append(light.values[i * 3] - light.values[i * 3 + 1])
            blue.append(light.values[i * 3 + 2] - light.values[i * 3 + 1])
        }
        let middle = SIMD2(red.median, blue.median)
        let spread = SIMD2(red.map { abs($0 - middle.x) }.median, blue.map { abs($0 - middle.y) }.median)
        tint = (middle, (spread * 1.4826).clamped(lowerBound: SIMD2(0.05, 0.05), upperBound: SIMD2(0.15, 0.15)))
    }

    /// How many spreads each pixel lies from this skin, at its place and in its light.
    /// - Parameter underside: 1 where skin may be darker than its normals say, 0 where it may not.
    package func distance(of pixels: Raster, normals: Raster, underside: Raster) -> Raster {
        let light = pixels.logarithm(floor: floor)
        let foretold = shading.shading(on: normals)
        let spread = Float(min(0.3, max(0.12, shading.spread)))
        let (middle, width) = tint
        return light.byRows(pixels.size, planes: 1) { from, to, rows in
            for i in rows.lowerBound * pixels.width..<rows.upperBound * pixels.width {
                let (r, g, b) = (from[i * 3], from[i * 3 + 1], from[i * 3 + 2])
                var tone = ((r + g + b) / 3 - foretold.values[i]) / spread
                var u = (r - g - middle.x) / width.x
                var v = (b - g - middle.y) / width.y
                if tone > 0 {
                    tone *= Self.lightness
                } else {
                    let counted = 1 - Self.forgiven * underside.values[i]
                    tone *= counted
                    if u > 0 { u *= counted }
                    if v < 0 { v *= counted }
                }
                to[i] = (tone * tone + Self.tintShare * (u * u + v * v)).squareRoot()
            }
        }
    }
}

extension [Float] {
    /// The upper median; 0 of nothing.
    package var median: Float { isEmpty ? 0 : sorted()[count / 2] }
}
