import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// moto's S3 server on this machine, one for all tests of a process, each of which has a bucket of its own.
///
/// Tests/Support/s3_server.py is it; it ends with the tests by itself.
package final class S3Server: Sendable {
    /// Starting it takes seconds.
    private static let shared = Task { try await S3Server() }

    fileprivate let address: String
    /// Key and secret of a user who may do everything, and of one who may do nothing.
    fileprivate let able: [String]
    fileprivate let barred: [String]

    private init() async throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "s3-server-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = Oracle.python
        process.arguments = [Oracle.scripts.appending(path: "s3_server.py").path]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var words: [String] = []
        while words.count < 5 {
            try await Task.sleep(for: .milliseconds(100))
            guard process.isRunning else {
                throw OracleError.failed(script: "s3_server.py", status: process.terminationStatus, message: "")
            }
            let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
            words = text.hasSuffix("\n") ? text.split(whereSeparator: \.isWhitespace).map(String.init) : []
        }
        address = "http://127.0.0.1:\(words[0])"
        able = Array(words[1...2])
        barred = Array(words[3...4])
    }

    /// A bucket that nobody else has.
    package static func bucket() async throws -> S3Bucket {
        let server = try await shared.value
        let name = "test-\(UUID().uuidString.lowercased())"
        _ = try await server.ask("bucket/\(name)", sending: Data("{}".utf8))
        return S3Bucket(server: server, name: name)
    }

    fileprivate func ask(_ path: String, sending body: Data? = nil) async throws -> Data {
        guard let url = URL(string: "\(address)/-/\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = body == nil ? "GET" : "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body
        return try await URLSession.shared.data(for: request).0
    }
}

/// A bucket on the tests' server.
package struct S3Bucket: Sendable {
    /// One request as the server heard it.
    package struct Heard: Sendable, Equatable {
        package var method: String
        /// With its query.
        package var path: String
        package var range: String
        package var bytes: Int
    }

    fileprivate let server: S3Server
    package let name: String

    /// As commands read it.
    package var environment: [String: String] { environment(of: server.able) }
    /// Of a user who may do nothing.
    package var barred: [String: String] { environment(of: server.barred) }

    private func environment(of user: [String]) -> [String: String] {
        [
            "AWS_ENDPOINT_URL": server.address, "AWS_ACCESS_KEY_ID": user[0], "AWS_SECRET_ACCESS_KEY": user[1],
            "AWS_REGION": "us-east-1",
        ]
    }

    /// The next requests that begin so meet a fault of a kind that s3_server.py knows.
    package func fault(
        _ kind: String, _ method: String, _ key: String = "", query: String = "", times: Int = 1, bytes: Int = 0
    ) async throws {
        struct Fault: Encodable {
            var kind, method, path, query: String
            var times, bytes: Int
        }
        let fault = Fault(
            kind: kind, method: method, path: "/\(name)" + (key.isEmpty ? "" : "/\(key)"), query: query, times: times,
            bytes: bytes)
        _ = try await server.ask("fault", sending: JSONEncoder().encode(fault))
    }

    /// What was asked of it since the last call.
    package func heard() async throws -> [Heard] {
        let data = try await server.ask("log/\(name)")
        return try JSONDecoder().decode([[String]].self, from: data).map {
            Heard(method: $0[0], path: $0[1], range: $0[2], bytes: Int($0[3]) ?? 0)
        }
    }
}
