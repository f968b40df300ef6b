import Raster
import Works

/// The casts of a build, each loaded once: works whose recipes differ in their texts alone share one.
actor CastShelf {
    /// Several trait values may need several sets of networks; more than these would not fit beside each other.
    private static let most = 4

    private let make: @Sendable (Recipe) throws -> Cast
    private let executor: NativeExecutor
    private var shelf: [(recipe: Recipe, cast: Task<Cast, any Error>)] = []

    init(executor: NativeExecutor, make: @escaping @Sendable (Recipe) throws -> Cast) {
        self.executor = executor
        self.make = make
    }

    /// - Throws: what making a cast throws.
    func cast(for recipe: Recipe) async throws -> Cast {
        let untitled = recipe.untitled
        let task: Task<Cast, any Error>
        if let index = shelf.firstIndex(where: { $0.recipe == untitled }) {
            task = shelf[index].cast
            shelf.append(shelf.remove(at: index))
        } else {
            let (executor, make) = (executor, make)
            task = Task { try await executor.run { try make(untitled) } }
            shelf.append((untitled, task))
            if shelf.count > Self.most { shelf.removeFirst() }
        }
        return try await task.value.saying(recipe)
    }
}
