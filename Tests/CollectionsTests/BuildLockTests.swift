import Collections
import Foundation
import Testing

@Suite("Build locks") struct BuildLockTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID().uuidString)")

    @Test("one builds at a time, and who comes second is told by whom")
    func second() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = folder.appending(path: "ledger/shard-1-of-2.sqlite")
        let first = try BuildLock(of: ledger)
        #expect(throws: CollectionError.beingBuilt(name: "shard-1-of-2.sqlite", owner: first.owner)) {
            try BuildLock(of: ledger)
        }
        #expect(first.owner.contains("process \(getpid()), since 2"))
        // Others' are others'.
        _ = try BuildLock(of: folder.appending(path: "ledger/shard-2-of-2.sqlite"))
    }

    @Test("a lock ends with its process, however that ends")
    func kill() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = folder.appending(path: "whole.sqlite")
        do { _ = try BuildLock(of: ledger) }
        let holder = Process()
        holder.executableURL = URL(filePath: "/usr/bin/env")
        holder.arguments = ["flock", BuildLock.file(of: ledger).path, "sleep", "60"]
        try holder.run()
        // util-linux's flock holds it: ours is the same kind of lock.
        var isHeld = false
        for _ in 0..<500 where !isHeld {
            usleep(10_000)
            isHeld = (try? BuildLock(of: ledger)) == nil
        }
        #expect(isHeld)
        #expect(throws: CollectionError.self) { try BuildLock(of: ledger) }
        // flock's child holds the file open too.
        for child in try children(of: holder.processIdentifier) + [holder.processIdentifier] {
            Foundation.kill(child, SIGKILL)
        }
        holder.waitUntilExit()
        var lock: BuildLock?
        for _ in 0..<500 where lock == nil {
            lock = try? BuildLock(of: ledger)
            if lock == nil { usleep(10_000) }
        }
        #expect(lock != nil)
    }

    private func children(of process: Int32) throws -> [Int32] {
        try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
            .split(separator: " ").compactMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
