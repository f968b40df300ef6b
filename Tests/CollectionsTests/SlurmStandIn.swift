import Foundation
import Testing

/// A folder with programs called as Slurm's, so that a script can be run as a task without one: they write down how they
/// were called. Scripts/test_slurm.sh has the real ones.
final class SlurmStandIn: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "slurm-stand-in-\(UUID().uuidString)")

    /// - Parameter build: what stands for the build: bash.
    init(build: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What is requeued is ended by Slurm while it sleeps.
        let bodies = ["srun": build, "scontrol": "", "sleep": ""]
        for (name, body) in bodies {
            let file = folder.appending(path: name)
            try Data("#!/bin/bash\necho \"$@\" >>'\(folder.path)/\(name).calls'\n\(body)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func calls(_ program: String) -> [String] {
        let text = try? String(contentsOf: folder.appending(path: "\(program).calls"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    /// Runs a script as task 3 of job 77.
    func run(_ script: String, restarts: Int) throws -> Program.Outcome {
        var environment = [
            "SLURM_ARRAY_JOB_ID": "70", "SLURM_ARRAY_TASK_ID": "3", "SLURM_JOB_ID": "77", "SLURMD_NODENAME": "node1",
        ]
        if restarts > 0 { environment["SLURM_RESTART_COUNT"] = String(restarts) }
        environment["PATH"] = folder.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        return try Program.run("bash", ["-s"], reading: script, environment: environment)
    }
}

/// A program that we did not write.
enum Program {
    struct Outcome {
        var status: Int
        /// And its errors.
        var output: String
    }

    static func isHere(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    static func run(
        _ program: String, _ arguments: [String], reading input: String, environment: [String: String] = [:]
    ) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (given, said) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try Data(input.utf8).write(to: given)
        try Data().write(to: said)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // What the tests' process ignores its children would ignore too. A script of a task is a file, as Slurm has it.
        process.arguments = ["--default-signal=TERM", program] + (arguments == ["-s"] ? [given.path] : arguments)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: given)
        let output = try FileHandle(forWritingTo: said)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return Outcome(status: Int(process.terminationStatus), output: try String(contentsOf: said, encoding: .utf8))
    }
}
