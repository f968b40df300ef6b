import Foundation
import Provenance

/// Pictures made on the spot, what is written into them, and the tools that are asked for a second opinion.
enum MetadataPictures {
    static let hasTools = ["exiftool", "vips"].allSatisfy(isInstalled)

    static func isInstalled(_ tool: String) -> Bool {
        (try? run("which", [tool])) != nil
    }

    /// A folder that goes away with the test that asked for it.
    final class Folder {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        subscript(name: String) -> URL { url.appending(path: name) }

        var entries: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? []
        }

        /// A picture of 61 × 43 pixels with a colour profile, as libvips writes it.
        func picture(_ name: String, options: String = "[profile=srgb]") throws -> URL {
            let source = self["source.ppm"]
            let pixels = (0..<61 * 43 * 3).map { UInt8(truncatingIfNeeded: ($0 &* 40_503) >> 7) }
            try Data("P6 61 43 255\n".utf8 + pixels).write(to: source)
            try MetadataPictures.run("vips", ["copy", source.path, self[name].path + options])
            try FileManager.default.removeItem(at: source)
            return self[name]
        }

        /// The pixels of a picture, decoded and turned upright; what stands before them has the date of now.
        func pixels(_ url: URL) throws -> Data {
            let decoded = self["decoded-\(UUID().uuidString).ppm"]
            defer { try? FileManager.default.removeItem(at: decoded) }
            try MetadataPictures.run("vips", ["autorot", url.path, decoded.path])
            return try Data(contentsOf: decoded).suffix(61 * 43 * 3)
        }
    }

    struct ToolFailure: Error {
        var tool: String
        var output: String
    }

    /// Runs a command-line tool and gives what it prints.
    @discardableResult
    static func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ToolFailure(tool: tool, output: output) }
        return output
    }

    /// What exiftool reads, by its group and name: `XMP-dc:Title`. `ExifTool:Validate` is `OK` when it has nothing to
    /// complain of.
    static func exiftool(_ url: URL) throws -> [String: String] {
        let options = ["-j", "-a", "-G1", "-sep", "|", "-all", "-validate", "-warning", "-error"]
        let output = try run("exiftool", options + [url.path])
        let objects = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]]
        return objects?.first?.compactMapValues { value in
            (value as? String) ?? (value as? NSNumber).map { "\($0)" }
        } ?? [:]
    }

    static let metadata = Metadata(
        artist: "did:pkh:eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        title: "脸 “Two faces” <&> 'one'", description: "First line\nПривет 👩‍👩‍👧 e\u{301} & ]]> \"quoted\"",
        copyright: "© 2026 Zoë", keywords: ["portrait", "中文, mit Komma", "<b>"], creatorTool: "Likeness 1.0",
        created: 1_795_523_400,
        aiLabel: AILabel(
            digitalSourceType: .compositeWithTrainedAlgorithmicMedia, systemUsed: "Likeness mesh", systemVersion: "1.0",
            aigc: AIGCLabel(
                label: .generated, contentProducer: "制作者 \"x\"", produceID: "id-1", contentPropagator: "p",
                propagateID: "id-2")))
}
