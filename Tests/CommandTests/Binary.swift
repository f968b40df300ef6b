import Foundation
import Testing

/// The command as it was built, beside the test bundle.
struct Binary {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "likeness")

    /// The command's own credentials in tests: made by the first work, as a person's are.
    static let credentials: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-commands-\(getpid())")
        atexit { try? FileManager.default.removeItem(at: Binary.credentials) }
        return folder
    }()

    /// Runs the command to its end.
    /// - Parameter blocks: the most that a file may hold, in the shell's blocks of 512 or 1024 bytes.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], underLimit blocks: Int? = nil
    ) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: a full pipe would stop the command.
        let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
        let process = try start(
            arguments, environment: environment, underLimit: blocks, output: output, errors: errors)
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// Starts the command; its output goes to the two files.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], underLimit blocks: Int? = nil, output: URL,
        errors: URL
    ) throws -> Process {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        if let blocks {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "ulimit -f \(blocks) && exec \"$0\" \"$@\"", url.path] + arguments
        }
        process.environment = ProcessInfo.processInfo.environment
            .merging(["COLUMNS": "100", "LIKENESS_CREDENTIALS": credentials.path]) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        return process
    }
}
