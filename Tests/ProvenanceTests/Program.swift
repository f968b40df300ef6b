import Foundation

/// Programs that tests use as oracles and that may be absent.
enum Program {
    struct Failure: Error {
        var program: String
        var status: Int32
    }

    /// The Python that holds the oracles; see Scripts.
    static var oracles: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".deps/oracles/bin/python")
    }

    static func exists(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    static func oracleHas(_ module: String) -> Bool {
        guard FileManager.default.isExecutableFile(atPath: oracles.path) else { return false }
        return (try? output(oracles, ["-c", "import \(module)"])) != nil
    }

    static func output(_ program: URL, _ arguments: [String]) throws -> String {
        var output: [UInt8] = []
        try run(program, arguments) { output += $0 }
        return String(decoding: output, as: UTF8.self)
    }

    /// Hands over what a program prints, piece by piece.
    static func stream(_ name: String, _ arguments: [String], _ take: (UnsafeRawBufferPointer) -> Void) throws {
        try run(URL(filePath: "/usr/bin/env"), [name] + arguments) { $0.withUnsafeBytes(take) }
    }

    private static func run(_ program: URL, _ arguments: [String], _ take: (Data) -> Void) throws {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        while let piece = try pipe.fileHandleForReading.read(upToCount: 1 << 20), !piece.isEmpty { take(piece) }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(program: program.lastPathComponent, status: process.terminationStatus)
        }
    }
}
