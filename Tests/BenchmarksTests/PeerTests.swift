import Benchmarks
import Foundation
import Testing

@Suite("Peers of the benchmarks")
struct PeerTests {
    @Test("the ratio is the middle round's, not that of the medians: a round that was disturbed disturbs both")
    func pairedByRounds() {
        let times = PairedTimes(ours: [100, 300, 200], peer: [150, 600, 500])
        #expect(times.ratios == [1.5, 2, 2.5])
        #expect(times.ratio == 2 && times.lowest == 1.5 && times.highest == 2.5)
    }

    @Test("an answer is read; an error and what is no answer become errors that name the peer")
    func answers() throws {
        let loaded = try PeerAnswer(Data(#"{"version": "1.32.0"}"#.utf8), of: "ncnn")
        #expect(loaded.version == "1.32.0" && loaded.milliseconds == nil)
        #expect(try PeerAnswer(Data(#"{"milliseconds": 12.5}"#.utf8), of: "ncnn").milliseconds == 12.5)
        #expect(throws: BenchmarkError.peerFailed(peer: "ncnn", reason: "OSError: no file")) {
            try PeerAnswer(Data(#"{"error": "OSError: no file"}"#.utf8), of: "ncnn")
        }
        #expect(throws: BenchmarkError.peerFailed(peer: "ncnn", reason: "its answer is not understood: hello")) {
            try PeerAnswer(Data("hello".utf8), of: "ncnn")
        }
    }

    @Test("results of another size, or without a number, count as different without bound")
    func differences() {
        #expect(UpscaleBenchmark.largestDifference(of: [0.5, 0.25], from: [0.5, 0.75]) == 0.5)
        #expect(UpscaleBenchmark.largestDifference(of: [0.5], from: [0.5, 0.75]) == .infinity)
        #expect(UpscaleBenchmark.largestDifference(of: [.nan], from: [0.5]) == .infinity)
    }
}
