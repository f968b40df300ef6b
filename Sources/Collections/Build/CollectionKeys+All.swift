import Inference
import Works

extension CollectionKeys {
    /// The key of every planned work, in order; no ledger is asked.
    /// - Throws: as `key(of:)`.
    package static func all(
        of collection: PlannedCollection, installation: Installation = .current
    ) throws -> [WorkKey] {
        let keys = try CollectionKeys(
            collection, digests: InputDigests(folder: collection.folder), keys: WorkKeys(),
            missingModels: .refuse, installation: installation)
        return try collection.works.map { try keys.key(of: $0) }
    }
}
