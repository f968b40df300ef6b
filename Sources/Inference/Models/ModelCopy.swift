import Foundation

/// A copy of a model's files in a hidden folder, which goes away with it; what is registered is moved out first.
public final class ModelCopy: Sendable {
    /// The model, to be loaded; it has the original's name.
    public let file: URL
    let digest: FileDigest
    /// ncnn's networks are two files: the `.bin` beside a `.param`.
    private let weights: (file: URL, digest: FileDigest)?
    private let folder: URL
    private let hidden: URL

    /// - Parameter folder: is there.
    init(of original: URL, in folder: URL) throws(InferenceError) {
        self.folder = folder
        hidden = folder.appending(path: ".adding-\(UUID().uuidString)")
        // A .dfm is an ONNX file, which engines tell by its ending.
        file =
            original.pathExtension == "dfm"
            ? hidden.appending(path: original.deletingPathExtension().lastPathComponent + ".onnx")
            : hidden.appending(path: original.lastPathComponent)
        do throws(InferenceError) {
            guard mkdir(hidden.path, 0o755) == 0 else {
                throw .cannotWrite(file: folder.path, reason: String(cString: strerror(errno)).lowercased())
            }
            digest = try Self.copy(original, to: file)
            if original.pathExtension == "param" {
                let bin = file.deletingPathExtension().appendingPathExtension("bin")
                weights = (bin, try Self.copy(original.deletingPathExtension().appendingPathExtension("bin"), to: bin))
            } else {
                weights = nil
            }
        } catch {
            try? FileManager.default.removeItem(at: hidden)
            throw error
        }
    }

    deinit { discard() }

    /// Takes the hidden folder away at once; what has been registered stays.
    public func discard() {
        try? FileManager.default.removeItem(at: hidden)
    }

    private static func copy(_ original: URL, to copy: URL) throws(InferenceError) -> FileDigest {
        var status = stat()
        guard stat(original.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: original.path, reason: "there is no such file")
        }
        guard access(original.path, R_OK) == 0 else {
            throw .unreadable(file: original.path, reason: "it is not open to this user")
        }
        do {
            try FileManager.default.copyItem(at: original.resolvingSymlinksInPath(), to: copy)
        } catch {
            throw .cannotWrite(file: copy.path, reason: (error as NSError).localizedDescription)
        }
        return try FileDigest(of: copy)
    }

    /// Writes names, sizes and digests into the entry. The names tell the content, so that no other file is ever
    /// replaced by one of another content.
    func describe(in entry: inout ModelEntry) throws(InferenceError) {
        let stem = "\(entry.name)-\(digest.sha256.prefix(12))"
        entry.file = "\(stem).\(file.pathExtension)"
        entry.bytes = digest.bytes
        entry.sha256 = digest.sha256
        entry.companions = weights.map {
            [.init(file: "\(stem).bin", bytes: $0.digest.bytes, sha256: $0.digest.sha256, member: nil)]
        }
    }

    /// Gives the file this name, by one rename.
    /// - Returns: where it lies now.
    func settle(named name: String) throws(InferenceError) -> URL {
        let destination = folder.appending(path: name)
        guard rename(file.path, destination.path) == 0 else {
            throw .cannotWrite(file: destination.path, reason: String(cString: strerror(errno)).lowercased())
        }
        return destination
    }

    /// Gives the files the names that the entry has, each by one rename.
    func settle(as entry: ModelEntry) throws(InferenceError) {
        var moves = [(from: file, to: entry.file)]
        if let weights, let companion = entry.companions?.first { moves.append((weights.file, companion.file)) }
        for (from, name) in moves {
            let destination = folder.appending(path: name)
            guard rename(from.path, destination.path) == 0 else {
                throw .cannotWrite(file: destination.path, reason: String(cString: strerror(errno)).lowercased())
            }
        }
    }
}
