import ArgumentParser
import Foundation
import Inference
import Provenance
import Works

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "The models that are known, their licences, and whether their files are sound.",
        subcommands: [List.self, Pull.self, Add.self, Remove.self, Verify.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every model that a recipe can name.",
            discussion: """
                EXAMPLES
                  likeness models list
                  likeness models list --task face_swapping
                  likeness models list --json

                Models that are missing and not bundled come with: likeness models pull.
                """)

        @Option(help: "Only models of this task.")
        var task: ModelEntry.Task?

        @OptionGroup var output: JSONOption

        func run() throws {
            let store = try ModelStore()
            let entries = store.manifest.models.filter { task == nil || $0.task == task }
            if output.json {
                print(try JSONValue(encoding: entries).text(.indented), terminator: "")
                return
            }
            var table = Table(["model", "task", "here", "licence", "sell works", "summary"])
            for task in ModelEntry.Task.allCases {
                for entry in entries where entry.task == task {
                    table.add([
                        ([entry.name] + entry.aliases).joined(separator: ", "),
                        entry.task.rawValue.replacing("_", with: " "), store.state(of: entry).word, entry.licence.id,
                        entry.licence.commercialUse ? "yes" : "no", entry.summary,
                    ])
                }
            }
            print(table.text)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare model files with the SHA-256 of the manifest.",
            discussion: """
                EXAMPLES
                  likeness models verify
                  likeness models verify face_landmark inswapper_128

                Without names it checks the bundled models, those that were added, and others whose files
                are here. The exit code is 1 when one is damaged, or one that was named, is bundled or was
                added is missing.
                """)

        @Argument(help: "Names or aliases.")
        var names: [String] = []

        @OptionGroup var output: JSONOption

        func run() throws {
            let store = try ModelStore()
            var entries = try names.map { try store.entry(named: $0) }
            if names.isEmpty {
                entries = store.manifest.models.filter { entry in
                    if case .missing = store.state(of: entry) { entry.availability != .pull } else { true }
                }
            }
            let verdicts = entries.map { Verdict($0, store.state(of: $0)) }
            if output.json {
                print(try JSONValue(encoding: verdicts).text(.indented), terminator: "")
            } else {
                for verdict in verdicts { print(verdict.line) }
            }
            if verdicts.contains(where: { $0.state != ModelState.verifiedWord }) { throw ExitCode.failure }
        }
    }

    private struct Verdict: Encodable {
        var name: String
        var state: String
        var sha256: String?
        /// The file's path, or what is wrong.
        var detail: String

        init(_ entry: ModelEntry, _ state: ModelState) {
            name = entry.name
            self.state = state.word
            sha256 = entry.sha256
            detail =
                switch state {
                case .verified(let url): url.path
                case .missing(let error), .damaged(let error): error.description
                }
        }

        var line: String {
            guard state != ModelState.verifiedWord else { return "\(name): \(state), \(detail)" }
            // Most of what can be wrong begins with the name, which stands here already.
            let reason = detail.hasPrefix("\(name): ") ? String(detail.dropFirst(name.count + 2)) : detail
            return "\(name): \(state.uppercased()): \(reason)"
        }
    }
}

extension ModelState {
    fileprivate static let verifiedWord = "verified"

    fileprivate var word: String {
        switch self {
        case .verified: Self.verifiedWord
        case .missing: "missing"
        case .damaged: "damaged"
        }
    }
}

extension ModelEntry.Task: ExpressibleByArgument {}
