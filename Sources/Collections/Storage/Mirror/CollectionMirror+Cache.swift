import Foundation

extension CollectionMirror {
    /// Where collections from elsewhere are kept for a while: `$XDG_CACHE_HOME/likeness/collections`, else
    /// `~/.cache/likeness/collections`. Each has a folder of its own there, called by `digest`.
    public static func cache(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
        // A relative path is none (XDG Base Directory Specification 0.8).
        let base =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
            ?? (environment["HOME"].map { URL(filePath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser)
            .appending(path: ".cache")
        return base.appending(path: "likeness/collections")
    }
}

extension PlannedCollection {
    /// Where the plan says that works are kept; nil for its output folder.
    /// - Throws: `StorageError`.
    public func store(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(StorageError) -> (any WorkStore)? {
        guard let storage = plan.storage else { return nil }
        return try S3WorkStore(StoragePlace(storage), environment: environment)
    }
}
