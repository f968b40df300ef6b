import Foundation
import Synchronization

/// A program that signs what it finds on its standard input.
struct SigningCommand: Sendable {
    /// No signature of C2PA's algorithms is near this long.
    private static let longestAnswer = 1 << 16

    /// Seconds that a program may take: long enough for a person to touch a token or to type a PIN.
    private static let patience = 120.0
    /// Seconds between two looks at the clock.
    private static let look: Double = 0.1

    let program: String
    let arguments: [String]

    init(_ command: [String]) throws(CredentialError) {
        guard let program = command.first, !program.isEmpty else {
            throw .signingCommandFailed(command: "the signing command", reason: "it is empty")
        }
        self.program = program
        arguments = Array(command.dropFirst())
    }

    /// What the program wrote. Its own messages go where ours go, so that it can ask for a touch or a PIN.
    func answer(to bytes: [UInt8]) throws(CredentialError) -> [UInt8] {
        // A file and not a pipe: a program that does not read it all must not stop us with SIGPIPE.
        guard let input = tmpfile() else { throw failed("no temporary file: \(String(cString: strerror(errno)))") }
        defer { fclose(input) }
        guard fwrite(bytes, 1, bytes.count, input) == bytes.count, fflush(input) == 0, fseek(input, 0, SEEK_SET) == 0
        else { throw failed("the temporary file cannot be written") }
        let process = Process()
        if program.contains("/") {
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
        } else {
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [program] + arguments
        }
        let output = Pipe()
        process.standardInput = FileHandle(fileDescriptor: fileno(input), closeOnDealloc: false)
        process.standardOutput = output
        var answer: [UInt8] = []
        do {
            try process.run()
            // Its output ends with it, so that the loop below does.
            let watch = Self.watch(process.processIdentifier)
            defer { watch.stop() }
            while answer.count <= Self.longestAnswer,
                let piece = try output.fileHandleForReading.read(upToCount: 4096), !piece.isEmpty
            {
                answer += piece
            }
        } catch {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            throw failed(error.reason)
        }
        // It may be waiting to write the rest, or be deaf to a polite signal.
        if answer.count > Self.longestAnswer { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        guard answer.count <= Self.longestAnswer else { throw failed("it wrote more than any signature has") }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw failed(
                process.terminationReason == .exit
                    ? "it ended with code \(process.terminationStatus)"
                    : "it was stopped, after \(Int(Self.patience)) seconds at the latest")
        }
        guard !answer.isEmpty else { throw failed("it wrote nothing") }
        return answer
    }

    /// Ends a program that takes too long.
    private static func watch(_ program: pid_t) -> Watch {
        let watch = Watch()
        Thread.detachNewThread {
            let end = ContinuousClock.now + .seconds(patience)
            while !watch.isStopped {
                // Deaf to polite signals, as children of a thread that blocks them are.
                if ContinuousClock.now > end { kill(program, SIGKILL) }
                Thread.sleep(forTimeInterval: look)
            }
        }
        return watch
    }

    private final class Watch: Sendable {
        private let stopped = Mutex(false)

        var isStopped: Bool { stopped.withLock { $0 } }

        func stop() { stopped.withLock { $0 = true } }
    }

    func failed(_ reason: String) -> CredentialError {
        .signingCommandFailed(command: program, reason: reason)
    }
}
