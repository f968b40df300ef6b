import Compositing
import Faces

/// Cleans poor sources and has them looked at again, since noise and blur pull an embedding away from the person.
public struct SourcePreparation: Sendable {
    private let restoration: SourceRestoration
    private let embedder: FaceEmbedder

    public init(restoration: SourceRestoration, embedder: FaceEmbedder) {
        self.restoration = restoration
        self.embedder = embedder
    }

    /// The source with the embedding of its cleaned self, and what was measured. Its photograph stays as it is where it
    /// was not cleaned.
    /// - Throws: as `SourceRestoration.restore`; `InferenceError`.
    func prepared(_ source: SourceFace) throws -> (source: SourceFace, figures: StepFigures) {
        let restored = try restoration.restore(source)
        guard let photograph = restored.photograph else { return (source, restored.figures) }
        var face = source.face
        let before = face.embedding
        face.embedding = try embedder.embedding(of: face, in: photograph)
        var figures = restored.figures
        if let before, let after = face.embedding {
            figures.figures["embedding_shift"] = Double(before.distance(to: after))
        }
        return (SourceFace(photograph: photograph, face: face), figures)
    }
}
