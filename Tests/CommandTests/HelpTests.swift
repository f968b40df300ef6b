import Foundation
import Testing

@Suite("Help")
struct HelpTests {
    static let commands: [[String]] = [[]]

    @Test("the help of every command reads as agreed", arguments: commands)
    func help(_ command: [String]) throws {
        let outcome = try Binary.run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        try Snapshot.expect(outcome.output, named: (["help"] + command).joined(separator: "-"))
    }
}
