/// What one model took in each engine.
public struct EnginesComparison: Sendable, Codable {
    /// One engine.
    public struct Result: Sendable, Codable {
        public var engine: String
        /// Of its library.
        public var version: String
        /// What the precision means there: `f32`, `bf16`, ….
        public var arithmetic: String
        /// Of each round.
        public var milliseconds: [Double]
        public var median: Double
        /// Of the round that was disturbed least.
        public var least: Double
        /// How many times as long as the first engine: the median over the rounds, the lowest and the highest.
        public var ratio: Double
        public var lowest: Double
        public var highest: Double
        /// From the first engine's outputs, as a part of their largest value.
        public var difference: Double
    }

    public var model: String
    /// `f32` or `fast`.
    public var precision: String
    public var threads: Int
    public var results: [Result]
    /// The most that `difference` may be for the engines to count as doing the same.
    public var bound: Double
    /// The engine to take; nil where the engines do not do the same, or there is one alone.
    public var fastest: String?

    public var agrees: Bool { results.allSatisfy { $0.difference <= bound } }
}

extension EnginesComparison {
    /// An engine is taken over the usual one when it is faster by this much: less is noise, and another engine gives
    /// other last bits.
    package static let clearly = 0.95

    /// - Parameter runs: the first is the usual engine; all of as many rounds.
    package init(
        model: String, precision: String, threads: Int, bound: Double,
        runs: [(engine: String, version: String, arithmetic: String, milliseconds: [Double], difference: Double)]
    ) {
        self.model = model
        self.precision = precision
        self.threads = threads
        self.bound = bound
        let usual = runs.first?.milliseconds ?? []
        results = runs.map { run in
            let times = PairedTimes(ours: usual, peer: run.milliseconds)
            return Result(
                engine: run.engine, version: run.version, arithmetic: run.arithmetic, milliseconds: run.milliseconds,
                median: run.milliseconds.middle, least: run.milliseconds.min() ?? 0, ratio: times.ratio,
                lowest: times.lowest, highest: times.highest, difference: run.difference)
        }
        guard results.count > 1, agrees, let first = results.first,
            let best = results.min(by: { $0.ratio < $1.ratio })
        else { return }
        fastest = best.ratio < Self.clearly ? best.engine : first.engine
    }
}
