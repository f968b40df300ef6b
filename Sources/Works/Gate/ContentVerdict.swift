/// What the gate says of one picture.
public struct ContentVerdict: Sendable, Equatable {
    /// How likely the picture is not safe, 0…1.
    public let score: Float
    /// The score from which on the gate stays shut.
    public let threshold: Float
    /// Whether the picture may be made. A score that is no number does not pass.
    public var passed: Bool { score < threshold }

    init(score: Float, threshold: Float) {
        self.score = score
        self.threshold = threshold
    }
}
