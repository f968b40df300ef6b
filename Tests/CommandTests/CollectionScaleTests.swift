import Collections
import Foundation
import Testing
import Works

/// Ten thousand works: what looks at them without making any stays quick and small.
@Suite("Ten thousand works", .serialized) struct CollectionScaleTests {
    /// Runs the command and measures it from outside.
    private struct Measured: Decodable {
        /// Of the processor: others may use it too while tests run.
        var seconds: Double
        var megabytes: Double
        var status: Int

        init(_ arguments: [String], output: URL) throws {
            let script = """
                import json, resource, subprocess, sys
                with open(sys.argv[1], "w") as out:
                    status = subprocess.run(sys.argv[2:], stdout=out).returncode
                usage = resource.getrusage(resource.RUSAGE_CHILDREN)
                print(json.dumps({"seconds": usage.ru_utime + usage.ru_stime, "megabytes": usage.ru_maxrss / 1024, "status": status}))
                """
            let text = try Oracle.run(
                "python3", ["-c", script, output.path, Binary.url.path] + arguments)
            self = try JSONDecoder().decode(Measured.self, from: Data(text.utf8))
        }
    }

    private static func makePlan(in folder: Folder) throws -> PlannedCollection {
        for role in ["source", "target"] {
            try FileManager.default.createDirectory(at: folder("\(role)s"), withIntermediateDirectories: true)
            for index in 0..<100 {
                let name = String(format: "%03d", index)
                try Data("picture \(role) \(name)".utf8).write(to: folder("\(role)s/\(role)_\(name).png"))
            }
        }
        let plan = """
            {"version": 1, "title": "Ten thousand", "date": "2026-01-01T00:00:00Z",
             "recipe": {"title": "{number}", "artist": "Nobody"},
             "sources": "sources/*.png", "targets": "targets/*.png", "pairing": {"mode": "product"},
             "traits": [{"name": "Light", "values": [{"value": "day", "weight": 9},
               {"value": "night", "recipe": {"blend_ratio": 0.8}}]}]}
            """
        try Data(plan.utf8).write(to: folder("collection.json"))
        return try PlannedCollection(contentsOf: folder("collection.json"))
    }

    @Test("planning, the state and a build with nothing to do stay under two seconds and 300 MB")
    func quick() throws {
        let folder = try Folder()
        let collection = try Self.makePlan(in: folder)
        #expect(collection.works.count == 10_000)
        let plan = collection.file.path
        // Neither the pictures nor the works are any: nobody looks into them.
        let empty = try Measured(["collection", "status", plan, "--json"], output: folder("out"))
        #expect(empty.status == 0 && empty.seconds < 2 && empty.megabytes < 300, "\(empty)")

        let keys = try CollectionKeys(
            collection, digests: InputDigests(folder: collection.folder), keys: WorkKeys(), missingModels: .refuse,
            installation: .current)
        let ledger = try Ledger(at: collection.ledger(of: nil))
        try ledger.put(
            try collection.works.map { work in
                var entry = LedgerEntry(number: work.number, name: work.name)
                (entry.key, entry.state, entry.attempts, entry.seconds) = (try keys.key(of: work), .done, 1, 1.5)
                entry.stages = ["open": 0.1, "swap": 0.4, "deliver": 1]
                entry.summary = try .sample(work.name)
                return entry
            })
        for work in collection.works {
            let place = collection.folder(of: work)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("{}".utf8).write(to: place.appending(path: WorkRecord.fileName))
            for file in WorkSummary.sampleFiles { try Data().write(to: place.appending(path: file)) }
        }
        let full = try Measured(["collection", "status", plan, "--json"], output: folder("out"))
        let text = try String(contentsOf: folder("out"), encoding: .utf8)
        #expect(text.contains("\"done\": 10000"), "\(text.prefix(600))")
        #expect(full.seconds < 2 && full.megabytes < 300, "\(full)")
        let build = try Measured(["collection", "build", plan, "--json"], output: folder("out"))
        #expect(build.status == 0 && build.seconds < 4 && build.megabytes < 300, "\(build)")
        #expect(try String(contentsOf: folder("out"), encoding: .utf8).contains("\"kept\": 10000"))
        let gallery = try Measured(
            ["collection", "sheet", plan, "--without-images", "--out", folder("gallery").path], output: folder("out"))
        #expect(gallery.status == 0 && gallery.seconds < 3 && gallery.megabytes < 300, "\(gallery)")
        print("10,000 works: gallery without images \(gallery), status \(full), build with nothing to do \(build)")
    }

    @Test("ten thousand works are written to the ledger, each by two transactions, far faster than works are made")
    func ledgerWrites() throws {
        let folder = try Folder()
        let ledger = try Ledger(at: folder("ledger/whole.sqlite"))
        let start = ContinuousClock.now
        for number in 1...500 {
            var entry = LedgerEntry(number: number, name: "\(number)")
            entry.state = .running
            try ledger.put([entry])
            entry.state = .done
            entry.summary = try .sample("\(number)")
            try ledger.close(entry)
        }
        let perWork = (ContinuousClock.now - start) / .milliseconds(1) / 500
        // A work of 1080p takes more than a second of two cores.
        #expect(perWork < 100, "\(perWork) ms a work")
    }
}

extension WorkSummary {
    fileprivate static let sampleFiles = ["master.tif", "image.webp", "preview.jpg", "thumbnail.webp"]

    /// As long as a real one, of empty files.
    fileprivate static func sample(_ name: String) throws -> WorkSummary {
        let digest = String(repeating: "0123456789abcdef", count: 4)
        let files = sampleFiles.map { file in
            """
            {"file": "\(file)", "role": "\(file.split(separator: ".")[0])", "mediaType": "image/webp", "bytes": 0,
             "sha256": "\(digest)", "unsignedSha256": "\(digest)", "cids": {"unixfs-v1-2025": "bafybei\(digest)"},
             "width": 1920, "height": 1080, "depth": 16}
            """
        }
        let text = """
            {"title": "\(name)", "created": "2026-01-01T00:00:00Z", "files": [\(files.joined(separator: ","))],
             "sources": ["source.png"], "target": "target.png", "manifest": "urn:c2pa:\(digest)", "signer": "Nobody",
             "commercialUse": true, "warnings": ["source.png: has no colour profile and is taken as sRGB"]}
            """
        return try JSONDecoder().decode(WorkSummary.self, from: Data(text.utf8))
    }
}
