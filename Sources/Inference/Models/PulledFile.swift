/// A file of a model that the manifest knows, as it came to this machine: what later loads are held against.
package struct PulledFile: Sendable, Codable, Equatable {
    package var file: String
    package var bytes: Int
    /// Hexadecimal.
    package var sha256: String
    /// Of an upscaler: how it wants to be fed, found out by running it.
    package var upscaling: ModelEntry.Upscaling?
    package var inputs: [ModelEntry.Input]?
    package var outputs: [ModelEntry.Output]?

    /// - Throws: `InferenceError.manifestInvalid`.
    package func validate(at place: String) throws(InferenceError) {
        guard !file.isEmpty, !file.hasPrefix("."), !file.contains("/") else {
            throw .manifestInvalid(field: "\(place).file", reason: "\"\(file)\" is no plain file name")
        }
        guard bytes > 0, sha256.utf8.count == 64, sha256.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            throw .manifestInvalid(field: "\(place).sha256", reason: "is not 64 lower-case hexadecimal digits")
        }
    }
}

extension ModelManifest {
    /// With what came in place of what was expected, so that a model's file is the one that was pulled.
    package func recording(_ pulled: [PulledFile]) -> ModelManifest {
        var result = self
        for file in pulled {
            for index in result.models.indices
            where result.models[index].availability == .pull && result.models[index].file == file.file {
                result.models[index].bytes = file.bytes
                result.models[index].sha256 = file.sha256
                result.models[index].upscaling = file.upscaling ?? result.models[index].upscaling
                result.models[index].inputs = file.inputs ?? result.models[index].inputs
                result.models[index].outputs = file.outputs ?? result.models[index].outputs
            }
        }
        return result
    }
}

extension AddedModels.Document {
    /// Whether a model's file is on record as pulled.
    package func holds(_ entry: ModelEntry) -> Bool {
        entry.availability == .pull && (pulled ?? []).contains { $0.file == entry.file }
    }

    /// Names of all that can be taken away.
    package var names: [String] {
        get throws(InferenceError) {
            let known = try ModelManifest.builtIn().models
            return models.map(\.name) + known.filter(holds).map(\.name)
        }
    }
}
