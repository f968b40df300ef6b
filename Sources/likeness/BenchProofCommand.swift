import ArgumentParser
import Benchmarks
import Foundation
import Provenance

extension BenchCommand {
    struct Proof: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Signing and verifying a large TIFF, beside c2pa's library alone.",
            discussion: """
                EXAMPLES
                  ./Scripts/test_oracles.sh && likeness bench proof
                  likeness bench proof --side 8192 --rounds 3
                """)

        @Option(help: "Edge of the 16-bit picture in pixels; 4096 makes 100 MB.")
        var side = 4096

        @Option(help: "How often.")
        var rounds = 5

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard (256...16_384).contains(side) else { throw ValidationError("--side: give 256 to 16384.") }
            guard rounds > 0 else { throw ValidationError("--rounds: give a number above 0.") }
        }

        func run() throws {
            let report = try ProofBenchmark(side: side, rounds: rounds).run()
            if output.json {
                print(try JSONValue(encoding: report).text(.indented), terminator: "")
            } else {
                print(
                    """
                    \(report.bytes.formatted()) bytes, medians of \(rounds)
                    sign, read again, SHA-256 and CIDs  \(report.sign.brief) ms
                    c2pa's library, sign alone          \(report.librarySign.brief) ms (ours takes \(report.signBeyond.brief) s more)
                    verify                              \(report.verify.brief) ms
                    c2pa's library, read alone          \(report.libraryVerify.brief) ms (ours takes \(report.verifyBeyond.brief) s more)
                    """)
            }
        }
    }
}
