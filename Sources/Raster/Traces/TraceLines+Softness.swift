import Foundation

extension TraceLines {
    /// Pixels of a part whose spectrum is taken.
    private static let part = 256
    /// The share of all parts that is looked at: those with most detail.
    private static let share = 1.0 / 8

    /// How many decibels the detail that a picture enlarged by `factor` cannot have lies below the finest that it can.
    func softness(beyond factor: Double) -> Double {
        let starts = (0..<count).flatMap { line in
            (0..<length / Self.part).map { line * length + $0 * Self.part }
        }
        let detailed = starts.map { (start: $0, marks: marks[$0..<$0 + Self.part].reduce(0) { $0 + Int($1) }) }
            // Equal ones in the order of their places: the same each time.
            .sorted { ($0.marks, $1.start) > ($1.marks, $0.start) }
            .prefix(max(1, Int(Double(starts.count) * Self.share)))
        let fourier = Fourier(size: Self.part)
        let window = (0..<Self.part).map { pow(sin(.pi * (Double($0) + 0.5) / Double(Self.part)), 2) }
        var power = [Double](repeating: 0, count: Self.part / 2 + 1)
        for (start, _) in detailed {
            let line = values[start..<start + Self.part]
            let mean = Double(line.reduce(0, +)) / Double(Self.part)
            let waves = fourier.transform(zip(line, window).map { (Double($0) - mean) * $1 })
            for (index, wave) in waves.enumerated() { power[index] += (wave * wave).sum() }
        }
        let decibels = { (band: Range<Double>) in
            let powers = power.indices.filter { band.contains(Double($0) / Double(Self.part)) }.map { power[$0] }
            return powers.reduce(0) { $0 + 10 * log10($1 + 1e-9) } / Double(powers.count)
        }
        // Cycles a pixel of the finest detail that the smaller picture had; filters blur the edge, so a little is
        // left out on both sides of it, and the finest of all, where compression leaves nothing but its rounding.
        let edge = 0.5 / factor
        return decibels(0.7 * edge..<0.95 * edge) - decibels(min(1.25 * edge, 0.42)..<0.495)
    }
}
