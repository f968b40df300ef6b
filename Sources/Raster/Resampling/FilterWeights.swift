/// For each pixel of a resampled line: which source pixels count, and how much.
struct FilterWeights: Sendable {
    /// The same number for every pixel.
    let taps: Int
    /// The first source pixel of each.
    let starts: [Int32]
    /// `taps` a pixel, adding up to 1; pixels beyond the edge lend their weight to the edge.
    let weights: [Float]

    /// - Parameters:
    ///   - from: length of the source line, in pixels.
    ///   - to: length of the result.
    init(_ filter: ResamplingFilter, from: Int, to: Int) {
        let scale = Double(from) / Double(to)
        let stretch = max(1, scale)
        let support = filter.lobes * stretch
        let taps = min(from, Int((2 * support).rounded(.up)) + 1)
        var starts: [Int32] = []
        var weights: [Float] = []
        for x in 0..<to {
            let center = (Double(x) + 0.5) * scale - 0.5
            let nominal = Int((center - support).rounded(.up))
            let start = min(max(0, nominal), from - taps)
            var row = [Double](repeating: 0, count: taps)
            for source in nominal...Int((center + support).rounded(.down)) {
                let place = min(max(0, source), from - 1) - start
                guard row.indices.contains(place) else { continue }
                row[place] += filter.value(at: (Double(source) - center) / stretch)
            }
            let sum = row.reduce(0, +)
            starts.append(Int32(start))
            weights += row.map { Float($0 / sum) }
        }
        self.taps = taps
        self.starts = starts
        self.weights = weights
    }
}
