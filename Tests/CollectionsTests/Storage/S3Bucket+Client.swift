import Collections
import Oracles

extension S3Bucket {
    func place(_ prefix: String) throws -> StoragePlace { try StoragePlace("s3://\(name)/\(prefix)") }

    var settings: S3Settings { get throws { try S3Settings(environment: environment) } }

    /// - Parameter pieceBytes: S3 refuses smaller pieces than 5 MiB, but for the last.
    func client(_ settings: S3Settings? = nil, pieceBytes: Int = 5 << 20, tries: Int = 3) throws -> S3Client {
        S3Client(
            bucket: name, settings: try settings ?? self.settings,
            pauses: [Duration](repeating: .milliseconds(20), count: tries - 1), pieceBytes: pieceBytes)
    }
}
