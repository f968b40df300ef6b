import Foundation
import Inference
import Provenance
import Works

/// Tells the key of every planned work, from the plan, the files and the models that are here.
package struct CollectionKeys: Sendable {
    private let collection: PlannedCollection
    private let digests: InputDigests
    private let keys: WorkKeys
    private let rights: RightsExcerpts?
    private let proof: String?
    private let outlines: CastOutlines

    /// - Throws: `RightsError`; `DigestError` for the profile of a proof; `InferenceError`.
    package init(
        _ collection: PlannedCollection, digests: InputDigests, keys: WorkKeys,
        missingModels: Commission.MissingModels, installation: Installation
    ) throws {
        self.collection = collection
        self.digests = digests
        self.keys = keys
        rights = try collection.rights.map { RightsExcerpts(of: try RightsRecord(contentsOf: $0)) }
        proof = try collection.plan.deliverables.proof.map {
            try Digest(ofFile: collection.url(of: $0)).hexadecimal
        }
        outlines = CastOutlines(missingModels: missingModels, store: try ModelStore(from: installation))
    }

    /// - Throws: `DigestError` when a picture is not there; `CastingError` when a model is not.
    package func key(of work: PlannedWork) throws -> WorkKey {
        let outline = try outlines.outline(of: work.recipe)
        let plan = collection.plan
        let sources = try plan.sources[work.source].files.map(input)
        let target = try input(plan.targets[work.target].files[0])
        var said: Digest?
        if let rights, let inputs = WorkKeys.rightsInputs(sources: sources, target: target) {
            said = rights.digest(for: inputs)
        }
        return keys.key(
            of: WorkKeys.Parts(
                recipe: outline.recipe, sources: sources, target: target,
                reference: try plan.targets[work.target].reference.map(input), models: outline.models, rights: said,
                keepsMask: plan.deliverables.keepsMask, proof: proof, date: plan.date?.iso8601))
    }

    private func input(_ path: String) throws(DigestError) -> WorkKeys.Input {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return WorkKeys.Input(file: name, sha256: try digests.digest(of: path).hexadecimal)
    }
}
