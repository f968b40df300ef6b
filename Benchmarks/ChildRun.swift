import Foundation

/// One run of this program in a process of its own: its time and memory are its own too.
struct ChildRun {
    var seconds: Double
    /// Most memory that the process held at once, in bytes.
    var peakBytes: Int

    /// - Throws: `BenchmarkError.childFailed` with what it printed.
    init(_ arguments: [String]) throws {
        guard let program = Bundle.main.executablePath else { throw BenchmarkError.noExecutable }
        let errors = FileManager.default.temporaryDirectory.appending(path: "likeness-child-\(UUID().uuidString)")
        defer { unlink(errors.path) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)

        let start = ContinuousClock.now
        var child = pid_t()
        guard posix_spawn(&child, program, &actions, nil, words, environ) == 0 else {
            throw BenchmarkError.noExecutable
        }
        var (status, usage) = (CInt(0), rusage())
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchmarkError.noExecutable }
        }
        let took = ContinuousClock.now - start
        guard status == 0 else {
            throw BenchmarkError.childFailed(
                arguments: arguments, message: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
        }
        seconds = took.seconds
        // Linux counts in kilobytes.
        peakBytes = Int(usage.ru_maxrss) * 1024
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension [Double] {
    /// The middle value, the lower of two.
    var middle: Double { sorted()[(count - 1) / 2] }
}
