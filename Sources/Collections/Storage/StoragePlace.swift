import Foundation

/// A bucket, and where in it: `s3://bucket/prefix`.
public struct StoragePlace: Sendable, Hashable, CustomStringConvertible {
    public let bucket: String
    /// Without a slash at either end; empty for the whole bucket.
    public let prefix: String

    private static let scheme = "s3://"

    /// Whether a text means a place in a bucket, rightly written or not.
    public static func isMeant(by text: String) -> Bool { text.lowercased().hasPrefix(scheme) }

    /// - Throws: `StorageError.badPlace`, `.nameNotAllowed`.
    public init(_ text: String) throws(StorageError) {
        guard Self.isMeant(by: text) else { throw .badPlace(text: text, reason: "is no s3:// address") }
        let parts = text.dropFirst(Self.scheme.count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bucket = String(parts[0])
        // General purpose buckets; older ones and other makers' may have capitals and underscores.
        guard bucket.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]/) != nil else {
            throw .badPlace(text: text, reason: "\"\(bucket)\" is no name of a bucket")
        }
        var prefix = parts.count > 1 ? parts[1] : ""
        while prefix.hasSuffix("/") { prefix.removeLast() }
        try self.init(bucket: bucket, prefix: String(prefix))
    }

    private init(bucket: String, prefix: String) throws(StorageError) {
        if !prefix.isEmpty { try StoragePath.check(prefix) }
        self.bucket = bucket
        self.prefix = prefix
    }

    public var description: String { Self.scheme + bucket + (prefix.isEmpty ? "" : "/" + prefix) }

    /// The key of what lies there.
    package func key(_ path: String) -> String { prefix.isEmpty ? path : prefix + "/" + path }

    /// How the keys of all that lies there begin.
    package var start: String { prefix.isEmpty ? "" : prefix + "/" }

    /// For messages.
    func address(of key: String) -> String { Self.scheme + bucket + "/" + key }

    /// The place that this one lies in, and its own name there; nil for a whole bucket.
    package var parent: (place: StoragePlace, name: String)? {
        guard !prefix.isEmpty else { return nil }
        let parts = prefix.split(separator: "/")
        guard let name = parts.last,
            let place = try? StoragePlace(bucket: bucket, prefix: parts.dropLast().joined(separator: "/"))
        else { return nil }
        return (place, String(name))
    }
}
