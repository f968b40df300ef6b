import ArgumentParser
import Benchmarks
import Foundation
import Inference
import Provenance

extension BenchCommand {
    struct Engines: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every model in OpenVINO and ONNX Runtime, and remember the faster for this machine.",
            discussion: """
                EXAMPLES
                  likeness bench engines
                  likeness bench engines --model open_nsfw --threads 4
                  likeness bench engines --no-remember

                Each model runs in each engine in turn with the same inputs. Later works take the engine that
                was clearly faster, for as long as the libraries, the device and the model's file are the same;
                LIKENESS_ENGINE comes before that. Where outputs differ by more than the bound, the engines do
                not do the same, and nothing is chosen.
                """)

        @Option(help: "A model in ONNX or in ncnn's files; may be repeated (default: all that are here).")
        var model: [String] = []

        @Option(help: "How often.")
        var rounds = 7

        @Option(help: "Threads of every run.")
        var threads = 2

        @Flag(inversion: .prefixedNo, help: "Let later works take the faster engine.")
        var remember = true

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard rounds > 0 else { throw ValidationError("--rounds: give a number above 0.") }
            guard (1...256).contains(threads) else { throw ValidationError("--threads: give 1 to 256.") }
        }

        func run() async throws {
            let isJSON = output.json
            let benchmark = EnginesBenchmark(models: model, rounds: rounds, threads: threads)
            let (comparisons, memory) = try await Interruption.guarding {
                try benchmark.run { if !isJSON { Self.show($0) } }
            }
            let isRemembered = remember && comparisons.contains { $0.fastest != nil }
            if isRemembered { try memory.write() }
            if isJSON {
                print(try JSONValue(encoding: comparisons).text(.indented), terminator: "")
            } else if isRemembered, let file = EngineMemory.file() {
                print("remembered in \(file.path)")
            } else {
                print("nothing was remembered")
            }
        }

        private static func show(_ comparison: EnginesComparison) {
            print("\(comparison.model), \(comparison.precision), \(comparison.threads) threads")
            var table = Table(["", "version", "arithmetic", "ms", "least", "ratio", "range", "difference"])
            for result in comparison.results {
                table.add([
                    result.engine, result.version.prefix { $0 != "-" }.description, result.arithmetic,
                    result.median.brief, result.least.brief, result.ratio.brief,
                    "\(result.lowest.brief)–\(result.highest.brief)",
                    result.difference.formatted(
                        .number.notation(.scientific).precision(.fractionLength(1))
                            .locale(.init(identifier: "en_US_POSIX"))),
                ])
            }
            print(table.text)
            print(verdict(on: comparison), terminator: "\n\n")
        }

        private static func verdict(on comparison: EnginesComparison) -> String {
            if let fastest = comparison.fastest { return "→ \(fastest)" }
            if comparison.results.count < 2 { return "→ there is one engine alone: nothing to choose" }
            return "→ outputs differ by more than \(comparison.bound) of the largest value: nothing is chosen"
        }
    }
}
