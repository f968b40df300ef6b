import ArgumentParser
import Foundation
import Works

/// How an error leaves the command: what is printed where, and the exit code.
struct Complaint {
    /// 0 done, 1 failed while working, 2 bad input or usage; 130 is `Interruption`'s.
    private enum Status {
        static let failed: Int32 = 1
        static let badInput = ExitCode.badInput.rawValue
    }

    private let text: String
    private let status: Int32

    init(_ error: any Error) {
        let exitCode = LikenessCommand.exitCode(for: error)
        if exitCode == .success {
            // Help, the version, a completion script: asked for, so it is the output.
            text = LikenessCommand.fullMessage(for: error)
            status = 0
        } else if let failure = error as? any WorkFailure {
            text = Self.lines(failure)
            status = failure.isBadInput ? Status.badInput : Status.failed
        } else if let exit = error as? ExitCode {
            text = ""
            status = exit.rawValue
        } else if exitCode == .validationFailure {
            let message = LikenessCommand.fullMessage(for: error)
            text = message.hasPrefix("Error: ") ? "\(Tool.name): \(message.dropFirst("Error: ".count))" : message
            status = Status.badInput
        } else {
            text = "\(Tool.name): \(error)"
            status = Status.failed
        }
    }

    /// What is printed of a failure.
    static func lines(_ failure: any WorkFailure) -> String {
        failure.description.split(separator: "\n").map { "\(Tool.name): \($0)" }.joined(separator: "\n")
    }

    func exit() -> Never {
        if !text.isEmpty {
            if status == 0 { print(text) } else { StandardError.write(text + "\n") }
        }
        Foundation.exit(status)
    }
}

extension ExitCode {
    /// Of a command that has said what was wrong already.
    static let badInput = ExitCode(2)
}
