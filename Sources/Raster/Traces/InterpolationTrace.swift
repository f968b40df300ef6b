/// The periodic trace of interpolation: pixels that lie between those of the smaller picture are smoother than pixels
/// that lie on them, so that high differences along a line rise and fall with the enlargement's period.
///
/// - SeeAlso: Gallagher 2005, Detection of linear and cubic interpolation in JPEG compressed images; Mahdian & Saic
///   2008, Blind authentication using periodic properties of interpolation.
struct InterpolationTrace {
    /// How many times the picture was enlarged, in hundredths.
    let factor: Double

    /// Nil where there is no such trace.
    init?(of photograph: Photograph) {
        guard min(photograph.size.width, photograph.size.height) >= TraceLines.shortest else { return nil }
        let axes = TraceLines.Axis.allCases.map { TraceLines(of: photograph, along: $0) }
        let filters: [TraceFilter] = [.sixth, .fifth(lag: 1), .fifth(lag: 2), .fifth(lag: 3)]
        let spectra = filters.concurrentMap { TraceSpectrum(of: axes, through: $0) }
        guard spectra.allSatisfy({ $0.samples >= Self.leastSamples }),
            let factor = Self.factor(sixth: spectra[0], near: spectra[1], far: spectra[2], farthest: spectra[3]),
            axes.allSatisfy({ $0.softness(beyond: factor) >= Self.leastSoftness(of: factor) })
        else { return nil }
        self.factor = (factor * 100).rounded() / 100
    }

    /// Pixels with detail, along each axis, below which the noise of few could be taken for a trace.
    private static let leastSamples = 1000

    /// Decibels by which a picture that was enlarged so much is softer than its size allows, at least. A picture that
    /// was made smaller can have a trace too, but it has detail up to the finest.
    private static func leastSoftness(of factor: Double) -> Double { 1.5 + 1.5 * factor }

    /// The amplitudes that are taken for a trace, each between the highest of pictures that were never enlarged and
    /// those of pictures that were and then saved as JPEG 90 (docs/upscaling.md).
    private enum Least {
        /// Of the common factors, whose frequencies are known: less than of the highest of many.
        static let (oneAndHalf, two, three, four) = (0.034, 0.060, 0.070, 0.100)
        /// How many times as strong as JPEG's harmonic of twice the period.
        static let twoOverHarmonic = 1.2
        /// Of any other factor.
        static let (near, far, farthest) = (0.060, 0.110, 0.150)
    }

    /// An enlargement's period is `factor` pixels long; below two it shows as the rest to one cycle a pixel. Larger ones
    /// are looked for first, since they show at closer taps too, and there like a smaller one.
    private static func factor(
        sixth: TraceSpectrum, near: TraceSpectrum, far: TraceSpectrum, farthest: TraceSpectrum
    ) -> Double? {
        if farthest.amplitude(at: 1.0 / 4) >= Least.four { return 4 }
        if far.amplitude(at: 1.0 / 3) >= Least.three { return 3 }
        if near.amplitude(at: 1.0 / 3) >= Least.oneAndHalf { return 1.5 }
        let isDoubled = [near, sixth].contains { spectrum in
            spectrum.amplitude(at: 1.0 / 2)
                >= max(Least.two, Least.twoOverHarmonic * spectrum.amplitude(at: 1.0 / 4))
        }
        if isDoubled { return 2 }
        if let peak = farthest.peak(within: 0.19...0.30), peak.amplitude >= Least.farthest { return 1 / peak.frequency }
        if let peak = far.peak(within: 0.27...0.485), peak.amplitude >= Least.far { return 1 / peak.frequency }
        if let peak = near.peak(within: 0.27...0.485), peak.amplitude >= Least.near { return 1 / (1 - peak.frequency) }
        return nil
    }
}
