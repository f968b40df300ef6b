import Collections
import Foundation
import Oracles
import Provenance
import Testing

@Suite("Collections in a bucket", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct CollectionMirrorTests {
    /// A collection whose pictures are texts: nothing here opens them.
    private final class Scratch: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "mirror-\(UUID().uuidString)")
        var here: URL { url.appending(path: "here") }
        var there: URL { url.appending(path: "there") }

        init(count: Int = 3) throws {
            try write("collection.json", plan(count: count))
            try write("recipe.json", "{}")
            try write(
                "papers/rights.json",
                RightsRecord(
                    commercial: false,
                    entries: [
                        RightsEntry(
                            role: .source, file: "source_0 ü.png", person: "Ana", basis: .licence,
                            evidence: RightsEvidence(file: "scans/release.pdf", sha256: Digest(of: Data("pdf".utf8))),
                            uses: [.derivative])
                    ]
                ).json.text(.indented))
            try write("papers/scans/release.pdf", "pdf")
            for index in 0..<count {
                try write("sources/source_\(index) ü.png", "source \(index)")
                try write("targets/target_\(index)+a.png", "target \(index)")
            }
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func write(_ path: String, _ text: String) throws {
            let file = here.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }

        func plan(count: Int, target: String = "targets/target_0+a.png") -> String {
            let sources = (0..<count).map { "{\"name\": \"s\($0)\", \"files\": [\"sources/source_\($0) ü.png\"]}" }
            let targets = (0..<count).map {
                "{\"name\": \"t\($0)\", \"file\": \"\($0 == 0 ? target : "./targets/target_\($0)+a.png")\"}"
            }
            return """
                {"title": "Mirrored", "recipe": "recipe.json", "rights": "papers/rights.json",
                 "sources": [\(sources.joined(separator: ","))], "targets": [\(targets.joined(separator: ","))],
                 "pairing": {"mode": "zip"}}
                """
        }

        func collection() throws -> PlannedCollection {
            try PlannedCollection(contentsOf: here.appending(path: "collection.json"))
        }

        func files(_ folder: URL) throws -> [String: Data] {
            var files: [String: Data] = [:]
            for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
                let file = folder.appending(path: path)
                if (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
                    files[path] = try Data(contentsOf: file)
                }
            }
            return files
        }
    }

    @Test("what is pushed comes back with the same bytes, and nothing goes twice")
    func roundTrip() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let mirror = CollectionMirror(try bucket.place("a series"), client: try bucket.client())
        let first = try await mirror.push(scratch.collection())
        #expect(first.files == 10 && first.moved == 10)
        let fetched = try await mirror.fetch(to: scratch.there)
        #expect(fetched.summary == first)
        #expect(fetched.collection.works.count == 3)
        #expect(try scratch.files(scratch.there) == scratch.files(scratch.here))

        _ = try await bucket.heard()
        #expect(try await mirror.push(scratch.collection()).moved == 0)
        #expect(try await bucket.heard().allSatisfy { $0.method == "GET" })
        #expect(try await mirror.fetch(to: scratch.there).summary.moved == 0)
        #expect(try await bucket.heard().count == 1)

        try scratch.write("targets/target_1+a.png", "TARGET 1")
        #expect(try await mirror.push(scratch.collection()).moved == 1)
        #expect(try await mirror.fetch(to: scratch.there).summary.moved == 1)
        #expect(try scratch.files(scratch.there) == scratch.files(scratch.here))
    }

    @Test("a push that was interrupted goes on where it stopped")
    func interrupted() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let mirror = CollectionMirror(try bucket.place("m"), client: try bucket.client(tries: 1))
        try await bucket.fault("503", "PUT", "m/mirror.json")
        await #expect(throws: StorageError.self) { try await mirror.push(scratch.collection()) }
        await #expect(throws: StorageError.missing(place: "s3://\(bucket.name)/m")) {
            try await mirror.fetch(to: scratch.there)
        }
        #expect(try await mirror.push(scratch.collection()).moved == 0)
        #expect(try await mirror.fetch(to: scratch.there).summary.moved == 10)
    }

    @Test("a shard brings the pictures that its works need, and no other")
    func shard() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let mirror = CollectionMirror(try bucket.place("m"), client: try bucket.client())
        _ = try await mirror.push(scratch.collection())
        let shard = try #require(Shard(index: 3, count: 3))
        let (collection, _) = try await mirror.fetch(.ofShard(shard), to: scratch.there)
        #expect(collection.works.count == 3)
        let pictures = try scratch.files(scratch.there).keys.filter { $0.hasSuffix(".png") }.sorted()
        #expect(pictures == ["sources/source_2 ü.png", "targets/target_2+a.png"])
        _ = try await mirror.fetch(.ofWorks([1]), to: scratch.url.appending(path: "one"))
        #expect(try scratch.files(scratch.url.appending(path: "one")).keys.contains("targets/target_0+a.png"))
        _ = try await mirror.fetch(.none, to: scratch.url.appending(path: "none"))
        #expect(try !scratch.files(scratch.url.appending(path: "none")).keys.contains { $0.hasSuffix(".png") })
    }

    @Test("patterns mean what was pushed, whatever else lies here and whatever stays away")
    func patterns() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        try scratch.write(
            "collection.json",
            """
            {"title": "Patterns", "sources": ["sources/*.png"], "targets": ["./targets/*_?+a.png"],
             "pairing": {"mode": "product"}}
            """)
        let here = try scratch.collection()
        #expect(here.works.count == 9)
        let mirror = CollectionMirror(try bucket.place("m"), client: try bucket.client())
        _ = try await mirror.push(here)
        let stray = scratch.there.appending(path: "targets/target_9+a.png")
        try FileManager.default.createDirectory(
            at: stray.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("stray".utf8).write(to: stray)
        let there = try await mirror.fetch(.ofWorks([1]), to: scratch.there).collection
        var plan = here.plan
        plan.storage = "s3://\(bucket.name)/m"
        #expect(there.plan == plan)
        #expect(there.works == here.works)
    }

    @Test(
        "a picture outside the plan's folder is not pushed",
        arguments: ["../secret.png", "/etc/hostname", "works/a.png"])
    func outside(path: String) async throws {
        let scratch = try Scratch()
        try scratch.write("collection.json", scratch.plan(count: 3, target: path))
        let collection = try scratch.collection()
        #expect(throws: StorageError.self) { try collection.inputFiles() }
    }

    @Test("an index that leads out of its folder brings nothing")
    func hostile() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), try Scratch())
        let mirror = CollectionMirror(try bucket.place("m"), client: try bucket.client())
        _ = try await mirror.push(scratch.collection())
        let client = try bucket.client()
        var text = String(decoding: try #require(try await client.get("m/mirror.json")).data, as: UTF8.self)
        text.replace("\"sources/source_0 ü.png\"", with: "\"../../escaped.png\"")
        _ = try await client.put(Data(text.utf8), as: "m/mirror.json")
        await #expect(throws: StorageError.nameNotAllowed(name: "../../escaped.png", reason: "leads out of its folder"))
        {
            try await mirror.fetch(to: scratch.there)
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.there.path))
    }
}
