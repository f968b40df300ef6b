import Raster

/// How often hues and saturations come in a picture: 50 steps of the hue's circle by 60 of saturation.
///
/// Counted on 8-bit codes, hue in steps of 2° and both rounded as OpenCV's `cvtColor` rounds them: which bin a pixel
/// falls into depends on it, and the likeness is FaceFusion's number only then.
struct HueHistogram: Sendable {
    private static let hues = 50
    private static let saturations = 60
    private let counts: [Double]

    /// How alike two pictures' histograms are, 0 … 1: half of one plus their correlation.
    /// - Parameters:
    ///   - target: rounded to 8 bits as a crop is.
    ///   - swapped: cut to 8 bits as FaceFusion cuts what a network gives.
    static func likeness(of target: Raster, _ swapped: Raster) -> Double {
        let (a, b) = (
            HueHistogram(of: target, rule: .toNearestOrEven).counts, HueHistogram(of: swapped, rule: .down).counts
        )
        let count = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
        var (shared, ownA, ownB) = (0.0, 0.0, 0.0)
        for (p, q) in zip(a, b) {
            shared += (p - meanA) * (q - meanB)
            ownA += (p - meanA) * (p - meanA)
            ownB += (q - meanB) * (q - meanB)
        }
        let spread = ownA * ownB
        // Two even histograms are alike.
        return spread > 0 ? (shared / spread.squareRoot() + 1) / 2 : 1
    }

    private init(of raster: Raster, rule: FloatingPointRoundingRule) {
        var counts = [Double](repeating: 0, count: Self.hues * Self.saturations)
        raster.values.withUnsafeBufferPointer { values in
            let code = { (value: Float) in Int(min(255, max(0, (value * 255).rounded(rule)))) }
            for pixel in 0..<raster.size.area {
                let (hue, saturation) = Self.hueAndSaturation(
                    code(values[pixel * 3]), code(values[pixel * 3 + 1]), code(values[pixel * 3 + 2]))
                counts[hue * Self.hues / 180 * Self.saturations + saturation * Self.saturations / 256] += 1
            }
        }
        self.counts = counts
    }

    /// 0 ..< 180 and 0 … 255, in fixed point of 12 bits.
    private static func hueAndSaturation(_ red: Int, _ green: Int, _ blue: Int) -> (Int, Int) {
        let value = max(red, green, blue)
        let spread = value - min(red, green, blue)
        guard spread > 0 else { return (0, 0) }
        let rounded = { (part: Int, scale: Double) in
            (part * Int(scale.rounded(.toNearestOrEven)) + (1 << 11)) >> 12
        }
        let saturation = rounded(spread, Double(255 << 12) / Double(value))
        let turn =
            value == red ? green - blue : value == green ? blue - red + 2 * spread : red - green + 4 * spread
        let hue = rounded(turn, Double(180 << 12) / (6 * Double(spread)))
        return (hue < 0 ? hue + 180 : hue, saturation)
    }
}
