import Inference
import Synchronization
import Works

/// What recipes come to here, each asked once: thousands of works share a few recipes but for their texts.
final class CastOutlines: Sendable {
    private struct Known {
        var outlines: [Recipe: Result<CastOutline, any Error>] = [:]
    }

    private let missingModels: Commission.MissingModels
    private let store: ModelStore
    private let known = Mutex(Known())

    init(missingModels: Commission.MissingModels, store: ModelStore) {
        self.missingModels = missingModels
        self.store = store
    }

    /// The recipe as it is resolved, with its own texts, and the models' SHA-256 by name.
    /// - Throws: `CastingError`, `InferenceError`.
    func outline(of recipe: Recipe) throws -> (recipe: Recipe, models: [String: String]) {
        let untitled = recipe.untitled
        let outline = try known.withLock { known in
            if let outline = known.outlines[untitled] { return outline }
            let outline = Result { try CastOutline(for: untitled, missingModels: missingModels, store: store) }
            known.outlines[untitled] = outline
            return outline
        }.get()
        var resolved = outline.recipe
        resolved.takeTexts(of: recipe)
        return (
            resolved,
            Dictionary(outline.models.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        )
    }
}
