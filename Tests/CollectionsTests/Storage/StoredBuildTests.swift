import Collections
import Foundation
import Oracles
import Testing
import Works

@Suite("Builds whose works lie in a bucket", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct StoredBuildTests {
    @Test("shards on machines without a common disk build what one machine builds, and repeat nothing")
    func shards() async throws {
        let (bucket, studio) = (try await S3Server.bucket(), try SmallCollection())
        let mirror = CollectionMirror(try bucket.place("small"), client: try bucket.client())
        let whole = try studio.plan()
        try await SmallCollection.build(whole)
        try Data(
            """
            {"title": "Small", "date": "2023-11-14T22:13:20Z", "sources": "sources/*.png", "targets": "targets/*.png",
             "input_standard": {"source_naming": null, "target_naming": null},
             "recipe": {"title": "Small {number}"}, "pairing": {"mode": "product"}}
            """.utf8
        ).write(to: whole.file)
        _ = try await mirror.push(PlannedCollection(contentsOf: whole.file))

        for index in 1...2 {
            let machine = studio.folder.appending(path: "machine \(index)")
            let shard = try #require(Shard(index: index, count: 2))
            var options = BuildOptions()
            options.shard = shard
            let (collection, _) = try await mirror.fetch(.ofShard(shard), to: machine)
            let first = try await SmallCollection.build(collection, options: options, store: mirror.works)
            #expect(first.made == 3 && first.failures.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: collection.output.path).isEmpty)
            // On another machine, which has no ledger.
            let again = studio.folder.appending(path: "again \(index)")
            let (other, _) = try await mirror.fetch(.ofShard(shard), to: again)
            let second = try await SmallCollection.build(other, options: options, store: mirror.works)
            #expect(second.made == 0 && second.found == 3)
        }
        #expect(try await mirror.works.names() == Set(whole.works.map(\.name)))
        let back = studio.folder.appending(path: "back")
        #expect(try await CollectionMirror.bring(from: mirror.works, to: back.appending(path: "works")) == 6)
        for work in whole.works {
            let ours = try WorkRecord(ofWorkAt: back.appending(path: "works/\(work.name)"))
            #expect(
                try ours.files.map(\.unsignedSha256)
                    == WorkRecord(ofWorkAt: whole.folder(of: work)).files.map(\.unsignedSha256))
        }
        let ledgers = try await mirror.works.fetchLedgers(to: back.appending(path: "ledger"))
        #expect(ledgers.map(\.lastPathComponent) == ["shard-1-of-2.sqlite", "shard-2-of-2.sqlite"])
        #expect(
            try ledgers.flatMap { try Ledger(reading: $0).entries() }.map(\.state) == Array(repeating: .done, count: 6))
    }
}
