import Collections
import Foundation
import Provenance
import Testing
import Works

/// Builds of thirty works that are killed fifty times, at moments drawn from a seed, beside one that nobody disturbs.
@Suite("Killed builds", .serialized) struct CollectionKillTests {
    private static let works = 30
    private static let kills = 50

    /// The generator of Steele, Lea and Flood 2014 (SplitMix64): the moments are the same in every run.
    private struct Moments: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// A plan over the examples, made small: every work differs from the others.
    private static func makePlan(in folder: Folder) throws -> URL {
        for name in ["ana.webp", "ben.webp", "chris.tif"] {
            let small = folder("\(name.split(separator: ".")[0]).png")
            _ = try Oracle.run("convert", [Folder.example(name), "-resize", "216x288", small.path])
        }
        let pairs = [["ana", "ben"], ["ana", "chris"], ["chris", "ben"]]
        var overrides: [String: Any] = [:]
        for number in 1...works { overrides["\(number)"] = ["recipe": ["blend_ratio": 1 - Double(number) / 100]] }
        let plan: [String: Any] = [
            "version": 1, "title": "Killed", "date": "2026-01-01T00:00:00Z",
            "recipe": ["title": "Killed {number}"],
            "sources": ["ana.png", "chris.png"], "targets": ["ben.png", "chris.png"],
            "pairing": ["mode": "list", "pairs": (0..<works).map { pairs[$0 % pairs.count] }], "overrides": overrides,
        ]
        try JSONSerialization.data(withJSONObject: plan).write(to: folder("collection.json"))
        return folder("collection.json")
    }

    /// What must be the same, however a build came to its end: each work's record without what signing gives anew.
    private static func state(of folder: URL) throws -> [String: WorkRecord] {
        var state: [String: WorkRecord] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            // Nothing that a killed run left may stay.
            var record = try WorkRecord(ofWorkAt: folder.appending(path: name))
            for index in record.files.indices {
                record.files[index].sha256 = ""
                record.files[index].cids = [:]
                record.files[index].manifest = nil
                record.files[index].bytes = 0
            }
            state[name] = record
        }
        return state
    }

    @Test("thirty works that fifty kills interrupted end as those that nothing did", .timeLimit(.minutes(15)))
    func killed() async throws {
        let (calm, killed) = (try Folder(), try Folder())
        let plan = try Self.makePlan(in: calm)
        let start = ContinuousClock.now
        let undisturbed = try Binary.run(["collection", "build", plan.path, "--json"])
        #expect(undisturbed.status == 0, "\(undisturbed.errors)")
        let usual = (ContinuousClock.now - start) / .seconds(1)
        let expected = try Self.state(of: calm("works"))
        try #require(expected.count == Self.works)

        // The same files: programs that write pictures put the time into them.
        for name in try FileManager.default.contentsOfDirectory(atPath: calm.url.path)
        where name.hasSuffix(".png") || name == "collection.json" {
            try FileManager.default.copyItem(at: calm(name), to: killed(name))
        }
        let other = killed("collection.json")
        var moments = Moments(state: 20_261_126)
        // A life is to bring the build on by its share, and no more: fifty kills must find it at work. How long that is
        // changes with what else the machine does, so a life also ends when it is well ahead.
        var longest = usual / Double(Self.kills) * 2
        var finished = 0
        func isAhead(of share: Double) -> Bool {
            let done = (try? FileManager.default.contentsOfDirectory(atPath: killed("works").path)) ?? []
            finished = done.filter { !$0.hasPrefix(".") }.count
            return Double(finished) > share
        }
        for count in 1...Self.kills {
            let share = Double(Self.works * count) / Double(Self.kills + 10)
            let process = try Binary.start(
                ["collection", "build", other.path], output: killed("out"), errors: killed("err"))
            let moment = ContinuousClock.now + .seconds(Double.random(in: 0...longest, using: &moments))
            while ContinuousClock.now < moment, !isAhead(of: share + 1) {
                try await Task.sleep(for: min(.milliseconds(20), moment - ContinuousClock.now))
            }
            let lived = process.isRunning
            process.kill()
            process.waitUntilExit()
            #expect(lived, "kill \(count) came after the end")
            // Ahead of its share it is killed sooner, behind it later.
            longest *= isAhead(of: share) ? 0.8 : 1.2
        }
        #expect(finished > Self.works / 4, "the kills left the build no time: \(finished) works")
        let last = try Binary.run(["collection", "build", other.path, "--json"])
        #expect(last.status == 0, "\(last.errors)")
        #expect(try Self.state(of: killed("works")) == expected)

        let entries = try [plan, other].map { file in
            let collection = try PlannedCollection(contentsOf: file)
            return try Ledger(reading: collection.ledger(of: nil)).entries()
        }
        #expect(entries[0].map(\.key) == entries[1].map(\.key))
        #expect(entries[1].allSatisfy { $0.state == .done && $0.summary != nil })
        let again = try Binary.run(["collection", "build", other.path, "--json"])
        #expect(again.output.contains("\"made\": 0"))
        for name in expected.keys {
            let work = killed("works/\(name)")
            for file in try WorkRecord(ofWorkAt: work).files {
                #expect(try Digest(ofFile: work.appending(path: file.file)).hexadecimal == file.sha256)
            }
        }
    }
}

extension Process {
    /// As a power cut would: nothing of the process runs any more.
    fileprivate func kill() { _ = Foundation.kill(processIdentifier, SIGKILL) }
}
