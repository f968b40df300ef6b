import Benchmarks
import Inference
import Testing

@Suite("Comparison of the engines")
struct EnginesComparisonTests {
    private func comparison(other: [Double], difference: Double = 0) -> EnginesComparison {
        EnginesComparison(
            model: "network", precision: "f32", threads: 2, bound: 1e-3,
            runs: [
                ("openvino", "1", "f32", [100, 200, 100], 0), ("onnxruntime", "2", "f32", other, difference),
            ])
    }

    @Test("another engine is taken when it is clearly faster, round by round")
    func fastest() {
        #expect(comparison(other: [80, 160, 300]).fastest == "onnxruntime")
        #expect(comparison(other: [98, 196, 98]).fastest == "openvino")
        #expect(comparison(other: [120, 240, 120]).fastest == "openvino")
        #expect(comparison(other: [80, 160, 300]).results[1].ratio == 0.8)
    }

    @Test("engines that do not do the same are not chosen between, nor is one alone")
    func disagreement() {
        let comparison = comparison(other: [1, 1, 1], difference: 0.01)
        #expect(!comparison.agrees && comparison.fastest == nil)
        let alone = EnginesComparison(
            model: "network", precision: "f32", threads: 2, bound: 1e-3, runs: [("openvino", "1", "f32", [1], 0)])
        #expect(alone.fastest == nil)
    }

    @Test("the difference is a part of the largest value; other shapes and no numbers count without bound")
    func difference() {
        let (one, other) = ([Tensor(shape: [2], values: [4, -2])], [Tensor(shape: [2], values: [4, -1])])
        #expect(EnginesBenchmark.difference(of: other, from: one) == 0.25)
        #expect(EnginesBenchmark.difference(of: one, from: one) == 0)
        #expect(EnginesBenchmark.difference(of: one, from: [Tensor(shape: [1, 2], values: [4, -2])]) == .infinity)
        #expect(EnginesBenchmark.difference(of: [Tensor(shape: [2], values: [.nan, 0])], from: one) == .infinity)
    }
}
