import Foundation
import Oracles
import Testing

@Suite("Collections in a bucket, from the command line")
struct CollectionStorageTests {
    private static let isServed = FileManager.default.isExecutableFile(atPath: Oracles.Oracle.python.path)

    /// A plan and its pictures, which nobody opens.
    private static func write(_ folder: Folder) throws {
        try FileManager.default.createDirectory(at: folder("here/pictures"), withIntermediateDirectories: true)
        for name in ["source_ana.png", "target_street.png", "target_park.png"] {
            try Data(name.utf8).write(to: folder("here/pictures/\(name)"))
        }
        try Data(
            """
            title: "Small"
            sources: "pictures/source_*.png"
            targets: "pictures/target_*.png"
            pairing: { mode: product }
            """.utf8
        ).write(to: folder("here/collection.yaml"))
    }

    @Test("what push puts, pull brings; status reads it from anywhere", .enabled(if: isServed))
    func roundTrip() async throws {
        let (bucket, folder) = (try await S3Server.bucket(), try Folder())
        try Self.write(folder)
        let place = "s3://\(bucket.name)/small"
        let environment = bucket.environment.merging(["XDG_CACHE_HOME": folder("cache").path]) { $1 }
        let push = ["collection", "push", folder("here/collection.yaml").path, "--to", place]
        let first = try Binary.run(push, environment: environment)
        #expect(first.status == 0 && first.errors.isEmpty)
        #expect(first.output.hasPrefix("\(place): 4 files, 4 put ("))
        #expect(
            try Binary.run(push + ["--json"], environment: environment).output
                == "{\n  \"bytes\": 0,\n  \"files\": 4,\n  \"moved\": 0\n}\n")

        let pull = try Binary.run(
            ["collection", "pull", place, "--out", folder("there").path], environment: environment)
        #expect(pull.status == 0 && pull.errors.isEmpty)
        #expect(pull.output.hasSuffix("0 works, 0 ledgers\n"))
        let files = [
            "collection.yaml", "pictures/source_ana.png", "pictures/target_park.png", "pictures/target_street.png",
        ]
        for file in files {
            #expect(try Data(contentsOf: folder("there/\(file)")) == Data(contentsOf: folder("here/\(file)")))
        }
        let some = ["collection", "pull", place, "--out", folder("some").path, "--inputs-only", "--only", "2"]
        #expect(try Binary.run(some, environment: environment).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("some/pictures").path).count == 2)

        for plan in [place, "\(place)/collection.yaml"] {
            let status = try Binary.run(["collection", "status", plan, "--json"], environment: environment)
            #expect(status.status == 0 && status.output.contains("\"planned\": 2"))
        }
    }

    @Test("what is wrong with a place is said in a sentence, with the exit code for it", .enabled(if: isServed))
    func complaints() async throws {
        let (bucket, folder) = (try await S3Server.bucket(), try Folder())
        try Self.write(folder)
        let plan = folder("here/collection.yaml").path
        func run(_ arguments: [String], _ environment: [String: String]) throws -> (Int32, String) {
            let outcome = try Binary.run(["collection"] + arguments, environment: environment)
            return (outcome.status, outcome.errors)
        }
        let barred = try run(["push", plan, "--to", "s3://\(bucket.name)/small"], bucket.barred)
        #expect(barred.0 == 1 && barred.1.hasPrefix("likeness: s3://\(bucket.name)"))
        #expect(barred.1.contains("access was denied (AccessDenied). Whoever owns the bucket has to allow"))
        let empty = try run(["pull", "s3://\(bucket.name)/nothing", "--out", folder("out").path], bucket.environment)
        #expect(
            empty == (
                2,
                "likeness: s3://\(bucket.name)/nothing: nothing is there. Correct the place, or push the collection first.\n"
            ))
        let missing = try run(["push", plan, "--to", "s3://nobody-made-this"], bucket.environment)
        #expect(missing.0 == 2 && missing.1.hasPrefix("likeness: s3://nobody-made-this: there is no such bucket."))
        let nobody = ["HOME": folder.url.path, "AWS_ACCESS_KEY_ID": "", "AWS_PROFILE": ""]
        let unknown = try run(["push", plan, "--to", "s3://\(bucket.name)"], nobody)
        #expect(unknown.0 == 2 && unknown.1.hasPrefix("likeness: profile \"default\": there are no credentials."))
        let place = try run(["push", plan, "--to", "studio"], bucket.environment)
        #expect(place == (2, "likeness: studio: is no s3:// address. Give s3://bucket/prefix.\n"))
        let secrets = [barred, empty, missing, unknown, place].map(\.1).joined()
        for secret in [bucket.environment, bucket.barred].compactMap({ $0["AWS_SECRET_ACCESS_KEY"] }) {
            #expect(!secrets.contains(secret))
        }
    }
}
