import Foundation

/// A process that answers every line it is given with a line of its own. It ends with this object.
final class PeerProcess {
    private let socket: CInt
    private let child: pid_t
    /// What the process prints besides its answers.
    private let errors: URL
    private var unread = Data()

    /// - Throws: `BenchmarkError.peerFailed` when the program cannot be started.
    init(_ program: URL, _ arguments: [String]) throws {
        let failure = { (step: String) in
            BenchmarkError.peerFailed(peer: program.path, reason: "\(step): \(String(cString: strerror(errno)))")
        }
        // A socket and no pipes: writing to a process that is gone then fails and raises no signal.
        var ends: [CInt] = [-1, -1]
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw failure("no socket") }
        let (near, far) = (ends[0], ends[1])
        defer { close(far) }
        let errors = FileManager.default.temporaryDirectory.appending(path: "likeness-peer-\(UUID().uuidString)")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, far, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, far, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words: [UnsafeMutablePointer<CChar>?] = ([program.path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var child = pid_t()
        let status = posix_spawn(&child, program.path, &actions, nil, words, environ)
        guard status == 0 else {
            close(near)
            errno = status
            throw failure("not started")
        }
        self.child = child
        self.errors = errors
        socket = near
    }

    deinit {
        // The process reads to the end of its input and goes.
        close(socket)
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        unlink(errors.path)
    }

    /// - Parameter peer: whom an error names.
    /// - Throws: `BenchmarkError.peerFailed` with what the process printed last, when it gives no answer.
    func answer(to line: Data, of peer: String) throws(BenchmarkError) -> Data {
        var rest = line + [UInt8(ascii: "\n")]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if sent < 0 && errno == EINTR { continue }
            guard sent > 0 else { throw gone(peer) }
            rest = rest.dropFirst(sent)
        }
        var block = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = Data(unread[(end + 1)...]) }
                return Data(unread[..<end])
            }
            let received = recv(socket, &block, block.count, 0)
            if received < 0 && errno == EINTR { continue }
            guard received > 0 else { throw gone(peer) }
            unread += block[..<received]
        }
    }

    private func gone(_ peer: String) -> BenchmarkError {
        let printed = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
        let last = printed.split(separator: "\n").last.map { ": \($0)" } ?? ""
        return .peerFailed(peer: peer, reason: "its process has ended\(last). Run \(UpscalePeers.setUp) and try again.")
    }
}
