import ArgumentParser
import Foundation
import Provenance
import Works

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a work, a file of one or a folder of works is what it says.",
        discussion: """
            EXAMPLES
              likeness verify work
              likeness verify work --trust root.pem --inputs photos
              likeness verify image.webp --json

            Asks, offline: bytes, SHA-256 and CIDs of every file, its Content Credentials, the AI labels and texts in
            every home of metadata, the record beside the files against the one that was signed, the inputs where they
            are at hand, rights, licences, and the content gate's verdicts. The exit code is 0 only when all holds.
            """)

    @Argument(help: "The folder of a work, a picture, or a folder of works.", completion: .file())
    var path: Path

    @Option(
        help: ArgumentHelp("Certificates that signatures must lead to, such as a signer's root.pem.", valueName: "pem"),
        completion: .file(extensions: ["pem"]))
    var trust: Path?

    @Option(
        name: .customLong("inputs"), parsing: .singleValue,
        help: ArgumentHelp("A folder where the sources and the target may lie.", valueName: "folder"),
        completion: .directory)
    var inputs: [Path] = []

    @Option(
        help: ArgumentHelp("The folder with the documents that rights.json names.", valueName: "folder"),
        completion: .directory)
    var evidence: Path?

    @Flag(name: .shortAndLong, help: "Tell every check, not only what fails.")
    var verbose = false

    @OptionGroup var output: JSONOption

    func validate() throws {
        for folder in inputs + [evidence].compactMap({ $0 }) where !folder.isFolder {
            throw ValidationError("\(folder.url.relativePath): is no folder. Give one that is there.")
        }
    }

    func run() throws {
        let verifier = try WorkVerifier(
            trusting: trust?.url, inputsIn: inputs.map(\.url), evidenceIn: evidence?.url,
            on: CompositionDate(seconds: Int(Date().timeIntervalSince1970)))
        let report = try verifier.verify(path.url)
        if output.json {
            print(try report.json().text(.indented), terminator: "")
        } else {
            for check in report.checks where verbose && check.outcome == .passed { print("ok      \(check)") }
            for check in report.notes { print("note    \(check)") }
            for check in report.failures { print("FAILED  \(check)") }
            print(
                report.holds
                    ? "\(path.url.relativePath): holds (\(report.checks.count) checks)"
                    : "\(path.url.relativePath): does not hold (\(report.failures.count) of \(report.checks.count) checks failed)"
            )
        }
        if !report.holds { throw ExitCode.failure }
    }
}

extension VerificationReport {
    fileprivate func json() throws -> JSONValue {
        .object(["holds": .bool(holds), "checks": try JSONValue(encoding: checks)])
    }
}
