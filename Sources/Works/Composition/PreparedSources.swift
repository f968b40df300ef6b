import Compositing
import Faces
import Provenance

/// Sources that were opened, looked at and turned into an identity: prepared once, used for every target of a collection.
///
/// Their pixels were let go of; it serves composers whose recipes differ in nothing that looks at sources or swaps faces.
public struct PreparedSources: Sendable {
    /// In the caller's order.
    let reports: [SourceReport]
    let identity: any Identity
    /// What was done to the sources.
    let steps: [WorkRecord.Step]
}

/// What a work tells of a source, without its pixels.
struct SourceReport: Sendable {
    let file: String
    let digest: Digest
    let record: WorkRecord.Input
    let warnings: [String]
    /// Of the faces that lend the identity, in pixels.
    let widestFace: Float

    init(_ input: Composer.Input) {
        file = input.file
        digest = input.digest
        record = input.record
        warnings = Warnings.of(input, as: .source)
        widestFace = input.chosen.map { input.faces[$0].box.width }.max() ?? 0
    }
}
