import ArgumentParser
import Benchmarks
import Foundation
import Provenance
import Works

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this machine: our time beside a peer's, in one run.",
        subcommands: [
            Pipeline.self, Analysis.self, Upscale.self, Swap.self, Collection.self, Engines.self, Proof.self,
            Libvips.self, SwapTargets.self,
        ])

    struct Pipeline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A whole work, beside libvips decoding and encoding the same files.",
            discussion: """
                EXAMPLES
                  likeness bench pipeline
                  likeness bench pipeline --source ana.jpg --target street.tif --megapixels 24 --rounds 5
                """)

        @Option(help: ArgumentHelp("The source.", valueName: "picture"), completion: .file())
        var source = Path(url: URL(filePath: "Examples/ana.webp"))

        @Option(help: ArgumentHelp("The target; it is enlarged.", valueName: "picture"), completion: .file())
        var target = Path(url: URL(filePath: "Examples/chris.tif"))

        @Option(help: "Megapixels of the target.")
        var megapixels = 24.0

        @Option(help: "How often.")
        var rounds = 3

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard (0.1...300).contains(megapixels) else { throw ValidationError("--megapixels: give 0.1 to 300.") }
            guard rounds > 0 else { throw ValidationError("--rounds: give a number above 0.") }
        }

        func run() async throws {
            let benchmark = PipelineBenchmark(
                source: source.url, target: target.url, megapixels: megapixels, rounds: rounds)
            let isJSON = output.json
            let report = try await Interruption.guarding {
                try benchmark.run { round in
                    guard !isJSON else { return }
                    print(
                        "round: likeness \(round.seconds.brief) s, libvips \(round.libvipsSeconds.brief) s, "
                            + "ratio \(round.ratio.brief), peak \(Int(round.peakMegabytes)) MB")
                }
            }
            if isJSON {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                print(
                    """
                    \(report.targetWidth)×\(report.targetHeight), medians of \(report.rounds.count)
                    likeness compose, all deliverables   \(report.seconds.brief) s
                    libvips, decode and encode the same  \(report.libvipsSeconds.brief) s
                    ratio                                \(report.ratio.brief)
                    peak memory                          \(Int(report.peakMegabytes)) MB
                    """)
            }
        }
    }

    struct Analysis: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finding the faces in a decoded picture.",
            discussion: """
                EXAMPLES
                  likeness bench analysis
                  likeness bench analysis --picture street.tif --megapixels 12
                """)

        @Option(help: ArgumentHelp("The picture; it is enlarged.", valueName: "picture"), completion: .file())
        var picture = Path(url: URL(filePath: "Examples/ben.webp"))

        @Option(help: "Megapixels of the picture.")
        var megapixels = 12.0

        @Option(help: "How often.")
        var rounds = 20

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard (0.1...300).contains(megapixels) else { throw ValidationError("--megapixels: give 0.1 to 300.") }
            guard rounds > 0 else { throw ValidationError("--rounds: give a number above 0.") }
        }

        func run() async throws {
            let benchmark = AnalysisBenchmark(picture: picture.url, megapixels: megapixels, rounds: rounds)
            let report = try await Interruption.guarding { try benchmark.run() }
            if output.json {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                print(
                    """
                    \(report.width)×\(report.height), \(report.faces) face\(report.faces == 1 ? "" : "s"), \
                    medians of \(report.milliseconds.count)
                    analysis                            \(report.median.brief) ms
                    libvips, shrinking the same to 256  \(report.libvipsShrink.brief) ms
                    ratio                               \((report.median / report.libvipsShrink).brief)
                    """)
            }
        }
    }

    /// What `pipeline` is measured against.
    struct Libvips: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decode and encode with libvips alone, once.", shouldDisplay: false)

        @Option var out: Path
        @Option var image: Path
        @Argument var inputs: [Path]

        func run() throws {
            try VipsPeer.run(inputs: inputs.map(\.url), image: image.url, into: out.url)
        }
    }
}
