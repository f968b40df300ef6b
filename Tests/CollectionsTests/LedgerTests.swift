import Collections
import Foundation
import Testing

@Suite struct LedgerTests {
    @Test("an entry comes back as it was put, also by another reader")
    func roundTrip() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "whole.sqlite")
        let ledger = try Ledger(at: file)
        var entry = LedgerEntry(number: 7, name: "0007")
        entry.key = WorkKey(hexadecimal: String(repeating: "a", count: 64))
        entry.state = .failed
        entry.attempts = 3
        entry.started = Date(timeIntervalSince1970: 1_700_000_000.25)
        entry.seconds = 1.5
        entry.stages = ["open": 0.5, "swap": 1]
        entry.error = "target.png: no face was found."
        entry.owner = "host 12"
        try ledger.put([entry, LedgerEntry(number: 8, name: "0008")])
        #expect(try Ledger(reading: file).entries() == [entry, LedgerEntry(number: 8, name: "0008")])
        entry.state = .done
        try ledger.close(entry)
        #expect(try ledger.entry(of: 7)?.state == .done)
        try ledger.remove([7])
        #expect(try ledger.entries().map(\.number) == [8])
    }
}
