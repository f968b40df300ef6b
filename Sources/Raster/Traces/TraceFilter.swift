/// A difference of high order along a line: near 0 where the line is smooth, as it is between a smaller picture's pixels.
struct TraceFilter: Sendable {
    let taps: [Float]
    /// Pixels from tap to tap. Taps further apart see larger factors, past the noise of compression.
    let lag: Int

    /// Pixels from the first tap to the last.
    var span: Int { (taps.count - 1) * lag }

    /// Lies between two pixels.
    static func fifth(lag: Int) -> TraceFilter { TraceFilter([-1, 5, -10, 10, -5, 1], lag: lag) }
    /// Lies on a pixel: sees pictures of twice the size in which every second pixel is one of the smaller picture's.
    static let sixth = TraceFilter([1, -6, 15, -20, 15, -6, 1], lag: 1)

    /// The taps get a length of 2, whatever the order, so that results compare with code values.
    private init(_ taps: [Float], lag: Int) {
        let length = taps.reduce(0) { $0 + $1 * $1 }.squareRoot()
        (self.taps, self.lag) = (taps.map { 2 * $0 / length }, lag)
    }
}
