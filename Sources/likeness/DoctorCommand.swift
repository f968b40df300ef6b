import ArgumentParser
import Inference
import Provenance
import Works

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tell what this machine has of everything that is needed, and how to mend the rest.",
        discussion: """
            EXAMPLES
              likeness doctor
              likeness doctor --json

            The exit code is 1 when something that the default work needs is missing or wrong.
            """)

    @OptionGroup var output: JSONOption

    func run() throws {
        let diagnosis = Diagnosis()
        if output.json {
            print(try JSONValue(encoding: diagnosis.findings).text(.indented), terminator: "")
        } else {
            for finding in diagnosis.findings { print(finding.line) }
            print(diagnosis.isSound ? "All that the default work needs is here." : "Something is missing; see → above.")
        }
        if !diagnosis.isSound { throw ExitCode.failure }
    }
}

extension Finding {
    fileprivate var line: String {
        let mark =
            switch state {
            case .ok: "ok     "
            case .absent: "absent "
            case .missing: "MISSING"
            case .wrong: "WRONG  "
            }
        let version = version.isEmpty ? "" : " \(version)"
        return "\(mark)  \(name)\(version): \(detail)" + (remedy.map { "\n         → \($0)" } ?? "")
    }
}
