import Foundation

/// A program that signs what it finds on its standard input.
struct SigningCommand: Sendable {
    /// No signature of C2PA's algorithms is near this long.
    private static let longestAnswer = 1 << 16

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
            throw failed("it ended with code \(process.terminationStatus)")
        }
        guard !answer.isEmpty else { throw failed("it wrote nothing") }
        return answer
    }

    func failed(_ reason: String) -> CredentialError {
        .signingCommandFailed(command: program, reason: reason)
    }
}
