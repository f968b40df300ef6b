import Foundation
import Provenance

/// What was pushed: every file of a collection with its SHA-256, in `<prefix>/mirror.json`.
///
/// It comes last, so that whoever reads it finds what it names; a list of the bucket and the ETags tell what is still as it
/// says, without a request for each of ten thousand pictures.
struct MirrorIndex: Sendable, Equatable, Codable {
    static let version = 1
    static let fileName = "mirror.json"

    struct File: Sendable, Equatable, Codable {
        /// Relative to the plan, with `/` between names.
        var file: String
        var role: CollectionFile.Role
        var bytes: Int
        var sha256: String
        /// What the server called it when it was put.
        var etag: String
    }

    var version = MirrorIndex.version
    /// The plan's file.
    var plan: String
    /// In the order of their names.
    var files: [File]

    init(plan: String, files: [File]) {
        self.plan = plan
        self.files = files
    }

    /// - Throws: `StorageError.nameNotAllowed`; nil for what is no index of this version.
    init?(_ data: Data) throws(StorageError) {
        guard let index = try? JSONDecoder().decode(MirrorIndex.self, from: data), index.version == Self.version else {
            return nil
        }
        // These become files here.
        for path in [index.plan] + index.files.map(\.file) { try StoragePath.check(path) }
        self = index
    }

    func encoded() throws -> Data {
        Data(try JSONValue(encoding: self).text(.indented).utf8)
    }
}
