import Collections
import Foundation
import Oracles
import Testing
import Works

@Suite("Works in a bucket", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct S3WorkStoreTests {
    private final class Scratch: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")

        deinit { try? FileManager.default.removeItem(at: url) }

        func work(_ name: String, _ files: [String: String]) throws -> URL {
            let folder = url.appending(path: name)
            try PaperWork.make(at: folder, files)
            return folder
        }

        func contents(_ name: String) throws -> [String: Data] {
            let folder = url.appending(path: name)
            return try Dictionary(
                uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: folder.path).map {
                    ($0, try Data(contentsOf: folder.appending(path: $0)))
                })
        }
    }

    @Test("a work comes back with the same bytes, and its record is put last")
    func roundTrip() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place("series"), client: try bucket.client())
        #expect(try await store.record(of: "0001") == nil)
        let folder = try scratch.work("0001", ["image.png": "one", "zz.png": "two"])
        _ = try await bucket.heard()
        try await store.keep(folder, as: "0001")
        let puts = try await bucket.heard().filter { $0.method == "PUT" }.map(\.path)
        #expect(puts.count == 3 && puts.last == "/\(bucket.name)/series/works/0001/work.json")
        #expect(try await store.names() == ["0001"])
        #expect(try await store.record(of: "0001") == WorkRecord(ofWorkAt: folder))
        try await store.fetch("0001", files: nil, to: scratch.url.appending(path: "copy"))
        #expect(try scratch.contents("copy") == scratch.contents("0001"))
        _ = try await bucket.heard()
        try await store.fetch("0001", files: nil, to: scratch.url.appending(path: "copy"))
        #expect(try await !bucket.heard().contains { $0.path.hasSuffix(".png") })
        try await store.fetch("0001", files: ["image.png"], to: scratch.url.appending(path: "some"))
        #expect(try scratch.contents("some") == ["image.png": Data("one".utf8)])
    }

    @Test("a work that is being put is not there until it is whole")
    func interrupted() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place("series"), client: try bucket.client(tries: 1))
        let folder = try scratch.work("0001", ["image.png": "one", "zz.png": "two"])
        try await bucket.fault("503", "PUT", "series/works/0001/zz.png")
        await #expect(throws: StorageError.self) { try await store.keep(folder, as: "0001") }
        #expect(try await store.names().isEmpty)
        #expect(try await store.record(of: "0001") == nil)
        await #expect(throws: StorageError.self) {
            try await store.fetch("0001", files: nil, to: scratch.url.appending(path: "copy"))
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "copy").path))
        try await store.keep(folder, as: "0001")
        #expect(try await store.names() == ["0001"])
    }

    @Test("a work that replaces another is never mixed with it, and leaves nothing of it")
    func replaced() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place(""), client: try bucket.client(tries: 1))
        try await store.keep(try scratch.work("old", ["image.png": "old", "mask.png": "mask"]), as: "0001")
        let new = try scratch.work("new", ["image.png": "new", "preview.jpg": "preview"])
        try await bucket.fault("503", "PUT", "works/0001/preview.jpg")
        await #expect(throws: StorageError.self) { try await store.keep(new, as: "0001") }
        // Neither the one nor the other.
        #expect(try await store.names().isEmpty)
        try await store.keep(new, as: "0001")
        #expect(
            try await bucket.client().list("works/").map(\.key)
                == ["works/0001/image.png", "works/0001/preview.jpg", "works/0001/work.json"])
        try await store.fetch("0001", files: nil, to: scratch.url.appending(path: "copy"))
        #expect(try scratch.contents("copy") == scratch.contents("new"))
    }

    @Test("files that are not the record's are noticed")
    func mixed() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place(""), client: try bucket.client())
        try await store.keep(try scratch.work("one", ["image.png": "one"]), as: "0001")
        _ = try await bucket.client().put(Data("other".utf8), as: "works/0001/image.png")
        await #expect(throws: StorageError.beingReplaced(name: "0001")) {
            try await store.fetch("0001", files: nil, to: scratch.url.appending(path: "copy"))
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "copy").path))
    }

    @Test("names that lead out of a folder are not brought here")
    func names() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place(""), client: try bucket.client())
        let folder = try scratch.work("one", ["image.png": "one"])
        try await store.keep(folder, as: "0001")
        var text = try String(contentsOf: folder.appending(path: "work.json"), encoding: .utf8)
        text.replace("\"image.png\"", with: "\"../image.png\"")
        _ = try await bucket.client().put(Data(text.utf8), as: "works/0001/work.json")
        await #expect(throws: StorageError.nameNotAllowed(name: "../image.png", reason: "leads out of its folder")) {
            try await store.fetch("0001", files: nil, to: scratch.url.appending(path: "copy"))
        }
        for name in ["..", "a/b", "", "a\nb"] {
            await #expect(throws: StorageError.self) { try await store.keep(folder, as: name) }
        }
    }

    @Test("files that the work does not have are left out of what is asked for")
    func absent() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place(""), client: try bucket.client())
        try await store.keep(try scratch.work("one", ["image.png": "one"]), as: "0001")
        try await store.fetch("0001", files: ["work.json", "rights.json"], to: scratch.url.appending(path: "copy"))
        #expect(try scratch.contents("copy").keys.sorted() == ["work.json"])
    }

    @Test("ledgers are copied as of one moment while a build writes, and come back")
    func ledgers() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place("series"), client: try bucket.client())
        let ledger = try Ledger(at: scratch.url.appending(path: "here/shard-1-of-2.sqlite"))
        try ledger.put([LedgerEntry(number: 1, name: "0001"), LedgerEntry(number: 2, name: "0002")])
        let writer = Task {
            for number in 3..<200 where !Task.isCancelled {
                try ledger.put([LedgerEntry(number: number, name: "\(number)")])
            }
        }
        for _ in 0..<5 { try await store.keepLedger(ledger, as: "shard-1-of-2.sqlite") }
        writer.cancel()
        try await writer.value
        let there = scratch.url.appending(path: "there")
        let fetched = try await store.fetchLedgers(to: there)
        #expect(fetched.map(\.lastPathComponent) == ["shard-1-of-2.sqlite"])
        #expect(try Ledger(reading: fetched[0]).entries().prefix(2).map(\.name) == ["0001", "0002"])
        // What a killed build left beside it is not played into the copy that comes.
        try Data("journal".utf8).write(to: there.appending(path: "shard-1-of-2.sqlite-journal"))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: fetched[0].path)
        _ = try await store.fetchLedgers(to: there)
        #expect(!FileManager.default.fileExists(atPath: there.appending(path: "shard-1-of-2.sqlite-journal").path))
    }

    @Test("a ledger that a build writes, or wrote later, is not replaced")
    func ledgersInUse() async throws {
        let (bucket, scratch) = (try await S3Server.bucket(), Scratch())
        let store = S3WorkStore(try bucket.place("series"), client: try bucket.client())
        let file = scratch.url.appending(path: "whole.sqlite")
        let ledger = try Ledger(at: file)
        try ledger.put([LedgerEntry(number: 1, name: "old")])
        try await store.keepLedger(ledger, as: "whole.sqlite")
        try ledger.put([LedgerEntry(number: 1, name: "new")])
        let old = Date(timeIntervalSince1970: 0)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file.path)
        do {
            let lock = try BuildLock(of: file)
            _ = try await store.fetchLedgers(to: scratch.url)
            withExtendedLifetime(lock) {}
        }
        #expect(try Ledger(reading: file).entries().map(\.name) == ["new"])
        try FileManager.default.setAttributes([.modificationDate: Date() + 3600], ofItemAtPath: file.path)
        _ = try await store.fetchLedgers(to: scratch.url)
        #expect(try Ledger(reading: file).entries().map(\.name) == ["new"])
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file.path)
        _ = try await store.fetchLedgers(to: scratch.url)
        #expect(try Ledger(reading: file).entries().map(\.name) == ["old"])
    }
}
