import Foundation

/// A folder of one test's own, removed with it.
final class Folder: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "command-test-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Hidden ones too.
    var entries: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }

    func callAsFunction(_ name: String) -> URL { url.appending(path: name) }

    static func example(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Examples/\(name)").path
    }
}

/// A program that we did not write.
enum Oracle {
    struct Failure: Error {
        var program: String
        var status: Int32
    }

    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(program: program, status: process.terminationStatus) }
        return String(decoding: data, as: UTF8.self)
    }
}
