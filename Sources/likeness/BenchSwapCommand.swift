import ArgumentParser
import Benchmarks
import Foundation
import Inference
import Provenance
import Works

extension BenchCommand {
    struct Swap: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A face swapped by a network of inswapper's size, beside OpenCV and ONNX Runtime.",
            discussion: """
                EXAMPLES
                  ./Scripts/bench_peers.sh && likeness bench swap
                  likeness bench swap --network inswapper_128.onnx --rounds 15 --targets 0

                Reads a picture of 1080p, aligns and cuts the face, runs the network, lays the result back
                through a box mask and writes a PNG; the peer does the same with the same weights and
                threads, in turn. Both are given the landmarks. Where there is no network, one of random
                weights is made (550 MB). ./Scripts/bench_peers.sh installs the peer.
                """)

        @OptionGroup var subject: SwapSubject

        @Option(help: "How often.")
        var rounds = 7

        @Option(help: "Targets of a collection, for memory; 0 leaves it out.")
        var targets = 20

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard rounds > 0 else { throw ValidationError("--rounds: give a number above 0.") }
            guard targets >= 0 else { throw ValidationError("--targets: give 0 or a number above.") }
        }

        func run() async throws {
            let benchmark = SwapBenchmark(
                network: subject.network.url, picture: subject.picture.url, rounds: rounds, threads: subject.threads,
                targets: targets)
            let isJSON = output.json
            let report = try await Interruption.guarding {
                try benchmark.run { step in
                    if !isJSON { print(step) }
                }
            }
            if isJSON {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                Self.show(report)
            }
        }

        private static func show(_ report: SwapComparison) {
            print(
                "\(report.width)×\(report.height), \(report.threads) threads, medians of \(report.rounds); times in ms")
            var times = Table(["", "engine", "load, once", "a picture", "network", "files", "rest", "all cores"])
            for result in report.results {
                let isPlain = result.precision == result.arithmetic
                times.add([
                    "likeness \(isPlain ? result.precision : "\(result.precision) (\(result.arithmetic))")",
                    result.engine, result.loading.brief, result.all.brief, result.network.brief,
                    "\((result.files * 100).brief) %", "\((result.rest * 100).brief) %", result.processor.brief,
                ])
            }
            let peer = report.peer
            times.add([
                "OpenCV f32", "onnxruntime \(peer.version)", peer.loading.brief, peer.all.brief, peer.network.brief,
                "with the rest", "\(((peer.all - peer.network) / peer.all * 100).brief) %", peer.processor.brief,
            ])
            print(times.text)
            var ratios = Table(["likeness", "ratio", "range", "all cores", "bar", "", "rest", "bar", "", "difference"])
            for result in report.results {
                ratios.add([
                    result.precision, result.ratio.brief, "\(result.lowest.brief)–\(result.highest.brief)",
                    result.processorRatio.brief, result.bar.brief, result.verdict.rawValue,
                    "\((result.rest * 100).brief) %", "\((result.restBar * 100).brief) %", result.restVerdict.rawValue,
                    "\(result.difference)/255",
                ])
            }
            print(ratios.text)
            for memory in report.memory {
                let count = "\(memory.targets) target\(memory.targets == 1 ? "" : "s")"
                print("peak memory, \(count): \(memory.peakBytes >> 20) MB, the mapped network among it")
            }
            print("peak memory of the peer: \(peer.peakBytes >> 20) MB")
        }
    }

    /// What the memory of `swap` is measured by.
    struct SwapTargets: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "swap-targets", abstract: "Swap one target after the other.", shouldDisplay: false)

        @OptionGroup var subject: SwapSubject
        @Option var targets: Int
        @Option var precision: Precision

        func run() throws {
            try SwapBenchmark(
                network: subject.network.url, picture: subject.picture.url, rounds: 0, threads: subject.threads,
                targets: targets
            ).swapAll(precision: precision)
        }
    }

    struct SwapSubject: ParsableArguments {
        @Option(
            help: ArgumentHelp("An ONNX file of inswapper's kind.", valueName: "file"), completion: .file())
        var network = Path(url: SwapBenchmark.standardNetwork)

        @Option(
            help: ArgumentHelp("The target; it is brought to 1080p's number of pixels.", valueName: "picture"),
            completion: .file())
        var picture = Path(url: URL(filePath: "Examples/ben.webp"))

        @Option(help: "Threads of the network.")
        var threads = 2

        func validate() throws {
            guard (1...256).contains(threads) else { throw ValidationError("--threads: give 1 to 256.") }
        }
    }
}
