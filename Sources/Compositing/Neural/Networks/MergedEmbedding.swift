import Faces

/// One embedding of several sources: the mean of what the recogniser gave, and the mean of the same at length 1. They
/// point in different directions, and families differ in which of them they take.
struct MergedEmbedding: Sendable, Equatable {
    let raw: [Float]
    /// Of several sources shorter than 1.
    let normalized: [Float]

    /// - Throws: `CompositingError.noSource`, `.missingEmbedding`, `.wrongNetwork`.
    init(of faces: [Face], merge: EmbeddingMerge) throws(CompositingError) {
        guard let first = faces.first else { throw .noSource }
        guard faces.allSatisfy({ $0.embedding != nil }) else { throw .missingEmbedding(role: "source") }
        let embeddings = faces.compactMap(\.embedding)
        let count = first.embedding?.values.count ?? 0
        guard let other = embeddings.map(\.values.count).first(where: { $0 != count }) else {
            let weights = merge.weights(of: faces)
            raw = Self.mean(of: embeddings.map(\.values), weights)
            normalized = Self.mean(of: embeddings.map(\.normalized), weights)
            return
        }
        throw .wrongNetwork(
            network: "recogniser", expected: "embeddings of \(count) values", found: "one of \(other)")
    }

    private static func mean(of rows: [[Float]], _ weights: [Double]) -> [Float] {
        guard rows.count > 1 else { return rows[0] }
        return rows[0].indices.map { column in
            Float(zip(rows, weights).reduce(0.0) { $0 + Double($1.0[column]) * $1.1 })
        }
    }
}

extension Array where Element == Float {
    /// Euclidean length, summed in double precision.
    var length: Double { reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }

    /// Brought to length 1; as it is when it has none.
    var atLengthOne: [Float] {
        let length = length
        return length > 0 ? map { Float(Double($0) / length) } : self
    }
}
