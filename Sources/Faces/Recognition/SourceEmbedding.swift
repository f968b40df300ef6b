import Foundation

/// The identity that a swapper is given, made of one or several faces of a person.
///
///     let source = SourceEmbedding.mean(of: faces.compactMap(\.embedding))
public struct SourceEmbedding: Sendable, Equatable {
    /// Mean of the embeddings as the network gives them.
    public var embedding: [Float]
    /// Mean of the embeddings brought to length 1. Of several faces it is itself a little shorter: the less they agree,
    /// the shorter. Swappers that take it were fed with it as it is.
    public var normalized: [Float]

    public init(embedding: [Float], normalized: [Float]) {
        self.embedding = embedding
        self.normalized = normalized
    }

    /// Of one face.
    public init(_ embedding: FaceEmbedding) {
        self.init(embedding: embedding.values, normalized: embedding.normalized)
    }

    /// The mean in which every face counts alike, FaceFusion's; nil of none.
    public static func mean(of embeddings: [FaceEmbedding]) -> SourceEmbedding? {
        mean(of: embeddings, weights: embeddings.map { _ in 1 })
    }

    /// The mean in which a face counts the more, the better the network could see it; nil when none has an embedding.
    public static func weightedMean(of faces: [Face]) -> SourceEmbedding? {
        let seen = faces.filter { $0.embedding != nil }
        return mean(of: seen.compactMap(\.embedding), weights: seen.map(\.recognitionWeight))
    }

    /// - Parameter weights: above 0, one each; only their proportions count.
    static func mean(of embeddings: [FaceEmbedding], weights: [Double]) -> SourceEmbedding? {
        guard let first = embeddings.first else { return nil }
        let total = weights.reduce(0, +)
        let mean = { (vectors: [[Float]]) in
            first.values.indices.map { index in
                Float(zip(vectors, weights).reduce(0) { $0 + Double($1.0[index]) * $1.1 } / total)
            }
        }
        return SourceEmbedding(
            embedding: mean(embeddings.map(\.values)), normalized: mean(embeddings.map(\.normalized)))
    }
}

extension Face {
    /// What the recogniser's crop shows of a face when its box is this wide, pixel for pixel: the template puts the
    /// jaw's sides about 80 of 112 pixels apart.
    private static let recognisedWidth: Float = 80
    /// A face that every figure speaks against still counts this much.
    private static let leastWeight = 0.01

    /// How much a face counts among others of the person: its sharpness, times the shares of it that are neither
    /// clipped nor turned away (squared cosines of yaw and pitch), times its width where that is less than the
    /// recogniser sees.
    var recognitionWeight: Double {
        let cosine = { (degrees: Float) in max(0, cos(Double(degrees) * .pi / 180)) }
        let turned = cosine(pose.yaw) * cosine(pose.pitch)
        let size = Double(max(0, min(1, box.width / Self.recognisedWidth)))
        let weight = Double(quality.sharpness * (1 - quality.clipped)) * turned * turned * size
        return max(Self.leastWeight, weight)
    }
}
