import Foundation

extension Oracle {
    /// The folder with the generated networks of `families` (all of them when none is named): `NAME.onnx`, `NAME.dfm`.
    ///
    /// They lie in the temporary folder under the digest of the script that makes them, so that processes share them:
    /// the same script writes the same bytes.
    /// - SeeAlso: Tests/Support/make_models.py, which lists the families.
    package static func models(_ families: String...) async throws -> URL {
        try await models(families)
    }

    package static func models(_ families: [String]) async throws -> URL {
        let folder = try FileManager.default.temporaryDirectory
            .appending(path: "likeness-models-\(String(digestOfMaker(), radix: 16))")
        let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let missing = families.filter { family in
            !present.contains { $0 == family + ".onnx" || $0 == family + ".dfm" }
        }
        if families.isEmpty || !missing.isEmpty {
            try await run(script: "make_models.py", arguments: [folder.path] + missing + ["--missing"])
        }
        return folder
    }

    /// Of the script and of the versions of what it runs on; FNV-1a.
    private static func digestOfMaker() throws -> UInt64 {
        let pins = python.deletingLastPathComponent().deletingLastPathComponent().appending(path: "pins.txt")
        let texts = try [Data(contentsOf: scripts.appending(path: "make_models.py")), Data(contentsOf: pins)]
        return texts.joined().reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
