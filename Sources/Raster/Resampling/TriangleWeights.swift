/// For each pixel of a resampled line: which source pixels count, and how much (a triangle as wide as two pixels of
/// the longer spacing, cut off at the edges).
///
/// What imaging libraries call bilinear with antialiasing; networks are trained on pictures that were reduced so.
struct TriangleWeights {
    /// The same number for every pixel.
    let taps: Int
    /// The first source pixel of each.
    let starts: [Int32]
    /// `taps` a pixel, in multiples of 2⁻²², adding up to about 1.
    let weights: [Int32]

    /// - Parameters:
    ///   - from: length of the source line, in pixels.
    ///   - to: length of the result.
    init(from: Int, to: Int) {
        let scale = Double(from) / Double(to)
        let reach = max(1, scale)
        let taps = min(from, Int((2 * reach).rounded(.up)) + 1)
        var starts: [Int32] = []
        var weights: [Int32] = []
        for x in 0..<to {
            let center = (Double(x) + 0.5) * scale
            let first = max(0, Int(center - reach + 0.5))
            let end = min(from, Int(center + reach + 0.5))
            let start = min(first, from - taps)
            var row = [Double](repeating: 0, count: taps)
            for source in first..<end {
                row[source - start] = max(0, 1 - abs((Double(source) - center + 0.5) * (1 / reach)))
            }
            let share = 1 / row.reduce(0, +)
            starts.append(Int32(start))
            weights += row.map { Int32(0.5 + $0 * share * Double(1 << 22)) }
        }
        self.taps = taps
        self.starts = starts
        self.weights = weights
    }
}
