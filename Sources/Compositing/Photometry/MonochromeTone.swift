import Raster

/// A target without colours of its own, black and white or toned: its tone for every light, which a face that is put into
/// it takes too.
///
/// Such a picture has one colour for each light; a picture in colour does not, skin beside lips and eyes least of all.
package struct MonochromeTone: Sendable {
    /// R, G and B over luminance at even steps of the square root of luminance, from black to `brightest`.
    private let ratios: [SIMD3<Float>]
    private let brightest: Float

    private static let steps = 32
    /// Greatest mean deviation of R, G and B from one tone, over luminance. Toned prints of a fair and a very dark face in
    /// JPEG came to 0.012 and 0.026; the 36 renders of faces in colour lie between 0.064 and 0.25.
    private static let spread: Float = 0.035
    /// Share of the picture's brightest light below which colours are noise.
    private static let dark: Float = 0.02

    /// - Parameters:
    ///   - target: linear RGB.
    ///   - weight: which of its pixels count, 0…1: the face.
    /// - Returns: nil where the target is in colour, or shows nothing.
    package init?(_ target: Raster, weight: Raster) {
        let light = target.weighed(by: Relight.luminance)
        let brightest = zip(light.values, weight.values).reduce(0) { $1.1 > 0.5 ? max($0, $1.0) : $0 }
        guard brightest > 0 else { return nil }
        var sums = [SIMD3<Float>](repeating: .zero, count: Self.steps)
        var lights = [Float](repeating: 0, count: Self.steps)
        let counted = light.values.indices.filter {
            weight.values[$0] > 0.5 && light.values[$0] > Self.dark * brightest
        }
        guard !counted.isEmpty else { return nil }
        let color = { (pixel: Int) in
            SIMD3(target.values[pixel * 3], target.values[pixel * 3 + 1], target.values[pixel * 3 + 2])
        }
        for pixel in counted {
            let step = Self.step(of: light.values[pixel] / brightest)
            sums[step.index] += color(pixel)
            lights[step.index] += light.values[pixel]
        }
        let all = sums.reduce(.zero, +) / lights.reduce(0, +)
        // Steps that the picture does not show take the nearest one's tone.
        var known = zip(sums, lights).map { $1 > 0 ? $0 / $1 : nil }
        for order in [Array(known.indices), known.indices.reversed()] {
            var last: SIMD3<Float>?
            for step in order {
                if let tone = known[step] { last = tone } else { known[step] = last }
            }
        }
        (ratios, self.brightest) = (known.map { $0 ?? all }, brightest)
        var deviation: Float = 0
        for pixel in counted {
            let difference = color(pixel) / light.values[pixel] - ratio(at: light.values[pixel])
            deviation += (difference * difference).sum().squareRoot()
        }
        guard deviation / Float(counted.count) < Self.spread else { return nil }
    }

    /// The picture in this tone, its luminance kept.
    package func callAsFunction(_ picture: Raster) -> Raster {
        let light = picture.weighed(by: Relight.luminance)
        return picture.byRows(picture.size) { _, to, rows in
            for pixel in rows.lowerBound * picture.width..<rows.upperBound * picture.width {
                let toned = ratio(at: light.values[pixel]) * light.values[pixel]
                for c in 0..<3 { to[pixel * 3 + c] = toned[c] }
            }
        }
    }

    private func ratio(at light: Float) -> SIMD3<Float> {
        let (index, share) = Self.step(of: light / brightest)
        let next = ratios[min(Self.steps - 1, index + 1)]
        return ratios[index] + (next - ratios[index]) * share
    }

    /// - Parameter level: luminance over the brightest.
    private static func step(of level: Float) -> (index: Int, share: Float) {
        let place = min(1, max(0, level)).squareRoot() * Float(steps - 1)
        let index = min(steps - 1, Int(place))
        return (index, place - Float(index))
    }
}
