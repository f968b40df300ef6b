import Foundation
import Inference

/// Every model that more than one engine reads, in each engine that is installed: the same inputs and as many threads,
/// one after the other in every round. The fastest is what `EngineMemory` remembers.
public struct EnginesBenchmark: Sendable {
    /// Names or aliases; empty takes every model whose file is here.
    public var models: [String]
    public var rounds: Int
    public var threads: Int
    public var installation: Installation

    /// The most by which outputs may differ, as a part of the largest value: float32 sums in another order, over a
    /// hundred layers, stay within a thousandth; bfloat16 has eight bits.
    public static func bound(of precision: Precision) -> Double { precision == .f32 ? 1e-3 : 0.05 }

    public init(models: [String] = [], rounds: Int = 7, threads: Int = 2, installation: Installation = .current) {
        self.models = models
        self.rounds = rounds
        self.threads = threads
        self.installation = installation
    }

    /// - Parameter report: is called with each model's figures.
    /// - Returns: what was measured, and what there is to remember of it.
    /// - Throws: `BenchmarkError`, `InferenceError`.
    public func run(
        report: (EnginesComparison) -> Void = { _ in }
    ) throws -> (comparisons: [EnginesComparison], memory: EngineMemory) {
        let store = try ModelStore(from: installation)
        let engines = try EngineSet(from: installation).installed()
        var memory = remembered(of: engines)
        var comparisons: [EnginesComparison] = []
        for entry in try entries(in: store) {
            let file = try store.file(for: entry.name)
            for precision in Self.precisions(of: engines) {
                let comparison = try compare(entry, file, precision, engines: engines)
                report(comparison)
                comparisons.append(comparison)
                guard let fastest = comparison.fastest else { continue }
                let times = Dictionary(uniqueKeysWithValues: comparison.results.map { ($0.engine, $0.median) })
                memory.remember(fastest, for: entry, precision, milliseconds: times)
                if precision == .f32, Self.precisions(of: engines) == [.f32] {
                    memory.remember(fastest, for: entry, .fast, milliseconds: times)
                }
            }
        }
        return (comparisons, memory)
    }

    /// What was measured before with these very engines stays.
    private func remembered(of engines: [any Engine]) -> EngineMemory {
        let fresh = EngineMemory(of: engines)
        guard let memory = EngineMemory(from: installation), memory.engines == fresh.engines else { return fresh }
        return memory
    }

    private func entries(in store: ModelStore) throws -> [ModelEntry] {
        guard models.isEmpty else {
            return try models.map { name in
                let entry = try store.entry(named: name)
                guard Engines.readers(of: entry.file).count > 1 else {
                    throw BenchmarkError.oneReader(model: entry.name, engine: Engines.readers(of: entry.file)[0])
                }
                return entry
            }
        }
        return store.manifest.models.filter { entry in
            guard Engines.readers(of: entry.file).count > 1, case .verified = store.state(of: entry) else {
                return false
            }
            return true
        }
    }

    /// `fast` alone is measured where it means something in an engine.
    private static func precisions(of engines: [any Engine]) -> [Precision] {
        engines.allSatisfy { $0.elementType(for: .fast) == $0.elementType(for: .f32) } ? [.f32] : [.f32, .fast]
    }

    private func compare(
        _ entry: ModelEntry, _ file: URL, _ precision: Precision, engines: [any Engine]
    ) throws -> EnginesComparison {
        var options = ModelOptions(precision: precision, threads: threads)
        let sample = SampleInputs(of: entry)
        options.inputShapes = sample.fixedShapes
        let loaded = try engines.map { try $0.load(file, options: options) }
        guard let first = loaded.first else { throw InferenceError.unknownEngine(name: "", known: Engines.known) }
        let inputs = sample.tensors(for: first.inputs)
        var times = loaded.map { _ in [Double]() }
        // The first round warms the caches and is not counted; its outputs are compared.
        let outputs = try loaded.map { try $0.run(inputs) }
        for _ in 0..<rounds {
            for (index, model) in loaded.enumerated() {
                // Threads that still look for work after the run before this one have stopped by then.
                Thread.sleep(forTimeInterval: 0.05)
                let start = ContinuousClock.now
                _ = try model.run(inputs)
                times[index].append((ContinuousClock.now - start).seconds * 1000)
            }
        }
        return EnginesComparison(
            model: entry.name, precision: precision.rawValue, threads: threads, bound: Self.bound(of: precision),
            runs: engines.indices.map { index in
                (
                    engines[index].name, engines[index].version, engines[index].elementType(for: precision),
                    times[index], Self.difference(of: outputs[index], from: outputs[0])
                )
            })
    }

    /// The largest difference of any two values, as a part of the largest value of that output.
    package static func difference(of outputs: [Tensor], from others: [Tensor]) -> Double {
        guard outputs.count == others.count else { return .infinity }
        return zip(outputs, others).map { output, other in
            guard output.shape == other.shape else { return .infinity }
            let largest = other.values.reduce(0) { max($0, abs($1)) }
            let difference = UpscaleBenchmark.largestDifference(of: output.values, from: other.values)
            return difference == 0 ? 0 : Double(difference / largest)
        }.max() ?? 0
    }
}
