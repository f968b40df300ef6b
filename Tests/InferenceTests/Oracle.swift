import Foundation

/// The Python of the oracles (Scripts/test_oracles.sh), which may be absent.
enum Oracle {
    struct Failure: Error {
        var script: String
        var status: Int32
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let python = root.appending(path: ".deps/oracles/bin/python3")

    static func has(_ module: String) -> Bool {
        (try? run(["-c", "import \(module)"], named: module)) != nil
    }

    /// Runs a script of Tests/Support.
    static func run(_ script: String, _ arguments: [String]) throws {
        try run([root.appending(path: "Tests/Support/\(script)").path] + arguments, named: script)
    }

    private static func run(_ arguments: [String], named script: String) throws {
        let process = Process()
        process.executableURL = python
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(script: script, status: process.terminationStatus) }
    }
}
