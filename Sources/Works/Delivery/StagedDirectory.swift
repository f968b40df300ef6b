import CNative
import Foundation
import Synchronization

/// A directory that appears under its name whole, or not at all.
///
/// Files are written into a hidden sibling (`.NAME.likeness-XXXXXX`), which one rename puts in place. The sibling is
/// locked while its writer lives, so that the next run can tell what a killed run left behind and removes it.
public final class StagedDirectory: Sendable {
    /// What may stand at the destination already.
    public enum Replacement: Sendable {
        /// Nothing, or an empty directory.
        case nothing
        /// A work too; it is exchanged for the new one in the same instant.
        case work
    }

    /// The name of the file that marks a directory as a work.
    package static let mark = "work.json"

    public let destination: URL
    /// Where the files are written before they appear.
    public let url: URL

    private let replacement: Replacement
    private let mark: String
    private let parents: MadeFolders
    private let state: Mutex<State>

    private enum State {
        case staged(lock: CInt)
        case settled
    }

    /// - Throws: `WorkError` when the destination may not be replaced or its parent cannot be written.
    public convenience init(for destination: URL, replacing replacement: Replacement) throws(WorkError) {
        try self.init(for: destination, replacing: replacement, markedBy: Self.mark)
    }

    /// - Parameter mark: the name of the file by which a directory is known as one that may be replaced.
    /// - Throws: as the other.
    package init(for destination: URL, replacing replacement: Replacement, markedBy mark: String) throws(WorkError) {
        let destination = destination.absoluteURL.standardizedFileURL
        try Self.check(destination, replacing: replacement, markedBy: mark)
        let staged = try Self.stage(destination)
        self.destination = destination
        self.url = URL(filePath: staged.path, directoryHint: .isDirectory)
        self.replacement = replacement
        self.mark = mark
        self.parents = staged.parents
        self.state = Mutex(.staged(lock: staged.lock))
    }

    deinit { abandon() }

    /// Puts the directory in place. What is in it has reached the disk before it appears.
    /// - Throws: `WorkError` when it was abandoned or the destination was taken meanwhile; nothing has changed then.
    public func commit() throws(WorkError) {
        try state.withLock { state throws(WorkError) in
            guard case .staged(let lock) = state else {
                throw .cannotWrite(file: destination.lastPathComponent, reason: "the work was given up")
            }
            try Self.check(destination, replacing: replacement, markedBy: mark)
            try Self.flush(url)
            try putInPlace()
            close(lock)
            state = .settled
        }
    }

    /// Removes everything that was written, and the folders that were made for it; after `commit` it does nothing.
    /// Writers that are still at work fail.
    public func abandon() {
        state.withLock { state in
            guard case .staged(let lock) = state else { return }
            Self.removeTree(url)
            close(lock)
            parents.remove()
            state = .settled
        }
    }

    // MARK: -

    /// How often the parents are made anew where other runs, which have failed, take them away.
    private static let mostTries = 32

    /// Makes the hidden sibling, locked, and what is missing above it.
    private static func stage(
        _ destination: URL
    ) throws(WorkError) -> (path: String, lock: CInt, parents: MadeFolders) {
        let parent = destination.deletingLastPathComponent()
        for _ in 0..<mostTries {
            var parents = MadeFolders()
            do throws(WorkError) {
                if parents.make(parent), let sibling = try makeSibling(of: destination) {
                    return (sibling.path, sibling.lock, parents)
                }
            } catch {
                parents.remove()
                throw error
            }
            parents.remove()
        }
        guard MadeFolders.isFolder(parent) else {
            throw .cannotWrite(file: parent.lastPathComponent, reason: "the folder cannot be made")
        }
        throw .cannotWrite(file: destination.lastPathComponent, reason: reason(of: ENOENT))
    }

    /// - Returns: nil when the parent is gone, or takes nothing.
    private static func makeSibling(of destination: URL) throws(WorkError) -> (path: String, lock: CInt)? {
        let parent = destination.deletingLastPathComponent()
        let prefix = ".\(destination.lastPathComponent).likeness-"
        let parentLock = open(parent.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parentLock >= 0 else {
            if errno == ENOENT { return nil }
            throw .cannotWrite(file: parent.lastPathComponent, reason: lastReason())
        }
        defer { close(parentLock) }
        // While the parent is locked no other run stands between making its directory and locking it.
        flock(parentLock, LOCK_EX)
        removeStale(prefix: prefix, in: parent)
        var template = Array((parent.path + "/" + prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil, chmod(template, 0o755) == 0 else {
            if errno == ENOENT { return nil }
            throw .cannotWrite(file: destination.lastPathComponent, reason: lastReason())
        }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        flock(lock, LOCK_EX | LOCK_NB)
        return (path: path, lock: lock)
    }

    /// A user's folder is never replaced: only nothing, an empty directory, or (when asked) a work.
    package static func check(
        _ destination: URL, replacing replacement: Replacement, markedBy mark: String = StagedDirectory.mark
    ) throws(WorkError) {
        let name = destination.lastPathComponent
        guard let kind = kind(of: destination) else { return }
        guard kind == S_IFDIR else { throw .outputIsFile(name: name) }
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: destination.path) else {
            throw .cannotWrite(file: name, reason: "the folder cannot be read")
        }
        guard !entries.isEmpty else { return }
        guard entries.contains(mark) else { throw .outputIsNoWork(name: name) }
        guard replacement == .work else { throw .outputExists(name: name) }
    }

    private static func kind(of url: URL) -> mode_t? {
        var status = stat()
        return lstat(url.path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The folder and all that is in it.
    private static func flush(_ folder: URL) throws(WorkError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names.sorted() + ["."] {
            let url = folder.appending(path: name)
            if name != ".", kind(of: url) == S_IFDIR {
                try flush(url)
                continue
            }
            let file = open(url.path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw .cannotWrite(file: name, reason: lastReason()) }
            defer { close(file) }
            guard fsync(file) == 0 else { throw .cannotWrite(file: name, reason: lastReason()) }
        }
    }

    private func putInPlace() throws(WorkError) {
        if let entries = try? FileManager.default.contentsOfDirectory(atPath: destination.path), !entries.isEmpty {
            // After the exchange the old work stands under the hidden name.
            guard native_exchange_paths(url.path, destination.path) == 0 else {
                throw .cannotWrite(file: destination.lastPathComponent, reason: Self.lastReason())
            }
            Self.removeTree(url)
        } else {
            // rename(2) replaces an empty directory and refuses a full one.
            guard rename(url.path, destination.path) == 0 else {
                throw .cannotWrite(file: destination.lastPathComponent, reason: Self.lastReason())
            }
        }
        let parent = open(destination.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if parent >= 0 {
            fsync(parent)
            close(parent)
        }
    }

    private static func removeStale(prefix: String, in parent: URL) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        where name.hasPrefix(prefix) {
            removeIfAbandoned(parent.appending(path: name))
        }
    }

    private static func removeIfAbandoned(_ stale: URL) {
        let lock = open(stale.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard lock >= 0 else { return }
        defer { close(lock) }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { removeTree(stale) }
    }

    /// Removes what killed runs left in a folder of what was to become one of `names`. What a living writer holds is left
    /// alone.
    public static func sweep(_ folder: URL, of names: Set<String>) {
        let parentLock = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parentLock >= 0 else { return }
        defer { close(parentLock) }
        flock(parentLock, LOCK_EX)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
            guard name.hasPrefix("."), let end = name.range(of: ".likeness-", options: .backwards),
                names.contains(String(name[name.index(after: name.startIndex)..<end.lowerBound]))
            else { continue }
            removeIfAbandoned(folder.appending(path: name))
        }
    }

    /// A writer may add a file between the listing and the removal: again, until the directory is gone.
    private static func removeTree(_ url: URL) {
        for _ in 0..<16 where kind(of: url) != nil {
            try? FileManager.default.removeItem(at: url)
        }
    }

    private static func lastReason() -> String { reason(of: errno) }

    private static func reason(of code: CInt) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
