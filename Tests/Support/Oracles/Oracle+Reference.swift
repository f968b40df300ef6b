import Foundation

extension Oracle {
    /// What FaceFusion computes in one stage.
    ///
    /// ```swift
    /// let picture = try await Oracle.reference("picture", ["width": 640, "height": 480, "faces": [[300, 220, 200, 5]]])
    /// let crop = try await Oracle.reference(
    ///     "align", ["template": "arcface_128", "side": 128],
    ///     ["frame": try picture["frame"], "landmarks5": try picture["landmarks5"][0]])
    /// ```
    /// - Parameters:
    ///   - stage: as Tests/Support/facefusion_reference.py lists them, with what they take and give. Frames are uint8
    ///     RGB, height × width × 3; points count from the centre of the first pixel.
    ///   - models: generated networks that the stage runs; its settings name no folder.
    package static func reference(
        _ stage: String, _ settings: [String: OracleSetting], _ arrays: [String: NumberArray] = [:],
        models families: [String] = []
    ) async throws -> OracleAnswer {
        var settings = settings
        if !families.isEmpty { settings["models"] = .text(try await models(families).path) }
        return try await withTemporaryFolder { folder in
            let (given, taken) = (folder.appending(path: "in"), folder.appending(path: "out"))
            for folder in [given, taken] {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            try JSONEncoder().encode(settings).write(to: folder.appending(path: "settings.json"))
            for (name, array) in arrays { try array.write(to: given.appending(path: name + ".npy")) }
            try await run(script: "facefusion_reference.py", arguments: [stage, folder.path])
            var results: [String: NumberArray] = [:]
            for file in try FileManager.default.contentsOfDirectory(at: taken, includingPropertiesForKeys: nil) {
                results[file.deletingPathExtension().lastPathComponent] = try NumberArray(contentsOf: file)
            }
            return OracleAnswer(stage: stage, arrays: results)
        }
    }
}

/// The arrays that a stage gave, by name.
package struct OracleAnswer: Sendable {
    package let stage: String
    package let arrays: [String: NumberArray]

    /// - Throws: `OracleError.noSuchArray`.
    package subscript(name: String) -> NumberArray {
        get throws(OracleError) {
            guard let array = arrays[name] else {
                throw .noSuchArray(name: name, stage: stage, known: arrays.keys.sorted())
            }
            return array
        }
    }
}
