import ArgumentParser
import Collections
import Foundation

/// Where a collection's plan is: a file here, or `s3://bucket/prefix/collection.yaml`, or the place of its collection alone.
struct PlanPlace: ExpressibleByArgument {
    private enum Kind {
        case local(URL)
        /// - plan: the plan's file there; nil for the one that was pushed.
        case remote(StoragePlace, plan: String?)
    }

    private let kind: Kind

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        guard StoragePlace.isMeant(by: argument) else {
            kind = .local(URL(filePath: argument))
            return
        }
        guard let place = try? StoragePlace(argument) else { return nil }
        if let (folder, name) = place.parent, name.wholeMatch(of: /.+\.(json|yaml|yml)/) != nil {
            kind = .remote(folder, plan: name)
        } else {
            kind = .remote(place, plan: nil)
        }
    }

    /// The plan's file, where it is one of this machine's.
    var url: URL? { if case .local(let url) = kind { url } else { nil } }

    /// Where the collection lies, when that is not here.
    var place: StoragePlace? { if case .remote(let place, _) = kind { place } else { nil } }

    /// The collection, and where its works are kept when that is not the plan's output folder.
    ///
    /// Of a collection elsewhere the plan and what goes with it are brought into a folder of the cache, with the pictures that
    /// were asked for; a build there makes its works in that folder before the store has them.
    /// - Parameters:
    ///   - pictures: `.none` for commands that look at works and ledgers alone.
    ///   - cache: the folder of such folders; nil for the person's cache.
    /// - Throws: `StorageError`, `CollectionError`.
    func open(
        _ pictures: CollectionMirror.Pictures = .all, cache: URL? = nil
    ) async throws -> (collection: PlannedCollection, store: (any WorkStore)?) {
        switch kind {
        case .local(let url):
            let collection = try PlannedCollection(contentsOf: url)
            return (collection, try collection.store())
        case .remote(let place, let plan):
            let mirror = try CollectionMirror(place)
            let folder = (cache ?? CollectionMirror.cache()).appending(path: mirror.digest)
            let collection = try await mirror.fetch(pictures, to: folder, plan: plan).collection
            return (collection, try collection.store())
        }
    }

    /// As `open`, with the pictures that a shard's works need; all where there is none.
    func open(
        shard: Shard?, cache: URL? = nil
    ) async throws -> (collection: PlannedCollection, store: (any WorkStore)?) {
        try await open(shard.map { .ofShard($0) } ?? .all, cache: cache)
    }
}
