import Compositing
import Faces

/// Faces as a recogniser's network tells them apart: the cosine between their embeddings.
struct EmbeddingMeasure: IdentityMeasure {
    private struct Known: KnownFace {
        var embedder: FaceEmbedder
        var mean: FaceEmbedding

        func similarity(to face: SeenFace) throws -> Double {
            let other = try embedder.embedding(of: face.source.face, in: face.source.photograph)
            return Double(1 - 2 * mean.distance(to: other))
        }
    }

    let name: String
    let embedder: FaceEmbedder
    /// ArcFace's cosines of two people stay below about 0.25; `FaceFilter.usualDistance`, FaceFusion's limit for one person,
    /// is a cosine of 0.4.
    let floor = 0.25
    let uncertainty = 0.03

    func known(_ faces: [SourceFace]) throws -> any KnownFace {
        let embeddings = try faces.map { try embedder.embedding(of: $0.face, in: $0.photograph) }
        let mean = SourceEmbedding.mean(of: embeddings)?.normalized ?? []
        return Known(embedder: embedder, mean: FaceEmbedding(values: mean))
    }
}
