import Foundation
import Testing

@Suite("Slurm") struct SlurmTests {
    /// What Scripts/test_slurm.sh ends with where it cannot run.
    private static let skipped: Int32 = 77

    @Test("a collection is whole on a real Slurm of two nodes, one of which dies at work", .timeLimit(.minutes(5)))
    func powerCut() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = try Folder()
        let log = folder("log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", root.appending(path: "Scripts/test_slurm.sh").path, Binary.url.path]
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: log, encoding: .utf8)
        // For who reads the tests' log: what the nodes did, or why nothing was tried.
        print(text, terminator: "")
        if process.terminationStatus == Self.skipped {
            #expect(text.contains("test_slurm: skipped: "))
        } else {
            #expect(process.terminationStatus == 0, "\(text)")
        }
    }
}
