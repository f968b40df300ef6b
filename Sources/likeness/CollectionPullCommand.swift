import ArgumentParser
import Collections
import Foundation
import Provenance

extension CollectionCommand {
    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring a collection from a bucket: what it is built from, its ledgers, its works.",
            discussion: """
                EXAMPLES
                  likeness collection pull s3://studio/metamorphosis --out metamorphosis
                  likeness collection pull s3://studio/metamorphosis --out metamorphosis --works-only --only 1-12,40

                What is there already and has the right SHA-256 stays as it is. Works appear whole or not at all.
                """)

        @Argument(help: ArgumentHelp("Where from.", valueName: "s3://bucket/prefix"))
        var from: PlanPlace

        @Option(help: ArgumentHelp("The folder of the collection.", valueName: "folder"), completion: .directory)
        var out: Path

        @Flag(help: "Leave the works there.")
        var inputsOnly = false

        @Flag(help: "Bring works and ledgers, with the plan but without pictures.")
        var worksOnly = false

        @Option(help: ArgumentHelp("Only these works, and their pictures.", valueName: "numbers"))
        var only: NumberList?

        @OptionGroup var output: JSONOption

        private struct Report: Encodable {
            var inputs: CollectionMirror.Summary
            var ledgers: Int
            var works: Int
        }

        func validate() throws {
            guard !(inputsOnly && worksOnly) else {
                throw ValidationError("--inputs-only, --works-only: give one of them.")
            }
            guard from.place != nil else {
                throw ValidationError("the plan lies here already. Give s3://bucket/prefix.")
            }
        }

        func run() async throws {
            guard let place = from.place else { return }
            let (mirror, folder, only) = (try CollectionMirror(place), out.url, only)
            let (inputsOnly, worksOnly) = (inputsOnly, worksOnly)
            let line = FilesLine(isQuiet: output.json)
            defer { line.close() }
            let report = try await Interruption.guarding(
                saying: "interrupted. What has come is kept; the same command goes on from there."
            ) {
                var (collection, inputs) = try await mirror.fetch(.none, to: folder)
                let numbers = try only?.numbers(in: collection)
                if !worksOnly {
                    let first = inputs
                    (collection, inputs) = try await mirror.fetch(numbers.map { .ofWorks($0) } ?? .all, to: folder) {
                        line.show($0)
                    }
                    inputs.moved += first.moved
                    inputs.bytes += first.bytes
                }
                var report = Report(inputs: inputs, ledgers: 0, works: 0)
                if inputsOnly { return report }
                let store = try collection.store() ?? mirror.works
                report.ledgers = try await store.fetchLedgers(to: collection.ledgers).count
                let works = collection.works.filter { numbers?.contains($0.number) ?? true }
                report.works = try await CollectionMirror.bring(
                    Set(works.map(\.name)), from: store, to: collection.output
                ) { line.show($0) }
                return report
            }
            line.close()
            if output.json {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                print("\(out.url.relativePath): \(report.inputs.words("fetched"))")
                if !inputsOnly { print("\(report.works) works, \(report.ledgers) ledgers") }
            }
        }
    }
}
