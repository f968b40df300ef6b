import Foundation

/// A server of Python's on this machine, for the time of a test.
final class ModelServer {
    struct Failure: Error {}

    private let process = Process()
    /// A file: a pipe would be handed on to the servers of other tests, and never end.
    private let output: URL
    /// `http://127.0.0.1:PORT`.
    let address: String

    /// Serves what lies in `folder`.
    init(_ folder: URL) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/model_server.py")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder.path]
        output = folder.deletingLastPathComponent().appending(path: "requests.txt")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var port: Int?
        for _ in 0..<3000 where port == nil {
            usleep(10_000)
            let lines = String(decoding: try Data(contentsOf: output), as: UTF8.self).split(separator: "\n")
            port = lines.first.flatMap { Int($0) }
        }
        guard let port else { throw Failure() }
        address = "http://127.0.0.1:\(port)"
    }

    deinit { end() }

    /// A test's threads have SIGTERM blocked, and their children inherit that.
    private func end() { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Ends it. What was asked of it: path and Range, or `-`, of every request.
    func requests() -> [String] {
        end()
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map(String.init)
    }
}
