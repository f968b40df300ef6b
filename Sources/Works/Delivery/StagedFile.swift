import Foundation
import Raster

/// A single file that appears under its name whole, or not at all.
package enum StagedFile {
    /// Writes through `body` into a hidden sibling of `destination`, which one rename puts in place. Whatever ends
    /// `body` early, an error or a cancelled task, removes the sibling.
    /// - Parameter replacing: whether a file that stands there may go.
    /// - Throws: `WorkError.fileExists`, `.cannotWrite`; what `body` throws.
    @discardableResult
    package static func write<Result: Sendable>(
        to destination: URL, replacing: Bool, _ body: (URL) async throws -> Result
    ) async throws -> Result {
        let destination = destination.absoluteURL.standardizedFileURL
        let name = destination.lastPathComponent
        try check(destination, replacing: replacing)
        let sibling = destination.deletingLastPathComponent().appending(path: ".\(name).likeness-\(getpid())")
        return try await withTaskCancellationHandler {
            defer { unlink(sibling.path) }
            let result: Result
            do {
                result = try await body(sibling)
            } catch RasterError.cannotWrite(let hidden, let reason) where hidden == sibling.lastPathComponent {
                throw WorkError.cannotWrite(file: name, reason: reason.replacing(hidden, with: name))
            }
            try Task.checkCancellation()
            try check(destination, replacing: replacing)
            guard rename(sibling.path, destination.path) == 0 else {
                throw WorkError.cannotWrite(file: name, reason: String(cString: strerror(errno)).lowercased())
            }
            return result
        } onCancel: {
            unlink(sibling.path)
        }
    }

    /// Cheap; asked before work is begun.
    package static func check(_ destination: URL, replacing: Bool) throws(WorkError) {
        let name = destination.lastPathComponent
        var status = stat()
        guard lstat(destination.path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .outputIsNoFile(name: name) }
        guard replacing else { throw .fileExists(name: name) }
    }
}
