/// What a recogniser makes of a face: a direction in which faces of one person lie together.
public struct FaceEmbedding: Sendable, Equatable {
    /// As the network gives them, not brought to length 1; swappers differ in which of the two they take.
    public var values: [Float]

    public init(values: [Float]) { self.values = values }

    /// Euclidean length, 0 or more.
    public var length: Float { Float(values.length) }

    /// Of length 1; as it is when it has no length.
    public var normalized: [Float] { values.atLengthOne }

    /// 0 (the same direction) … 1 (opposite ones): half of one minus the cosine, FaceFusion's face distance.
    public func distance(to other: FaceEmbedding) -> Float {
        let cosine = zip(normalized, other.normalized).reduce(0) { $0 + $1.0 * $1.1 }
        return (1 - cosine) / 2
    }
}
