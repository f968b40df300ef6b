import ArgumentParser
import Collections
import Foundation
import Provenance

extension CollectionCommand {
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "How many works are there, being made, failed or outdated, and when the rest will be.",
            discussion: """
                EXAMPLES
                  likeness collection status collection.yaml
                  likeness collection status collection.yaml --watch

                Reads the ledgers of all shards, also while they are built. The exit code is 0 whatever it finds.
                """)

        @Argument(
            help: "The plan, here or s3://bucket/prefix.", completion: .file(extensions: ["json", "yaml", "yml"]))
        var plan: PlanPlace

        @Flag(help: "Show it anew every two seconds until nothing is being built.")
        var watch = false

        @OptionGroup var cache: CacheOption
        @OptionGroup var output: JSONOption

        func run() async throws {
            let (collection, store) = try await plan.open(.none, cache: cache.url)
            var lines = 0
            while true {
                // Those of other machines.
                _ = try await store?.fetchLedgers(to: collection.ledgers)
                let status = try CollectionStatus.now(of: collection)
                if output.json {
                    print(
                        try JSONValue(encoding: status).text(watch ? .compact : .indented),
                        terminator: watch ? "\n" : "")
                } else {
                    if lines > 0, isatty(STDOUT_FILENO) == 1 {
                        FileHandle.standardOutput.write(Data("\u{1B}[\(lines)A\u{1B}[J".utf8))
                    }
                    let text = status.words
                    lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
                    FileHandle.standardOutput.write(Data((text + "\n").utf8))
                }
                guard watch, !status.isComplete, status.isBeingBuilt else { return }
                try await Task.sleep(for: .seconds(2))
            }
        }
    }
}

extension CollectionStatus {
    fileprivate var words: String {
        var lines = ["\(title): \(planned) works"]
        let counts = State.allCases.compactMap { state in
            (states[state] ?? 0) > 0 ? "\(states[state] ?? 0) \(state.rawValue)" : nil
        }
        lines.append("  " + (counts.isEmpty ? "nothing yet" : counts.joined(separator: ", ")))
        if bytes > 0 {
            var text = "  \((Double(bytes) / 1e9 * 100).rounded() / 100) GB"
            if let medianSeconds { text += ", \((medianSeconds * 10).rounded() / 10) s a work" }
            if let worksPerHour { text += ", \(Int(worksPerHour.rounded())) works an hour" }
            if let remainingSeconds { text += ", \(Self.time(remainingSeconds)) left" }
            lines.append(text)
        }
        for work in running {
            lines.append("  running  \(work.name)  \(Int(work.seconds)) s  \(work.owner)")
        }
        for failure in failures {
            lines.append(
                "  FAILED   \(failure.name)  \(failure.attempts)×  \(failure.reason.replacing("\n", with: "; "))")
        }
        if !unplanned.isEmpty {
            lines.append(
                "  not in the plan: \(unplanned.prefix(5).joined(separator: ", "))\(unplanned.count > 5 ? " …" : "")")
        }
        return lines.joined(separator: "\n")
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds)
        if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole + 1) s"
    }
}
