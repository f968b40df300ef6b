import Foundation
import Raster
import Works

/// The identities of a build, each prepared once for a source and a cast. Works that ask while it is being prepared wait for
/// the same.
actor IdentityShelf {
    /// An atlas takes tens of megabytes; works come in the order of their sources, so that a few are in use at once.
    private static let most = 6

    private struct Name: Equatable {
        var recipe: Recipe
        var sources: [URL]
    }

    private var shelf: [(name: Name, identity: Task<PreparedSources, any Error>)] = []
    /// How many were prepared.
    private(set) var prepared = 0

    /// - Throws: as `Composer.prepare`.
    func identity(
        of sources: [URL], by composer: Composer, recipe: Recipe, limits: DecodingLimits
    ) async throws -> PreparedSources {
        let name = Name(recipe: recipe.untitled, sources: sources)
        if let index = shelf.firstIndex(where: { $0.name == name }) {
            let entry = shelf.remove(at: index)
            shelf.append(entry)
            return try await entry.identity.value
        }
        prepared += 1
        let task = Task { try await composer.prepare(sources, limits: limits) }
        shelf.append((name, task))
        if shelf.count > Self.most { shelf.removeFirst() }
        return try await task.value
    }
}
