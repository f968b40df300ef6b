import CKernels
import Raster

/// `color_correction: histogram_matching`: each channel of the rendered face takes the target's distribution.
package struct HistogramMatching: Sendable, Equatable {
    /// Even steps of probability at which the two distributions are compared.
    private static let steps = 512

    /// Per channel: strictly rising values of the rendered face and the target's values of the same probability.
    package let knots: [(given: [Float], wanted: [Float])]

    package static func == (a: HistogramMatching, b: HistogramMatching) -> Bool {
        zip(a.knots, b.knots).allSatisfy { $0.given == $1.given && $0.wanted == $1.wanted }
    }

    /// Learns from the pixels of two linear RGB pictures of one size where `weight` is above one half.
    package init(from rendered: Raster, to target: Raster, weight: Raster) {
        let chosen = weight.values.indices.filter { weight.values[$0] > 0.5 }
        knots = (0..<3).map { channel in
            let given = chosen.map { rendered.values[$0 * 3 + channel] }.sorted()
            let wanted = chosen.map { target.values[$0 * 3 + channel] }.sorted()
            guard given.count > 1 else { return ([0, 1], [0, 1]) }
            var pairs: (given: [Float], wanted: [Float]) = ([], [])
            for step in 0...Self.steps {
                let (a, b) = (Self.quantile(given, step), Self.quantile(wanted, step))
                // Repeated values (a clipped channel) keep the middle of what they map to.
                if let last = pairs.given.last, a <= last {
                    pairs.wanted[pairs.wanted.count - 1] = (pairs.wanted[pairs.wanted.count - 1] + b) / 2
                } else {
                    pairs.given.append(a)
                    pairs.wanted.append(b)
                }
            }
            return pairs.given.count > 1 ? pairs : ([0, 1], [pairs.wanted[0], pairs.wanted[0] + 1])
        }
    }

    private static func quantile(_ sorted: [Float], _ step: Int) -> Float {
        let place = Float(step) / Float(steps) * Float(sorted.count - 1)
        let low = Int(place)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (sorted[high] - sorted[low]) * (place - Float(low))
    }

    /// The picture with every channel mapped; beyond the learnt range the map goes on with slope 1.
    package func callAsFunction(_ pixels: Raster) -> Raster {
        pixels.byRows(pixels.size) { from, to, rows in
            let start = rows.lowerBound * pixels.width
            for channel in 0..<3 {
                kernel_map_monotone(
                    from + start * 3, to + start * 3, rows.count * pixels.width, 3, channel, knots[channel].given,
                    knots[channel].wanted, knots[channel].given.count)
            }
        }
    }
}
