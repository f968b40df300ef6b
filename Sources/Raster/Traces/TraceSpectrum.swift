import CKernels

/// How a filter's results rise and fall along the lines of a picture: at each frequency, the amplitude of their mean
/// logarithm that all axes have.
struct TraceSpectrum: Sendable {
    /// Twice as long as any line, so that a frequency between two bins is not missed.
    private static let fourier = Fourier(size: 2 * TraceLines.longest)
    /// The period of JPEG's blocks, in pixels: its harmonics are in most pictures.
    private static let blocks = 8.0
    /// Cycles a pixel around a harmonic that it leaks into, on short lines.
    private static let leak = 0.010

    /// Pixels with detail that were looked at, along the axis and in the lines, even or odd, that have fewest.
    let samples: Int
    /// From 0 to half a cycle a pixel.
    private let amplitudes: [Double]

    init(of axes: [TraceLines], through filter: TraceFilter) {
        let parts = axes.concurrentMap { lines in [0, 1].map { Self.part(of: lines, parity: $0, through: filter) } }
        samples = parts.joined().map(\.samples).min() ?? 0
        amplitudes = (0...Self.fourier.size / 2).map { bin in
            parts.map { Self.agreed($0[0].waves[bin], $0[1].waves[bin]) }.min() ?? 0
        }
    }

    func amplitude(at frequency: Double) -> Double {
        amplitudes[Int((frequency * Double(Self.fourier.size)).rounded())]
    }

    /// The highest amplitude in `range`, away from JPEG's harmonics.
    func peak(within range: ClosedRange<Double>) -> (frequency: Double, amplitude: Double)? {
        amplitudes.indices.lazy.map { (frequency: Double($0) / Double(Self.fourier.size), amplitude: amplitudes[$0]) }
            .filter { bin in
                let harmonic = (bin.frequency * Self.blocks).rounded() / Self.blocks
                return range.contains(bin.frequency) && abs(bin.frequency - harmonic) > Self.leak
            }
            .max { $0.amplitude < $1.amplitude }
    }

    /// The spectrum of the mean logarithm at each place along the even or odd lines, and how many pixels it is made of.
    private static func part(
        of lines: TraceLines, parity: Int, through filter: TraceFilter
    ) -> (waves: [SIMD2<Double>], samples: Int) {
        let count = lines.length - filter.span
        var logs = [Float](repeating: 0, count: count)
        var sums = [Double](repeating: 0, count: count)
        var samples = 0
        lines.values.withUnsafeBufferPointer { values in
            lines.marks.withUnsafeBufferPointer { marks in
                guard let values = values.baseAddress, let marks = marks.baseAddress else { return }
                for line in stride(from: parity, to: lines.count, by: 2) {
                    let start = line * lines.length
                    kernel_trace_logarithms(values + start, filter.taps, filter.taps.count, filter.lag, &logs, count)
                    // A result counts where the filter's middle, or the pixel to the right of it, has detail.
                    samples += kernel_trace_add(logs, marks + start + (filter.span + 1) / 2, &sums, count)
                }
            }
        }
        return (fourier.transform(sums.map { $0 / Double(max(1, samples)) }), samples)
    }

    /// The amplitude that has one phase in even and odd lines: a camera's mosaic of colours changes its phase from line
    /// to line. A wave's amplitude is twice its mean product, so that of both is the length of their sum.
    private static func agreed(_ even: SIMD2<Double>, _ odd: SIMD2<Double>) -> Double {
        max(0, length(even + odd) - length(even - odd))
    }

    private static func length(_ wave: SIMD2<Double>) -> Double { (wave * wave).sum().squareRoot() }
}
