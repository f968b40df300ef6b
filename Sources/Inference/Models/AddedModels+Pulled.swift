import Foundation

extension AddedModels {
    /// Files of the manifest's models that were pulled.
    /// - Throws: as `entries`.
    package func pulled() throws(InferenceError) -> [PulledFile] { try document().pulled ?? [] }

    /// Puts a pulled file on record, in place of what was on record of that name.
    /// - Throws: `InferenceError.cannotWrite`, and as `entries`.
    package func record(_ file: PulledFile) throws(InferenceError) {
        try makeFolder()
        try FolderLock.held(on: folder.appending(path: Self.lockName)) { () throws(InferenceError) in
            var document = try document()
            document.pulled = (document.pulled ?? []).filter { $0.file != file.file } + [file]
            try write(document)
        }
    }

    /// Puts on record how a pulled upscaler wants to be fed.
    /// - Throws: `InferenceError.modelNotAdded`, `.cannotWrite`, and as `entries`.
    package func record(
        _ upscaling: ModelEntry.Upscaling, input: ModelEntry.Input, output: ModelEntry.Output, of entry: ModelEntry
    ) throws(InferenceError) {
        guard var file = try pulled().first(where: { $0.file == entry.file }) else {
            throw .modelNotAdded(name: entry.name, added: try document().names)
        }
        (file.upscaling, file.inputs, file.outputs) = (upscaling, [input], [output])
        try record(file)
    }

    /// Takes a pulled file away, and what is on record of it.
    /// - Throws: `InferenceError.cannotWrite`, and as `entries`.
    package func forget(_ name: String) throws(InferenceError) {
        try FolderLock.held(on: folder.appending(path: Self.lockName)) { () throws(InferenceError) in
            var document = try document()
            document.pulled = (document.pulled ?? []).filter { $0.file != name }
            try write(document)
            unlink(folder.appending(path: name).path)
        }
    }
}
