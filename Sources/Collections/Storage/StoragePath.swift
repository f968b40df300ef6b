/// Names that may be kept, and may become files here: what a bucket holds was written by others.
package enum StoragePath {
    /// Of S3, in UTF-8.
    private static let longestKey = 1024

    /// Paths with `/` between names.
    /// - Throws: `StorageError.nameNotAllowed`.
    package static func check(_ path: String) throws(StorageError) {
        guard path.utf8.count <= longestKey else {
            throw .nameNotAllowed(name: path, reason: "is longer than 1024 bytes")
        }
        for name in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard !name.isEmpty else {
                throw .nameNotAllowed(name: path, reason: "has an empty name between its slashes")
            }
            guard name != ".", name != ".." else {
                throw .nameNotAllowed(name: path, reason: "leads out of its folder")
            }
        }
        guard !path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw .nameNotAllowed(name: path.debugDescription, reason: "has control characters")
        }
    }

    /// One name, not a path.
    /// - Throws: `StorageError.nameNotAllowed`.
    package static func checkName(_ name: String) throws(StorageError) {
        try check(name)
        guard !name.contains("/") else { throw .nameNotAllowed(name: name, reason: "is a path, not a name") }
    }
}
