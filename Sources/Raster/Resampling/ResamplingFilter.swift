import Foundation

/// What gives each pixel of a resampled line its share of the source's pixels. When the line shrinks the filter widens,
/// so that every source pixel counts.
enum ResamplingFilter: Sendable {
    /// Three lobes: what pictures are resampled with.
    case lanczos
    /// Enlarged: bilinear; shrunk: a mean that falls off evenly from the middle. Never below 0, never above the highest
    /// value.
    case triangle

    /// How far it reaches to either side, in pixels of the wider spacing.
    var lobes: Double {
        switch self {
        case .lanczos: 3
        case .triangle: 1
        }
    }

    /// - Parameter x: distance from the middle, in pixels of the wider spacing.
    func value(at x: Double) -> Double {
        guard x != 0 else { return 1 }
        guard abs(x) < lobes else { return 0 }
        switch self {
        case .lanczos:
            let angle = Double.pi * x
            return lobes * sin(angle) * sin(angle / lobes) / (angle * angle)
        case .triangle: return 1 - abs(x)
        }
    }

    /// The source pixels that may change each pixel of the result: those that lie nearer than the filter reaches.
    /// Neither end ever goes back from one pixel to the next.
    /// - Parameters:
    ///   - from: length of the source line, in pixels.
    ///   - to: length of the result.
    func reaches(from: Int, to: Int) -> [Range<Int>] {
        // At its own size a line stays as it is: all other pixels lie where the filter is 0.
        guard from != to else { return (0..<to).map { $0..<$0 + 1 } }
        let scale = Double(from) / Double(to)
        let support = lobes * max(1, scale)
        return (0..<to).map { x in
            let center = (Double(x) + 0.5) * scale - 0.5
            let first = Int((center - support).rounded(.down)) + 1
            let end = Int((center + support).rounded(.up))
            return max(0, first)..<min(from, end)
        }
    }
}
