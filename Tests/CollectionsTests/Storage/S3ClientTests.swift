import Collections
import Foundation
import Oracles
import Provenance
import Testing

@Suite("S3 objects", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct S3ClientTests {
    /// A folder of one test's own.
    private final class Scratch: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "s3-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: url) }

        var entries: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }

        /// Bytes that no two pieces have in common.
        func file(_ name: String, bytes: Int) throws -> (url: URL, data: Data, digest: Digest) {
            var (state, data) = (UInt64(bytes) | 1, Data(capacity: bytes + 8))
            while data.count < bytes {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                withUnsafeBytes(of: state) { data.append(contentsOf: $0) }
            }
            data.removeSubrange(bytes...)
            let url = url.appending(path: name)
            try data.write(to: url)
            return (url, data, Digest(of: data))
        }
    }

    @Test("what is put comes back, whatever its name, and its digest with it")
    func roundTrip() async throws {
        let client = try await S3Server.bucket().client()
        for (index, key) in ["a.txt", "a b/ü+~.txt", "x//y", "q?&=#%41é'()*!.json", "日本/𝄞.png"].enumerated() {
            let data = Data(repeating: UInt8(index), count: index * 1000)
            let put = try await client.put(data, as: key)
            let got = try #require(try await client.get(key))
            #expect(got.data == data)
            #expect(got.object == put && got.object.sha256 == Digest(of: data))
            #expect(try await client.head(key) == put)
        }
        try await client.delete("a.txt")
        try await client.delete("a.txt")
        #expect(try await client.head("a.txt") == nil)
        #expect(try await client.get("a.txt")?.data == nil)
    }

    @Test("a large file goes in pieces, and comes back with the same bytes")
    func pieces() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let client = try bucket.client()
        let file = try scratch.file("master.tif", bytes: 12_000_001)
        let put = try await client.put(file.url, as: "master.tif", digest: file.digest)
        let parts = try await bucket.heard().filter { $0.method == "PUT" && $0.path.contains("partNumber") }
        #expect(parts.map(\.bytes).sorted() == [12_000_001 - (10 << 20), 5 << 20, 5 << 20])
        let listed = try await client.list("")
        #expect(listed.map(\.key) == ["master.tif"] && listed.map(\.bytes) == [12_000_001])
        #expect(listed.first?.etag == put.etag)
        #expect(try await client.head("master.tif")?.sha256 == file.digest)
        let copy = scratch.url.appending(path: "deep/copy.tif")
        try await client.get("master.tif", to: copy, expecting: file.digest)
        #expect(try Data(contentsOf: copy) == file.data)
    }

    @Test("an upload that fails leaves nothing: no object, no pieces")
    func aborted() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let client = try bucket.client()
        let file = try scratch.file("master.tif", bytes: 12_000_000)
        try await bucket.fault("503", "PUT", "master.tif", query: "partNumber=2", times: 99)
        await #expect(throws: StorageError.self) {
            try await client.put(file.url, as: "master.tif", digest: file.digest)
        }
        #expect(try await bucket.heard().contains { $0.method == "DELETE" && $0.path.contains("uploadId=") })
        #expect(try await client.list("").isEmpty)
    }

    @Test("an upload that is cancelled is taken back")
    func cancelled() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let client = S3Client(
            bucket: bucket.name, settings: try bucket.settings, pauses: [.seconds(60)], pieceBytes: 5 << 20)
        let file = try scratch.file("master.tif", bytes: 12_000_000)
        try await bucket.fault("503", "PUT", "master.tif", query: "partNumber=2", times: 99)
        let task = Task { try await client.put(file.url, as: "master.tif", digest: file.digest) }
        var heard: [S3Bucket.Heard] = []
        while !heard.contains(where: { $0.path.contains("partNumber=2") }) {
            try await Task.sleep(for: .milliseconds(20))
            heard += try await bucket.heard()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await bucket.heard().contains { $0.method == "DELETE" && $0.path.contains("uploadId=") })
        #expect(try await client.list("").isEmpty)
    }

    @Test("a file that is not what its digest says is not put", arguments: [1000, 6_000_000])
    func changed(bytes: Int) async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let file = try scratch.file("a.png", bytes: bytes)
        await #expect(throws: StorageError.changed(file: "a.png")) {
            try await bucket.client().put(file.url, as: "a.png", digest: Digest(of: Data()))
        }
        #expect(try await bucket.client().list("").isEmpty)
    }

    @Test("what fails in passing is tried again", arguments: ["503", "slow", "drop"])
    func passing(kind: String) async throws {
        let bucket = try await S3Server.bucket()
        let client = try bucket.client()
        try await bucket.fault(kind, "PUT", "a.txt", times: 2)
        let data = Data("hello".utf8)
        _ = try await client.put(data, as: "a.txt")
        #expect(try await client.get("a.txt")?.data == data)
        try await bucket.fault(kind, "GET", "a.txt", times: 3)
        await #expect(throws: StorageError.self) { try await client.get("a.txt") }
    }

    @Test("an error that comes after 200 is one, and the upload is completed once more")
    func late() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let file = try scratch.file("a.png", bytes: 6_000_000)
        try await bucket.fault("late", "POST", "a.png", query: "uploadId=")
        let object = try await bucket.client().put(file.url, as: "a.png", digest: file.digest)
        #expect(try await bucket.client().list("").first?.etag == object.etag)
    }

    @Test("a download that was cut goes on from there, and appears whole")
    func resumed() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let client = try bucket.client()
        let file = try scratch.file("a.png", bytes: 3_000_000)
        _ = try await client.put(file.url, as: "a.png", digest: file.digest)
        try await bucket.fault("cut", "GET", "a.png", bytes: 1_000_000)
        let copy = scratch.url.appending(path: "b.png")
        try await client.get("a.png", to: copy)
        #expect(try Data(contentsOf: copy) == file.data)
        let ranges = try await bucket.heard().filter { $0.method == "GET" }.map(\.range)
        #expect(ranges == ["", "bytes=1000000-"])
        #expect(scratch.entries == ["a.png", "b.png"])
    }

    @Test("what comes with other bytes does not appear")
    func damaged() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        _ = try await bucket.client().put(Data("hello".utf8), as: "a.png")
        await #expect(throws: StorageError.damaged(place: "s3://\(bucket.name)/a.png")) {
            try await bucket.client().get(
                "a.png", to: scratch.url.appending(path: "a.png"), expecting: Digest(of: Data()))
        }
        #expect(scratch.entries.isEmpty)
    }

    @Test("lists of more than a page are whole and in order")
    func pages() async throws {
        let bucket = try await S3Server.bucket()
        let client = try bucket.client()
        let keys = (0..<23).map { "works/\(String(format: "%04d", $0))/work.json" }
        for key in keys + ["other.json"] { _ = try await client.put(Data(), as: key) }
        _ = try await bucket.heard()
        #expect(try await client.list("works/", page: 5).map(\.key) == keys)
        #expect(try await bucket.heard().count == 5)
        #expect(
            try await S3WorkStore(bucket.place(""), client: client).names()
                == Set(keys.map { String($0.dropFirst(6).prefix(4)) }))
    }

    @Test("failures say what is wrong and what to do")
    func words() async throws {
        let bucket = try await S3Server.bucket()
        func words(_ client: S3Client) async -> String {
            do {
                _ = try await client.list("")
                return "nothing"
            } catch {
                return "\(error)"
            }
        }
        let missing = S3Client(bucket: "nobody-made-this", settings: try bucket.settings, pauses: [])
        #expect(await words(missing).hasPrefix("s3://nobody-made-this: there is no such bucket. Make it first"))
        #expect(
            await words(try bucket.client(S3Settings(environment: bucket.barred))).hasPrefix(
                "s3://\(bucket.name): access was denied (AccessDenied). Whoever owns"))
        var settings = try bucket.settings
        settings.credentials = S3Credentials(accessKey: settings.credentials.accessKey, secretKey: "wrong")
        let wrong = await words(try bucket.client(settings))
        #expect(wrong.contains("(SignatureDoesNotMatch). Check AWS_ACCESS_KEY_ID"))
        settings.endpoint = URL(string: "http://127.0.0.1:9")
        #expect(await words(try bucket.client(settings, tries: 2)).hasPrefix("http://127.0.0.1:9: cannot be reached: "))
        try await bucket.fault("moved", "GET")
        #expect(
            await words(try bucket.client())
                == "s3://\(bucket.name): the bucket lies in another region. Set AWS_REGION to eu-central-1.")
    }
}
