import ArgumentParser
import Benchmarks
import Foundation
import Inference
import Provenance
import Raster
import Works

extension BenchCommand {
    struct Upscale: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Super-resolution networks, beside ONNX Runtime and ncnn.",
            discussion: """
                EXAMPLES
                  likeness bench upscale
                  likeness bench upscale --model real_esrgan_anime_4x --tile 192 --rounds 9
                  likeness bench upscale --rounds 0 --full

                Every network runs on one tile with the same weights and threads, here and in the peers, in
                turn. Then a picture is enlarged and written as TIFF: how much of that time is not the
                network's? Large networks do so only when --model names them, up to 1280x720, or with
                --full. ./Scripts/bench_peers.sh installs the peers.
                """)

        @Option(
            help: ArgumentHelp(
                "A network of ncnn's; may be repeated (default: \(UpscaleBenchmark.standardModels.joined(separator: ", ")))."
            ))
        var model: [String] = []

        @Option(help: "Edge in pixels of the tile (default: 128 for large networks, 256 for small ones).")
        var tile: Int?

        @Option(help: "How often; 0 leaves the peers out.")
        var rounds = 7

        @Option(help: "Threads of every network.")
        var threads = 2

        @Option(
            help: ArgumentHelp("The tile is its middle; it is the picture that is enlarged.", valueName: "picture"),
            completion: .file())
        var picture = Path(url: URL(filePath: "Examples/ben.webp"))

        @Option(help: "The box that the enlarged picture is fitted into, turned as it lies (default: 3840x2160).")
        var size: BoxSize?

        @Flag(help: "Enlarge with every network, at the full size.")
        var full = false

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard tile.map((16...1024).contains) ?? true else { throw ValidationError("--tile: give 16 to 1024.") }
            guard rounds >= 0 else { throw ValidationError("--rounds: give 0 or a number above.") }
            guard (1...256).contains(threads) else { throw ValidationError("--threads: give 1 to 256.") }
        }

        func run() async throws {
            let (isJSON, report) = (output.json, try await Interruption.guarding { [self] in try measured() })
            if isJSON { print(try JSONValue(encoding: report).text(.indented), terminator: "") }
        }

        private func measured() throws -> Report {
            let store = try ModelStore()
            var report = Report()
            if rounds > 0 {
                var benchmark = UpscaleBenchmark(
                    models: model.isEmpty ? UpscaleBenchmark.standardModels : model, picture: picture.url,
                    rounds: rounds, threads: threads)
                benchmark.tile = tile
                report.networks = try benchmark.run { if !output.json { Self.show($0) } }
            }
            for name in model.isEmpty ? UpscaleBenchmark.standardModels : model {
                let isLarge = try UpscaleBenchmark.isLarge(name, in: store)
                if isLarge && model.isEmpty && !full { continue }
                let box = size?.size ?? (isLarge && !full ? UpscaleOverhead.smallSize : UpscaleOverhead.fullSize)
                let overhead = try UpscaleOverhead(model: name, picture: picture.url, size: box, threads: threads).run()
                if !output.json { Self.show(overhead) }
                report.overhead.append(overhead)
            }
            return report
        }

        private struct Report: Encodable {
            var networks: [UpscaleComparison] = []
            var overhead: [UpscaleOverhead.Report] = []
        }

        private static func show(_ comparison: UpscaleComparison) {
            let rounds = comparison.results.first?.milliseconds.count ?? 0
            print(
                "\(comparison.model), a tile of \(comparison.tile)×\(comparison.tile), \(comparison.threads) threads, "
                    + "medians of \(rounds)")
            if comparison.fastArithmetic == "f32" {
                print("fast is f32 on this processor: it has no shorter arithmetic")
            }
            var results = Table(["", "version", "precision", "ms", "least", "difference"])
            for result in comparison.results {
                let isPlain = result.precision == result.arithmetic
                let precision = isPlain ? result.precision : "\(result.precision) (\(result.arithmetic))"
                results.add([
                    result.name, result.version.prefix { $0 != "-" }.description, precision, result.median.brief,
                    result.least.brief,
                    result.largestDifference.formatted(
                        .number.notation(.scientific).precision(.fractionLength(1))
                            .locale(.init(identifier: "en_US_POSIX"))),
                ])
            }
            print(results.text)
            var ratios = Table(["likeness", "peer", "ratio", "range", "bar", ""])
            for ratio in comparison.ratios {
                ratios.add([
                    ratio.precision, "\(ratio.peer), \(ratio.peerArithmetic)", ratio.ratio.brief,
                    "\(ratio.lowest.brief)–\(ratio.highest.brief)", ratio.bar?.brief ?? "–",
                    ratio.verdict.map { $0.rawValue.replacing("_", with: " ") } ?? "",
                ])
            }
            print(ratios.text, terminator: "\n\n")
        }

        private static func show(_ overhead: UpscaleOverhead.Report) {
            print(
                """
                \(overhead.model), enlarged to \(overhead.width)×\(overhead.height), written as TIFF; fast \
                (\(overhead.arithmetic)), \(overhead.tiles) tiles up to \(overhead.tileSize)
                all              \(overhead.seconds.brief) s
                network          \(overhead.network.brief) s
                loading it       \(overhead.loading.brief) s
                rest             \(overhead.rest.brief) s, \((overhead.share * 100).brief) % \
                (bar \((overhead.bar * 100).brief) %: \(overhead.isReached ? "reached" : "missed"))
                """)
        }
    }
}
