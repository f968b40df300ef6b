import Foundation
import Testing

/// A text that changes only in a commit that shows it: `Snapshots/NAME.txt`. With LIKENESS_RECORD=1 in the environment
/// the file is written anew.
enum Snapshot {
    static func expect(
        _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath
    ) throws {
        let url = URL(filePath: file).deletingLastPathComponent().appending(path: "Snapshots/\(name).txt")
        if ProcessInfo.processInfo.environment["LIKENESS_RECORD"] == "1" {
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        let agreed = try? String(contentsOf: url, encoding: .utf8)
        #expect(text == agreed, "differs from \(url.lastPathComponent)", sourceLocation: sourceLocation)
    }
}
