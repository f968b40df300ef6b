import Foundation

/// Programs of others, in Python, that tests compare with. Scripts/test_oracles.sh brings them.
package enum Oracle {
    /// Whether the programs are there; a test that needs them is `.enabled(if: Oracle.isAvailable, Oracle.absence)`.
    package static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: python.path) }

    /// What to do when they are not.
    package static let absence = "the oracles are not installed; run Scripts/test_oracles.sh"

    /// The Python that has numpy, OpenCV, onnx and ONNX Runtime; where it should be when it is nowhere.
    package static var python: URL {
        var folder = scripts
        while folder.path.count > 1 {
            folder.deleteLastPathComponent()
            let python = folder.appending(path: ".deps/oracles/bin/python3")
            if FileManager.default.isExecutableFile(atPath: python.path) { return python }
        }
        return scripts.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".deps/oracles/bin/python3")
    }

    /// The folder of the scripts that `run` takes.
    static var scripts: URL { URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent() }

    /// What a script in Tests/Support prints. Waits without holding a thread.
    /// - Parameter script: its file's name.
    /// - Throws: `OracleError.failed` with what it printed to standard error.
    @discardableResult
    package static func run(script: String, arguments: [String], stdin: Data = Data()) async throws -> Data {
        // Files, not pipes: nobody has to empty them while the script runs.
        try await withTemporaryFolder { folder in
            let (input, output, errors) = (
                folder.appending(path: "input"), folder.appending(path: "output"), folder.appending(path: "errors")
            )
            try stdin.write(to: input)
            for file in [output, errors] { try Data().write(to: file) }
            let process = Process()
            process.executableURL = python
            process.arguments = [scripts.appending(path: script).path] + arguments
            process.standardInput = try FileHandle(forReadingFrom: input)
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            let status = try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<Int32, any Error>) in
                process.terminationHandler = { waiting.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { waiting.resume(throwing: error) }
            }
            guard status == 0 else {
                let message = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
                throw OracleError.failed(script: script, status: status, message: message)
            }
            return try Data(contentsOf: output)
        }
    }

    static func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
