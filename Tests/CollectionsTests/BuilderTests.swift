import Collections
import Foundation
import Provenance
import Raster
import StandIns
import Synchronization
import Testing
import Works

@Suite("Building collections") struct BuilderTests {
    @Test("every work is made once, each source's identity too, and a second build makes none")
    func once() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        let first = try await SmallCollection.build(collection)
        #expect(first.made == 6 && first.isComplete && first.identities == 2)
        let names = try FileManager.default.contentsOfDirectory(atPath: collection.output.path).sorted()
        #expect(names == ["0001", "0002", "0003", "0004", "0005", "0006"])
        #expect(try WorkRecord(ofWorkAt: collection.output.appending(path: "0004")).metadata.title == "Small 4")
        let second = try await SmallCollection.build(collection)
        #expect(second.made == 0 && second.kept == 6 && second.identities == 0)
    }

    @Test("a changed target, recipe or right makes exactly the works again that it is about", arguments: [1, 2])
    func exactly(change: Int) async throws {
        let small = try SmallCollection()
        var collection = try small.plan()
        try await SmallCollection.build(collection)
        let before = try small.works()
        if change == 1 {
            try small.picture("targets/target_1.png", seed: 99)
        } else {
            var works = collection.works
            works[2].recipe.compositing.blendRatio = 0.5
            collection = PlannedCollection(plan: collection.plan, file: collection.file, works: works)
        }
        #expect(try CollectionStatus.now(of: collection).states[.outdated] == (change == 1 ? 2 : 1))
        let summary = try await SmallCollection.build(collection)
        #expect(summary.made == (change == 1 ? 2 : 1))
        let after = try small.works()
        let changed = after.keys.filter { after[$0] != before[$0] }.sorted()
        #expect(changed == (change == 1 ? ["0002", "0005"] : ["0003"]))
    }

    @Test("an entry of rights for one picture makes no other picture's works again")
    func rights() async throws {
        let small = try SmallCollection()
        let collection = try small.plan { $0.rights = "rights.json" }
        func entry(_ role: RightsRole, _ file: String) -> RightsEntry {
            RightsEntry(role: role, file: file, person: RightsEntry.fictionalPerson, basis: .fictional)
        }
        var record = RightsRecord(
            commercial: false,
            entries: (0..<2).map { entry(.source, "source_\($0).png") } + [entry(.target, "target_0.png")])
        try record.write(to: small.folder.appending(path: "rights.json"))
        try await SmallCollection.build(collection)
        record.entries.append(entry(.target, "target_2.png"))
        try record.write(to: small.folder.appending(path: "rights.json"))
        #expect(try await SmallCollection.build(collection).made == 2)
    }

    @Test("a ledger that is lost is mended from the works that are there")
    func lostLedger() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await SmallCollection.build(collection)
        try FileManager.default.removeItem(at: collection.ledgers)
        let summary = try await SmallCollection.build(collection)
        #expect(summary.found == 6 && summary.made == 0)
        let entries = try Ledger(reading: collection.ledger(of: nil)).entries()
        #expect(entries.allSatisfy { $0.state == .done && $0.summary?.files.isEmpty == false })
    }

    @Test("a work whose file was cut short or taken away is made again, with a ledger and without")
    func damaged() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await SmallCollection.build(collection)
        let before = try small.works()
        func file(_ work: String, _ role: String) throws -> URL {
            let folder = collection.output.appending(path: work)
            let record = try WorkRecord(ofWorkAt: folder)
            return folder.appending(path: try #require(record.files.first { $0.role == role }).file)
        }
        #expect(truncate(try file("0002", "master").path, 1000) == 0)
        try FileManager.default.removeItem(at: try file("0005", "thumbnail"))
        #expect(try CollectionStatus.now(of: collection).states[.waiting] == 2)
        #expect(try await SmallCollection.build(collection).made == 2)
        #expect(try small.works() == before)
        #expect(truncate(try file("0003", "image").path, 1000) == 0)
        try FileManager.default.removeItem(at: collection.ledgers)
        let summary = try await SmallCollection.build(collection)
        #expect(summary.made == 1 && summary.found == 5)
        #expect(try small.works() == before)
    }

    @Test("what a kill left running is made; what was there is kept")
    func afterKill() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await SmallCollection.build(collection)
        try FileManager.default.removeItem(at: collection.output.appending(path: "0003"))
        let ledger = try Ledger(at: collection.ledger(of: nil))
        var entry = try #require(try ledger.entry(of: 3))
        entry.state = .running
        try ledger.put([entry])
        let stale = collection.output.appending(path: ".0003.likeness-abcdef")
        try FileManager.default.createDirectory(at: stale, withIntermediateDirectories: true)
        #expect(try CollectionStatus.now(of: collection).states[.waiting] == 1)
        let summary = try await SmallCollection.build(collection)
        #expect(summary.made == 1 && summary.kept == 5)
        #expect(!FileManager.default.fileExists(atPath: stale.path))
    }

    @Test("a failure stays with its work: the others are made, the reason is kept, and a later build tries again")
    func isolated() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try Data("no picture".utf8).write(to: small.folder.appending(path: "targets/target_1.png"))
        var options = BuildOptions()
        options.keepsGoing = true
        let summary = try await SmallCollection.build(collection, options: options)
        #expect(summary.made == 4 && summary.failures.map(\.number) == [2, 5])
        #expect(summary.failures.allSatisfy { $0.reason.contains("target_1.png") })
        let status = try CollectionStatus.now(of: collection)
        #expect(status.states[.failed] == 2 && status.failures.first?.attempts == 1)
        try small.picture("targets/target_1.png", seed: 7)
        #expect(try await SmallCollection.build(collection).made == 2)
        #expect(try CollectionStatus.now(of: collection).isComplete)
    }

    @Test("what fails by chance is tried again, and without --keep-going a failure begins no further work")
    func retried() async throws {
        struct Chance: Error {}
        let small = try SmallCollection()
        let collection = try small.plan()
        let count = Mutex(0)
        let flaky = PaintingSwapper(beforeSwap: {
            if count.withLock({
                $0 += 1
                return $0 == 1
            }) {
                throw Chance()
            }
        })
        #expect(try await SmallCollection.build(collection, swapper: flaky).made == 6)
        let entries = try Ledger(reading: collection.ledger(of: nil)).entries()
        #expect(entries.map(\.attempts).reduce(0, +) == 7)

        var options = BuildOptions()
        (options.inFlight, options.rebuilds) = (1, true)
        let broken = PaintingSwapper(beforeSwap: { throw Chance() })
        let summary = try await SmallCollection.build(collection, options: options, swapper: broken)
        #expect(summary.failures.count == 1 && summary.left == 5 && summary.made == 0)
    }

    @Test("works go side by side, no more than asked, and their bytes do not depend on how many")
    func bounded() async throws {
        let (one, three) = (try SmallCollection(), try SmallCollection())
        var options = BuildOptions()
        options.inFlight = 1
        try await SmallCollection.build(try one.plan(), options: options)
        options.inFlight = 3
        let most = Mutex(0)
        try await SmallCollection.build(try three.plan(), options: options) { progress in
            most.withLock { $0 = max($0, progress.running) }
        }
        #expect((2...3).contains(most.withLock { $0 }))
        #expect(try one.works() == three.works())
    }

    @Test("shards build disjoint parts that make the whole, each with a ledger of its own")
    func shards() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        for index in 1...4 {
            var options = BuildOptions()
            options.shard = Shard(index: index, count: 4)
            #expect(try await SmallCollection.build(collection, options: options).isComplete)
        }
        let status = try CollectionStatus.now(of: collection)
        #expect(status.isComplete && status.planned == 6)
        let parts = (1...4).flatMap { collection.works(of: Shard(index: $0, count: 4)).map(\.number) }
        #expect(parts == Array(1...6))
    }

    @Test("two builds of the same works do not meet")
    func locked() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        let lock = try BuildLock(of: collection.ledger(of: nil))
        await #expect(throws: CollectionError.beingBuilt(name: "whole.sqlite", owner: lock.owner)) {
            try await SmallCollection.build(collection)
        }
        withExtendedLifetime(lock) {}
    }
}
