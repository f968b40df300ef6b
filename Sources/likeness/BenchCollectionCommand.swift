import ArgumentParser
import Benchmarks
import Foundation
import Provenance

extension BenchCommand {
    struct Collection: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A collection of 1080p works, beside `compose` called for one work after the other.",
            discussion: """
                EXAMPLES
                  likeness bench collection
                  likeness bench collection --works 20 --turns 2
                  likeness bench collection --picture a.jpg --picture b.jpg
                """)

        @Option(
            name: .customLong("picture"), parsing: .singleValue,
            help: ArgumentHelp(
                "A picture that sources and targets are cut from; else the examples'.", valueName: "picture"),
            completion: .file())
        var pictures: [Path] = []

        @Option(help: "How many works.")
        var works = 100

        @Option(help: "Into how many parts they are divided, which both sides make in turns.")
        var turns = 5

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard (2...10_000).contains(works) else { throw ValidationError("--works: give 2 to 10000.") }
            guard (1...works).contains(turns) else { throw ValidationError("--turns: give 1 to \(works).") }
        }

        func run() async throws {
            let examples = ["ana.webp", "ben.webp", "chris.tif"].map { URL(filePath: "Examples/\($0)") }
            let benchmark = CollectionBenchmark(
                pictures: pictures.isEmpty ? examples : pictures.map(\.url), works: works, turns: turns)
            let isJSON = output.json
            let report = try await Interruption.guarding {
                try benchmark.run { turn in
                    guard !isJSON else { return }
                    print(
                        "\(turn.works) works: built in \(turn.buildSeconds.brief) s, one after the other "
                            + "\(turn.composeSeconds.brief) s, ratio \(turn.ratio.brief)")
                }
            }
            if isJSON {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                print(
                    """
                    collection build  \(report.buildSecondsPerWork.brief) s a work, \(Int(report.worksPerHour)) works an hour, \
                    peak \(Int(report.peakMegabytes)) MB
                    compose           \(report.composeSecondsPerWork.brief) s a work
                    ratio             \(report.ratio.brief)
                    """)
            }
        }
    }
}
