import Foundation

/// Lets one process at a time build what a ledger tells of, on one machine or on many that share the folder.
///
/// An exclusive `flock` on `LEDGER.lock`, beside the ledger. The kernel lets go of it when the process ends in any way, so a
/// `kill -9` or a lost machine leaves nothing behind that a person would have to remove; Linux carries it to the server of
/// an NFS folder as well. The file stays when the lock is gone: who removed it could lock another one of the same name.
///
/// ```swift
/// let lock = try BuildLock(of: collection.ledger(of: shard))
/// defer { withExtendedLifetime(lock) {} }
/// ```
public final class BuildLock: Sendable {
    /// Who holds a lock: `HOST, process 4711, since 2026-03-01T12:00:00Z`.
    public let owner: String
    private let descriptor: Int32

    /// Takes the lock, or tells who has it.
    /// - Parameter ledger: the ledger's file, which need not be there; its folder is made.
    /// - Throws: `CollectionError.beingBuilt`; `.cannotWrite` where the file cannot be opened or locked.
    public init(of ledger: URL) throws(CollectionError) {
        let file = Self.file(of: ledger)
        let name = ledger.lastPathComponent
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: file.lastPathComponent, reason: error.localizedDescription)
        }
        // Closed in programs that the process starts, or they would hold the lock after its end.
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(file, errno) }
        guard Self.lock(descriptor) else {
            let reason = errno
            defer { close(descriptor) }
            guard reason == EWOULDBLOCK else { throw Self.failure(file, reason) }
            throw .beingBuilt(name: name, owner: Self.words(in: descriptor))
        }
        self.descriptor = descriptor
        owner = Self.words(of: Date())
        // For people and messages only: the lock itself is the kernel's, so a text that cannot be written harms nobody.
        let text = Array((owner + "\n").utf8)
        _ = ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit {
        close(descriptor)
    }

    /// The file that is locked.
    public static func file(of ledger: URL) -> URL {
        ledger.deletingLastPathComponent().appending(path: ledger.lastPathComponent + ".lock")
    }

    /// Who builds what a ledger tells of now; nil where nobody does.
    public static func holder(of ledger: URL) -> String? {
        let descriptor = open(file(of: ledger).path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return words(in: descriptor)
    }

    /// Tries for a moment: one who only looks whether it is taken holds it for microseconds.
    /// - Returns: false with `errno` when another one has it.
    private static func lock(_ descriptor: Int32) -> Bool {
        for attempt in 1... {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EINTR || (errno == EWOULDBLOCK && attempt < 5) else { return false }
            usleep(20_000)
            if attempt == 100 { return false }
        }
        return false
    }

    /// What the one who has the lock has written.
    private static func words(in descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let words = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return words.isEmpty ? "by a process that has not said its name yet" : words
    }

    private static func words(of start: Date) -> String {
        // Not Foundation's host name, which asks the network and may wait for it.
        var name = [CChar](repeating: 0, count: 256)
        let isNamed = gethostname(&name, name.count - 1) == 0
        let letters = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let host = isNamed ? String(decoding: letters, as: UTF8.self) : "unknown host"
        return "\(host), process \(getpid()), since \(start.formatted(.iso8601))"
    }

    private static func failure(_ file: URL, _ reason: Int32) -> CollectionError {
        let words =
            switch reason {
            case ENOLCK, EOPNOTSUPP: "the file system cannot lock files"
            default: String(cString: strerror(reason)).lowercased()
            }
        return .cannotWrite(file: file.lastPathComponent, reason: words)
    }
}
