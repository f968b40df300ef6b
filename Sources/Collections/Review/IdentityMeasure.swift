import Compositing
import Faces
import Foundation
import Inference
import Works

/// Tells how much two faces are one person's. A review takes one for all works: two of them have two scales.
package protocol IdentityMeasure: Sendable {
    /// As reports and ledgers have it.
    var name: String { get }
    /// Below this a face is not taken for the person's at all.
    var floor: Double { get }
    /// Differences in `similarity` that are the measure's own uncertainty, however alike a collection is otherwise.
    var uncertainty: Double { get }

    /// - Parameter faces: of one person, at least one.
    /// - Throws: `FacesError`, `InferenceError`, `CompositingError`.
    func known(_ faces: [SourceFace]) throws -> any KnownFace
}

/// Somebody whom others are compared with.
package protocol KnownFace: Sendable {
    /// −1 … 1 (the same picture of the same face).
    /// - Throws: as `IdentityMeasure.known`.
    func similarity(to face: SeenFace) throws -> Double
}

/// A face in a finished work, as it is looked at.
package struct SeenFace: Sendable {
    var source: SourceFace
    var appearance: FaceAppearance

    /// - Throws: `CompositingError.faceOutsidePicture`.
    package init(_ source: SourceFace) throws {
        self.source = source
        appearance = try FaceAppearance(of: [source])
    }
}

extension ReviewOptions.Recognizer {
    /// - Parameter name: the recogniser that the plan's recipe names.
    /// - Throws: `InferenceError`, `FacesError.wrongModel` when a model is here and cannot be used.
    func measure(named name: String, store: ModelStore, engines: EngineSet) throws -> any IdentityMeasure {
        guard case .best = self, let entry = store.manifest.entry(named: name), entry.task == .faceRecognition,
            case .verified(let file) = store.state(of: entry)
        else { return AtlasMeasure() }
        let embedder = try FaceEmbedder(file: file, engine: try engines.engine(for: entry))
        return EmbeddingMeasure(name: entry.name, embedder: embedder)
    }
}
