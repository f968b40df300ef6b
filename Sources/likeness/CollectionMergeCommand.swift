import ArgumentParser
import Collections
import Foundation
import Provenance
import Works

extension CollectionCommand {
    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge",
            abstract: "Join what shards have built, and look whether the collection is whole.",
            discussion: """
                EXAMPLES
                  likeness collection merge collection.yaml
                  likeness collection merge collection.yaml --shards 8 --json

                Joins the shards' ledgers into ledger/whole.sqlite and checks that every planned work is there once, whole, as
                its ledger tells. Does nothing while a shard is being built; doing it again changes nothing. The exit code is
                1 when a work is missing, doubled, failed or damaged.
                """)

        @Argument(help: "The plan or its folder, here or s3://bucket/prefix.", completion: .file())
        var plan: PlanPlace

        @Option(
            help: ArgumentHelp(
                "How many shards are joined, where there are ledgers of several counts.", valueName: "count"))
        var shards: Int?

        @OptionGroup var cache: CacheOption
        @OptionGroup var output: JSONOption

        func validate() throws {
            if let shards, shards < 1 { throw ValidationError("--shards: give a number above 0.") }
        }

        func run() async throws {
            let (collection, store) = try await plan.open(.none, cache: cache.url)
            _ = try await store?.fetchLedgers(to: collection.ledgers)
            let report = try await ShardMerge(of: collection, count: shards, in: store)()
            let whole = collection.ledger(of: nil)
            try await store?.keepLedger(Ledger(reading: whole), as: whole.lastPathComponent)
            if output.json {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                print(report.text)
            }
            if !report.isWhole { throw ExitCode.failure }
        }
    }
}

extension MergeReport {
    fileprivate var text: String {
        var lines: [String] = []
        if !findings.isEmpty {
            var table = Table(["number", "work", "state", "reason"])
            for finding in findings {
                table.add([String(finding.number), finding.work, finding.kind.rawValue, finding.words])
            }
            lines += [table.text, ""]
        }
        if !absentShards.isEmpty {
            lines.append(
                "shards without a ledger: \(absentShards.map(String.init).joined(separator: ", ")) of \(count)")
        }
        if !leftOver.isEmpty {
            lines.append("left alone, of other counts: \(leftOver.joined(separator: ", "))")
        }
        if !unplanned.isEmpty {
            lines.append("in no plan: \(unplanned.joined(separator: ", "))")
        }
        let ledgers = "\(self.ledgers.count) of \(count) ledgers joined"
        let words = MergeReport.Finding.Kind.allCases.compactMap { kind in
            let count = findings.count { $0.kind == kind }
            return count > 0 ? "\(count) \(kind.rawValue)" : nil
        }
        lines.append(
            isWhole
                ? "whole: all \(planned) works are there (\(ledgers))"
                : "not whole: \(done) of \(planned) works are there, \(words.joined(separator: ", ")) (\(ledgers))")
        return lines.joined(separator: "\n")
    }
}
