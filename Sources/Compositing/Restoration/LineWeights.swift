import CKernels
import Raster

/// Which values of a line make up each value of a longer or shorter one, and how much of each.
///
/// OpenCV's arithmetic, where networks and what is done with their results were built on it.
struct LineWeights {
    /// The same number for every value.
    private let taps: Int
    private let starts: [Int32]
    private let weights: [Float]

    /// The mean over the stretch of the source that a value covers; for lines that grow no longer.
    static func area(from: Int, to: Int) -> LineWeights {
        precondition(to <= from, "an area is at least one value")
        let scale = Double(from) / Double(to)
        return LineWeights(to: to, from: from) { place in
            let (start, end) = (Double(place) * scale, min(Double(place + 1) * scale, Double(from)))
            let first = Int(start)
            return (first..<min(from, Int(end.rounded(.up)))).map { source in
                let covered = min(end, Double(source + 1)) - max(start, Double(source))
                // Slivers of rounding count as nothing.
                return (source, covered > 1e-3 ? covered / (end - start) : 0)
            }
        }
    }

    /// Keys' cubic convolution with a = −0.75, the edge repeated.
    static func cubic(from: Int, to: Int) -> LineWeights {
        let scale = Double(from) / Double(to)
        let a = -0.75
        return LineWeights(to: to, from: from) { place in
            let at = (Double(place) + 0.5) * scale - 0.5
            let first = at.rounded(.down)
            return (-1...2).map { step in
                let distance = abs(at - first - Double(step))
                let weight =
                    distance <= 1
                    ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
                    : ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a
                return (min(from - 1, max(0, Int(first) + step)), weight)
            }
        }
    }

    /// - Parameter shares: the source's values for a place, rising, and their weights; one may come twice.
    private init(to: Int, from: Int, shares: (Int) -> [(source: Int, weight: Double)]) {
        let lines = (0..<to).map(shares)
        let spans = lines.map { ($0.last?.source ?? 0) - ($0.first?.source ?? 0) + 1 }
        let taps = min(from, spans.max() ?? 1)
        var starts: [Int32] = []
        var weights: [Float] = []
        for line in lines {
            let start = min(line.first?.source ?? 0, from - taps)
            var row = [Double](repeating: 0, count: taps)
            for (source, weight) in line { row[source - start] += weight }
            starts.append(Int32(start))
            weights += row.map(Float.init)
        }
        self.taps = taps
        self.starts = starts
        self.weights = weights
    }

    private var count: Int { starts.count }

    /// A raster with both its sides resampled so.
    func resampled(_ raster: Raster, down: LineWeights) -> Raster {
        let length = count * raster.channels
        let across = raster.byRows(PixelSize(width: count, height: raster.height)) { from, to, rows in
            for row in rows {
                kernel_resample_row(
                    from + row * raster.width * raster.channels, starts, weights, taps, to + row * length, count,
                    raster.channels)
            }
        }
        return across.byRows(PixelSize(width: count, height: down.count)) { from, to, rows in
            down.weights.withUnsafeBufferPointer { weights in
                guard let weights = weights.baseAddress else { return }
                for row in rows {
                    kernel_sum_rows(
                        from + Int(down.starts[row]) * length, length, weights + row * down.taps, down.taps,
                        to + row * length, length)
                }
            }
        }
    }
}

extension Raster {
    /// A square raster at another side: the mean of what each pixel covers when it shrinks.
    func averaged(toSide side: Int) -> Raster {
        guard side < width else { return sampled(at: PixelSize(width: side, height: side)) }
        return LineWeights.area(from: width, to: side).resampled(self, down: .area(from: height, to: side))
    }

    /// A square raster at another side, by cubic convolution without a filter.
    func cubic(toSide side: Int) -> Raster {
        LineWeights.cubic(from: width, to: side).resampled(self, down: .cubic(from: height, to: side))
    }
}
