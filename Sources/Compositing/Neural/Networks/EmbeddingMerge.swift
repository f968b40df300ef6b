import Faces

/// How the embeddings of several sources become one.
public enum EmbeddingMerge: String, Sendable, Codable, CaseIterable {
    /// Every source counts alike, as in FaceFusion.
    case mean
    /// Sharp faces that look into the camera count more.
    case quality

    /// - Throws: `CompositingError.noSource`, `.missingEmbedding`, `.wrongNetwork`.
    func embedding(of faces: [Face]) throws(CompositingError) -> SourceEmbedding {
        let embeddings = faces.compactMap(\.embedding)
        guard embeddings.count == faces.count else { throw .missingEmbedding(role: "source") }
        let counts = Set(embeddings.map(\.values.count))
        guard counts.count <= 1 else {
            throw .wrongNetwork(
                network: "recogniser", expected: "embeddings of one length",
                found: counts.sorted().map(String.init).joined(separator: ", "))
        }
        let merged = self == .mean ? SourceEmbedding.mean(of: embeddings) : SourceEmbedding.weightedMean(of: faces)
        guard let merged else { throw .noSource }
        return merged
    }
}
