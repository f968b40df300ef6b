import Foundation
import Works

/// A file of a finished work as a look without reading can tell it: its name and its length.
package struct ListedFile: Sendable, Equatable {
    package var name: String
    package var bytes: Int

    package init(_ file: WorkRecord.File) {
        name = file.file
        bytes = file.bytes
    }

    /// - Parameter line: `bytes/name`; no file's name has a slash.
    init?(listed line: Substring) {
        let parts = line.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let bytes = Int(parts[0]) else { return nil }
        name = String(parts[1])
        self.bytes = bytes
    }

    /// Whether a folder has it, with this length. `collection verify` reads the bytes too.
    /// - Parameter path: the folder's: asked thousands of times, for which URLs are slow.
    package func isThere(in path: String) -> Bool {
        var status = stat()
        return lstat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && Int(status.st_size) == bytes
    }
}
