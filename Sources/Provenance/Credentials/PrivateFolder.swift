import Foundation

/// A folder that only its owner may open, for files that are never written over.
struct PrivateFolder {
    private let folder: URL

    /// Takes the folder, or makes it. None of `files` may be there.
    init(_ folder: URL, for files: [URL]) throws(CredentialError) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: folder.lastPathComponent, reason: error.reason)
        }
        if mkdir(folder.path, 0o700) != 0 {
            var status = stat()
            guard errno == EEXIST, stat(folder.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw .cannotWrite(file: folder.lastPathComponent, reason: String(cString: strerror(errno)))
            }
            guard status.st_mode & 0o077 == 0 else { throw .folderNotPrivate(folder: folder.lastPathComponent) }
        }
        for file in files {
            var status = stat()
            if lstat(file.path, &status) == 0 { throw .authorityExists(file: file.lastPathComponent) }
        }
    }

    /// Writes all or none.
    func write(_ files: [(file: URL, text: String, mode: mode_t)]) throws(CredentialError) {
        var written: [URL] = []
        do throws(CredentialError) {
            for (file, text, mode) in files {
                let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
                guard descriptor >= 0 else {
                    if errno == EEXIST { throw .authorityExists(file: file.lastPathComponent) }
                    throw .cannotWrite(file: file.lastPathComponent, reason: String(cString: strerror(errno)))
                }
                written.append(file)
                let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                do {
                    try handle.write(contentsOf: Data(text.utf8))
                    try handle.synchronize()
                    try handle.close()
                } catch {
                    throw .cannotWrite(file: file.lastPathComponent, reason: error.reason)
                }
            }
        } catch {
            for file in written { try? FileManager.default.removeItem(at: file) }
            throw error
        }
    }
}
