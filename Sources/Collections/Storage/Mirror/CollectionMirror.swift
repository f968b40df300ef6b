import Foundation
import Provenance
import Raster
import Works

/// A collection in a bucket, so that machines without a common disk build it together: what it is built from, its works and
/// its ledgers.
///
/// ```
/// s3://bucket/prefix/collection.yaml, recipe.json, rights.json, sources/…, targets/…   as beside the plan
/// s3://bucket/prefix/mirror.json                                                       what was pushed, with SHA-256
/// s3://bucket/prefix/works/0001/…                                                      S3WorkStore
/// s3://bucket/prefix/ledger/shard-3-of-8.sqlite
/// ```
public struct CollectionMirror: Sendable {
    /// What is written beside the files of a plan.
    static let reserved: Set<String> = ["works", "ledger", MirrorIndex.fileName]

    public let place: StoragePlace
    let client: S3Client

    /// How far files have come.
    public struct Progress: Sendable, Equatable {
        public var file: String
        public var done: Int
        public var total: Int
    }

    public typealias Watcher = @Sendable (Progress) -> Void

    /// What a push or a fetch did.
    public struct Summary: Sendable, Equatable, Codable {
        /// All that the collection, or the part that was asked for, is built from.
        public var files = 0
        /// Those that were not there yet, or were others.
        public var moved = 0
        /// Of those that were moved.
        public var bytes = 0
    }

    /// Whose pictures are brought; plan, recipe and rights always are.
    public enum Pictures: Sendable, Equatable {
        case none
        case all
        case ofShard(Shard)
        /// Of works by their numbers.
        case ofWorks(Set<Int>)
    }

    /// - Throws: `StorageError.noCredentials`, `.badSetting`.
    public init(
        _ place: StoragePlace, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(StorageError) {
        self.init(place, client: S3Client(bucket: place.bucket, settings: try S3Settings(environment: environment)))
    }

    package init(_ place: StoragePlace, client: S3Client) {
        self.place = place
        self.client = client
    }

    /// Its works.
    public var works: S3WorkStore { S3WorkStore(place, client: client) }

    /// What tells this place from all others: 32 hexadecimal digits.
    public var digest: String {
        String(Digest(of: Data("\(client.endpoint) \(place)".utf8)).hexadecimal.prefix(32))
    }

    /// - Throws: `StorageError.missing` where nothing was pushed.
    func index() async throws -> MirrorIndex? {
        guard let found = try await client.get(place.key(MirrorIndex.fileName)) else { return nil }
        guard let index = try MirrorIndex(found.data) else {
            throw StorageError.refused(
                place: place.address(of: place.key(MirrorIndex.fileName)), status: 200,
                reason: "which is no index that this version reads")
        }
        return index
    }
}
