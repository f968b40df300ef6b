import Collections
import Foundation
import Testing
import Works

@Suite("Joining shards") struct ShardMergeTests {
    /// Six works, built in shards.
    private func build(_ collection: PlannedCollection, shards count: Int, only indexes: ClosedRange<Int>? = nil)
        async throws
    {
        for index in indexes ?? 1...count {
            var options = BuildOptions()
            options.shard = Shard(index: index, count: count)
            try await SmallCollection.build(collection, options: options)
        }
    }

    private func ledger(_ index: Int, _ count: Int, of collection: PlannedCollection) throws -> Ledger {
        let shard: Shard = try #require(Shard(index: index, count: count))
        return try Ledger(at: collection.ledger(of: shard))
    }

    /// All that the joined ledger holds.
    private func dump(_ collection: PlannedCollection) throws -> [LedgerEntry] {
        try Ledger(reading: collection.ledger(of: nil)).entries()
    }

    private func attempts(_ collection: PlannedCollection) throws -> [Int] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let words =
            "import sqlite3,sys;print(*[r[0] for r in sqlite3.connect(sys.argv[1]).execute('SELECT number FROM attempt')])"
        process.arguments = ["python3", "-c", words, collection.ledger(of: nil).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split { $0.isWhitespace }.compactMap { Int($0) }
    }

    @Test("shards of a collection are one whole, and joining them again changes nothing")
    func whole() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await build(collection, shards: 4)
        let pace = try CollectionStatus.now(of: collection).worksPerHour
        let report = try await ShardMerge(of: collection)()
        // Every finish counts once, though two ledgers tell of it.
        #expect(try CollectionStatus.now(of: collection).worksPerHour == pace && pace != nil)
        #expect(report.isWhole && report.done == 6 && report.count == 4 && report.findings.isEmpty)
        #expect(report.ledgers == (1...4).map { "shard-\($0)-of-4.sqlite" } && report.absentShards.isEmpty)
        let entries = try dump(collection)
        #expect(entries.map(\.number) == Array(1...6) && entries.allSatisfy { $0.state == .done })
        #expect(try attempts(collection).sorted() == Array(1...6))
        #expect(try await ShardMerge(of: collection)() == report)
        #expect(try dump(collection) == entries)
        #expect(try attempts(collection).sorted() == Array(1...6))
        // It is what a whole build would have written: there is nothing left to make.
        let summary = try await SmallCollection.build(collection)
        #expect(summary.made == 0 && summary.kept == 6)
    }

    @Test("what is missing, cut off, failed, damaged or another's is told by number, and is not called done")
    func findings() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await build(collection, shards: 3, only: 1...2)
        // 1, 2 are the first shard's, 3, 4 the second's; nobody has begun the third.
        let first = try ledger(1, 3, of: collection)
        var entry = try #require(try first.entry(of: 1))
        entry.state = .running
        try first.put([entry])
        entry = try #require(try first.entry(of: 2))
        entry.state = .failed
        entry.error = "No face was found."
        try first.put([entry])
        try Data("cut".utf8).write(to: collection.output.appending(path: "0003/preview.jpg"))
        let (third, fourth) = (collection.output.appending(path: "0003"), collection.output.appending(path: "0004"))
        let copy = collection.output.appending(path: "copy")
        try FileManager.default.copyItem(at: collection.output.appending(path: "0002"), to: copy)
        try FileManager.default.removeItem(at: fourth)
        try FileManager.default.copyItem(at: copy, to: fourth)
        let report = try await ShardMerge(of: collection)()
        #expect(report.findings.map(\.number) == Array(1...6) && report.done == 0 && !report.isWhole)
        #expect(report.findings.map(\.kind) == [.unfinished, .failed, .broken, .foreign, .missing, .missing])
        #expect(report.findings[1].words == "No face was found." && report.findings[2].words.contains("preview.jpg"))
        #expect(report.absentShards == [3] && report.unplanned == ["copy"])
        #expect(try dump(collection).map(\.state) == [.running, .failed, .waiting, .waiting])

        // As the report advises.
        for folder in [third, fourth] { try FileManager.default.removeItem(at: folder) }
        #expect(try await ShardMerge(of: collection)().findings[3].kind == .broken)
        try await build(collection, shards: 3)
        #expect(try await ShardMerge(of: collection)().isWhole)
    }

    @Test("a work that two shards tell of is doubled, until the shard whose it is not has been built again")
    func doubled() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await build(collection, shards: 2)
        let entry = try #require(try ledger(2, 2, of: collection).entry(of: 4))
        try ledger(1, 2, of: collection).put([entry])
        let report = try await ShardMerge(of: collection)()
        #expect(report.findings.map(\.kind) == [.doubled] && report.findings.first?.number == 4 && report.done == 5)
        try await build(collection, shards: 2, only: 1...1)
        #expect(try await ShardMerge(of: collection)().isWhole)
    }

    @Test("ledgers of other counts are left alone, and which are meant must be plain")
    func counts() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        await #expect(throws: CollectionError.self) { try await ShardMerge(of: collection)() }
        try await build(collection, shards: 3, only: 2...2)
        try await build(collection, shards: 2)
        let report = try await ShardMerge(of: collection)()
        #expect(report.isWhole && report.count == 2 && report.leftOver == ["shard-2-of-3.sqlite"])
        let other = try await ShardMerge(of: collection, count: 3)()
        #expect(other.count == 3 && other.absentShards == [1, 3] && !other.isWhole)
        try await build(collection, shards: 3)
        await #expect(
            throws: CollectionError.notMergeable(
                reason: "there are ledgers of 2 and of 3 shards. Say which with --shards.")
        ) { try await ShardMerge(of: collection)() }
        await #expect(throws: CollectionError.self) { try await ShardMerge(of: collection, count: 5)() }
    }

    @Test("nothing is joined while a shard is built, and works that the plan has no more are forgotten")
    func locked() async throws {
        let small = try SmallCollection()
        let collection = try small.plan()
        try await build(collection, shards: 2)
        for shard in [nil, Shard(index: 2, count: 2)] {
            let lock = try BuildLock(of: collection.ledger(of: shard))
            await #expect(
                throws: CollectionError.beingBuilt(
                    name: collection.ledger(of: shard).lastPathComponent, owner: lock.owner)
            ) { try await ShardMerge(of: collection)() }
            withExtendedLifetime(lock) {}
        }
        #expect(!FileManager.default.fileExists(atPath: collection.ledger(of: nil).path))
        try await #expect(ShardMerge(of: collection)().isWhole)
        let smaller = PlannedCollection(
            plan: collection.plan, file: collection.file, works: Array(collection.works.dropLast(2)))
        let report = try await ShardMerge(of: smaller)()
        #expect(report.isWhole && report.done == 4 && report.unplanned == ["0005", "0006"])
        #expect(try dump(collection).map(\.number) == Array(1...4))
    }
}
