import Foundation
import Provenance
import Works

/// A work that nobody composed: a record and files, for what only carries works about.
enum PaperWork {
    /// Makes a folder with `files`, whose texts need no escapes, and the record that speaks of them.
    static func make(at folder: URL, _ files: [String: String]) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var entries: [String] = []
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let data = Data(text.utf8)
            try data.write(to: folder.appending(path: name))
            let digest = Digest(of: data)
            entries.append(
                """
                {"file": "\(name)", "role": "image", "media_type": "image/png", "bytes": \(data.count),
                 "sha256": "\(digest)", "unsigned_sha256": "\(digest)", "cids": {}, "width": 1, "height": 1, "depth": 8}
                """)
        }
        let input = """
            {"file": "a.png", "bytes": 1, "sha256": "\(Digest(of: Data()))", "width": 1, "height": 1, "depth": 8,
             "profile": {"name": "sRGB", "origin": "assumed"}, "faces": []}
            """
        let record = try """
        {"version": \(WorkRecord.version), "tool": {"name": "likeness", "version": "0"},
         "created": "2026-01-01T00:00:00Z", "recipe": \(JSONValue(encoding: Recipe()).text(.indented)),
         "metadata": {"keywords": []}, "target": \(input), "sources": [\(input)], "models": [], "substitutions": [],
         "commercial_use": true, "steps": [], "warnings": [], "files": [\(entries.joined(separator: ", "))],
         "engine": {"name": "none", "version": "1", "device": "CPU", "precision": "f32"}}
        """
        try Data(record.utf8).write(to: folder.appending(path: WorkRecord.fileName))
        // What cannot be read would make every test of it pass.
        _ = try WorkRecord(ofWorkAt: folder)
    }
}
