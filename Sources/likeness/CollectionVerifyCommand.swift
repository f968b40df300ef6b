import ArgumentParser
import Collections
import Foundation
import Provenance
import Works

extension CollectionCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Check that every work is there, is what it says, and is alike to its source.",
            discussion: """
                EXAMPLES
                  likeness collection verify collection.yaml
                  likeness collection verify collection.yaml --reproduce 5
                  likeness collection verify collection.yaml --only 3,7-9 --verbose
                  likeness collection verify collection.yaml --trust root.pem --strict --json

                Asks of each work what verify asks, and whether it is what the ledger and the plan say; no two may have the same
                bytes. Measures how alike each face is to its source, with one recogniser for all, and lists outliers and works
                that look the same: warnings, unless --strict. --reproduce builds some again and compares their bytes. What was
                measured is kept in the ledger. The exit code is 0 only when all holds.
                """)

        @Argument(
            help: "The plan, here or s3://bucket/prefix.", completion: .file(extensions: ["json", "yaml", "yml"]))
        var plan: PlanPlace

        @Option(help: ArgumentHelp("Look at these works alone.", valueName: "numbers"))
        var only: NumberList?

        @Option(help: ArgumentHelp("Build so many works again, and compare the bytes.", valueName: "count"))
        var reproduce = 0

        @Option(
            help: ArgumentHelp("Any text: decides which works are built again; else the title does.", valueName: "text")
        )
        var seed: String?

        @Option(
            help: ArgumentHelp(
                "Certificates that signatures must lead to, such as a signer's root.pem.", valueName: "pem"),
            completion: .file(extensions: ["pem"]))
        var trust: Path?

        @Option(
            help: ArgumentHelp("The folder with the documents that the record of rights names.", valueName: "folder"),
            completion: .directory)
        var evidence: Path?

        @Flag(help: "Count outliers and works that look the same as failures.")
        var strict = false

        @Flag(name: .shortAndLong, help: "Tell every check, not only what fails.")
        var verbose = false

        @OptionGroup var cache: CacheOption
        @OptionGroup var output: JSONOption

        func validate() throws {
            guard reproduce >= 0 else { throw ValidationError("--reproduce: give a number of works, or 0 for none.") }
            if let evidence, !evidence.isFolder {
                throw ValidationError("\(evidence.url.relativePath): is no folder. Give one that is there.")
            }
        }

        func run() async throws {
            let (collection, store) = try await plan.open(cache: cache.url)
            // Those of other machines.
            _ = try await store?.fetchLedgers(to: collection.ledgers)
            let review = CollectionReview(
                collection, ledger: try ledger(of: collection), options: try options(for: collection), store: store)
            let date = CompositionDate(seconds: Int(Date().timeIntervalSince1970))
            let line = ProgressLine(isQuiet: output.json)
            defer { line.close() }
            let tellsChecks = verbose && !output.json
            let report = try await Interruption.guarding(saying: "interrupted. What was measured is kept.") {
                try await review.report(on: date) { progress in
                    if tellsChecks { line.clear { Self.tell(progress) } }
                    line.show(progress.words)
                }
            }
            line.close()
            if output.json {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                for text in report.lines { print(text) }
            }
            if !report.holds { throw ExitCode.failure }
        }

        /// Nil where nothing was built yet, or in shards that are not merged.
        private func ledger(of collection: PlannedCollection) throws -> Ledger? {
            let file = collection.ledger(of: nil)
            return FileManager.default.fileExists(atPath: file.path) ? try Ledger(at: file) : nil
        }

        private func options(for collection: PlannedCollection) throws -> ReviewOptions {
            var options = ReviewOptions()
            options.only = try only?.numbers(in: collection)
            options.reproductions = reproduce
            options.seed = seed
            options.trust = trust?.url
            options.evidence = evidence?.url
            options.isStrict = strict
            return options
        }

        private static func tell(_ progress: ReviewProgress) {
            guard let work = progress.work else { return }
            for check in progress.checks {
                let word =
                    switch check.outcome {
                    case .passed: "ok      "
                    case .noted: "note    "
                    case .failed: "FAILED  "
                    }
                print("\(word)\(work)/\(check)")
            }
        }
    }
}

extension ReviewProgress {
    fileprivate var words: String {
        switch step {
        case .look: "\(done) of \(total) looked at"
        case .reproduce: "\(done) of \(total) built again"
        }
    }
}

extension ReviewReport {
    /// What people read, the verdict last.
    fileprivate var lines: [String] {
        var lines = notes.map { "note    \($0)" }
        lines += failures.flatMap { failure in failure.checks.map { "FAILED  \(failure.work)/\($0)" } }
        lines += consistency.outliers.map { "outlier \($0.words)" }
        lines += consistency.alike.map { "alike   \($0.map(String.init).joined(separator: ", ")): look the same" }
        if let seed { lines.append("built again: \(reproduced.count), by the seed \"\(seed)\"") }
        for work in reproduced {
            lines.append("\(work.isSame ? "same    " : "DIFFERS ")\(work.work)")
            lines += work.words.map { "        \($0)" }
        }
        if let median = consistency.median, let least = consistency.least, let most = consistency.most {
            lines.append(
                "likeness to the sources (\(consistency.recognizer)): median \(median.hundredths), "
                    + "\(least.hundredths) to \(most.hundredths), \(consistency.measured) works, "
                    + "\(consistency.anew) measured now")
        }
        lines.append("\(title): \(holds ? "holds" : "does not hold") (\(verdict))")
        return lines
    }

    private var verdict: String {
        var parts = [Self.count(works, "work")]
        if !failures.isEmpty { parts.append("\(failures.count) failed") }
        let differing = reproduced.count { !$0.isSame }
        if differing > 0 { parts.append("\(differing) built again with other bytes") }
        if !consistency.outliers.isEmpty { parts.append(Self.count(consistency.outliers.count, "outlier")) }
        if !consistency.alike.isEmpty {
            parts.append(Self.count(consistency.alike.count, "group") + " of works that look the same")
        }
        return parts.joined(separator: ", ")
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}

extension ReviewReport.Outlier {
    fileprivate var words: String {
        let others = median.map { "; the median is \($0.hundredths)" } ?? ""
        return switch reason {
        case .noFace: "\(work): no face was found where the record has one"
        case .belowFloor: "\(work): \(similarity?.hundredths ?? "") to \(source): hardly that face\(others)"
        case .farBelow: "\(work): \(similarity?.hundredths ?? "") to \(source)\(others)"
        }
    }
}

extension Double {
    fileprivate var hundredths: String { String(format: "%.2f", self) }
}
