import Collections
import Foundation
import Oracles

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// moto's S3 server on this machine, one for all tests, each of which has a bucket of its own.
final class S3Server: Sendable {
    struct Failure: Error {}

    /// One request as the server heard it.
    struct Heard: Equatable {
        var method: String
        /// With its query.
        var path: String
        var range: String
        var bytes: Int
    }

    /// Starting it takes seconds.
    private static let shared = Task { try await S3Server() }

    private let address: String
    /// Of a user who may do everything, and of one who may do nothing.
    private let able: S3Credentials
    private let barred: S3Credentials

    private init() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Support/s3_server.py")
        let output = FileManager.default.temporaryDirectory.appending(path: "s3-server-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = Oracle.python
        process.arguments = [script.path]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It ends with these tests by itself.
        var words: [String] = []
        for _ in 0..<600 where words.count < 5 {
            try await Task.sleep(for: .milliseconds(100))
            let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
            words = text.hasSuffix("\n") ? text.split(whereSeparator: \.isWhitespace).map(String.init) : []
        }
        guard words.count == 5 else { throw Failure() }
        address = "http://127.0.0.1:\(words[0])"
        able = S3Credentials(accessKey: words[1], secretKey: words[2])
        barred = S3Credentials(accessKey: words[3], secretKey: words[4])
    }

    /// A bucket that nobody else has.
    static func bucket() async throws -> Bucket {
        let server = try await shared.value
        let bucket = Bucket(server: server, name: "test-\(UUID().uuidString.lowercased())")
        // The bucket itself is no object of it: its request goes out with an empty key.
        _ = try await bucket.client().put(Data(), as: "")
        return bucket
    }

    struct Bucket: Sendable {
        fileprivate let server: S3Server
        let name: String

        func place(_ prefix: String) throws -> StoragePlace { try StoragePlace("s3://\(name)/\(prefix)") }

        var settings: S3Settings {
            S3Settings(credentials: server.able, region: "us-east-1", endpoint: URL(string: server.address))
        }

        /// Of a user who may do nothing.
        var barred: S3Settings {
            S3Settings(credentials: server.barred, region: "us-east-1", endpoint: URL(string: server.address))
        }

        /// As the command reads it.
        var environment: [String: String] {
            [
                "AWS_ENDPOINT_URL": server.address, "AWS_ACCESS_KEY_ID": server.able.accessKey,
                "AWS_SECRET_ACCESS_KEY": server.able.secretKey, "AWS_REGION": "us-east-1",
            ]
        }

        /// - Parameter pieceBytes: S3 refuses smaller pieces than 5 MiB, but for the last.
        func client(_ settings: S3Settings? = nil, pieceBytes: Int = 5 << 20, tries: Int = 3) -> S3Client {
            S3Client(
                bucket: name, settings: settings ?? self.settings,
                pauses: [Duration](repeating: .milliseconds(20), count: tries - 1), pieceBytes: pieceBytes)
        }

        /// The next requests that begin so meet a fault of a kind that Tests/Support/s3_server.py knows.
        func fault(
            _ kind: String, _ method: String, _ key: String = "", query: String = "", times: Int = 1, bytes: Int = 0
        ) async throws {
            struct Fault: Encodable {
                var kind, method, path, query: String
                var times, bytes: Int
            }
            let fault = Fault(
                kind: kind, method: method, path: "/\(name)" + (key.isEmpty ? "" : "/\(key)"), query: query,
                times: times,
                bytes: bytes)
            _ = try await server.ask("fault", sending: JSONEncoder().encode(fault))
        }

        /// What was asked of this bucket since the last call.
        func heard() async throws -> [Heard] {
            let data = try await server.ask("log/\(name)")
            return try JSONDecoder().decode([[String]].self, from: data).map {
                Heard(method: $0[0], path: $0[1], range: $0[2], bytes: Int($0[3]) ?? 0)
            }
        }
    }

    private func ask(_ path: String, sending body: Data? = nil) async throws -> Data {
        guard let url = URL(string: "\(address)/-/\(path)") else { throw Failure() }
        var request = URLRequest(url: url)
        request.httpMethod = body == nil ? "GET" : "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body
        return try await URLSession.shared.data(for: request).0
    }
}
