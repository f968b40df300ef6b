/// Whether lips are apart, and how far.
package struct LipOpening: Sendable {
    /// Height of what is seen between the lips over the width of the mouth.
    let ratio: Float
    /// The same near the corners.
    let atCorners: Float

    /// - Parameter atCorners: nil for a line, which is as high everywhere.
    init(ratio: Float, atCorners: Float? = nil) {
        self.ratio = ratio
        self.atCorners = atCorners ?? ratio
    }

    /// Height above which lips are open; below, it is the line between, with the shade about it.
    private static let line: Float = 0.095
    /// Height, and how many times that near the corners, from which on what is lower is no line either: lips that part in
    /// the middle show teeth, a line is as high at its ends.
    private static let parted: Float = 0.035
    private static let swelling: Float = 3.5
    /// How different openings may be high that show the same, and how much higher a line may be than the one that it
    /// is to become: more holds teeth.
    private static let alike: ClosedRange<Float> = 0.65...1.5
    private static let taller: Float = 1.25

    package var isOpen: Bool { ratio > Self.line || ratio > max(Self.parted, Self.swelling * atCorners) }

    /// Whether the inside of this mouth can be shown in the other.
    func fits(_ other: LipOpening) -> Bool {
        guard isOpen == other.isOpen else { return false }
        return isOpen ? Self.alike.contains(other.ratio / ratio) : ratio < Self.taller * other.ratio
    }

    /// Share of the other's height at which this one is to be shown there: a line between closed lips grows no thicker.
    func share(of other: LipOpening) -> Float {
        isOpen || other.isOpen ? 1 : min(1, ratio / max(1e-4, other.ratio))
    }
}
