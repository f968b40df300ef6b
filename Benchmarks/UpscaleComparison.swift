/// What one network took here and with the peers.
public struct UpscaleComparison: Sendable, Codable {
    /// One who ran the network.
    public struct Result: Sendable, Codable {
        /// `likeness` or the peer's name.
        public var name: String
        /// Of the library; `likeness` names its engine's.
        public var version: String
        /// `f32` or `fast`.
        public var precision: String
        /// What that means: `f32`, `bf16`, `bf16 storage`, ….
        public var arithmetic: String
        /// Of each round.
        public var milliseconds: [Double]
        public var median: Double
        /// Of the round that was disturbed least.
        public var least: Double
        /// From ours at f32, code values 0…1: whether it is the same network.
        public var largestDifference: Double
    }

    /// Ours beside one peer's, by rounds.
    public struct Ratio: Sendable, Codable {
        public enum Verdict: String, Sendable, Codable {
            case reached, missed
            /// Missed with `fast` where the processor has no arithmetic faster than f32.
            case notShown = "not_shown"
        }

        /// Ours.
        public var precision: String
        public var peer: String
        public var peerArithmetic: String
        /// The peer's time divided by ours: the median over the rounds, the lowest and the highest.
        public var ratio: Double
        public var lowest: Double
        public var highest: Double
        /// What was promised; nil where nothing was.
        public var bar: Double?
        public var verdict: Verdict?
    }

    public var model: String
    /// Pixels of the square's side.
    public var tile: Int
    public var threads: Int
    /// What `fast` means on this processor; `f32` where it has nothing shorter.
    public var fastArithmetic: String
    public var results: [Result]
    public var ratios: [Ratio]

    /// Least ratios, by our precision and the peer: docs/performance.md.
    private static let bars: [String: [String: Double]] = [
        "f32": ["ONNX Runtime": 1.0], "fast": ["ONNX Runtime": 2.0, "ncnn": 1.3],
    ]

    init(model: String, tile: Int, threads: Int, results: [Result], fastArithmetic: String) {
        self.model = model
        self.tile = tile
        self.threads = threads
        self.results = results
        self.fastArithmetic = fastArithmetic
        let peers = results.filter { $0.name != "likeness" }
        ratios = results.filter { $0.name == "likeness" }.flatMap { ours in
            var names: [String] = []
            for peer in peers where !names.contains(peer.name) { names.append(peer.name) }
            return names.compactMap { name in
                // At f32 a peer has f32 too; at fast it has whatever serves it best.
                peers.filter { $0.name == name && (ours.precision == "fast" || $0.precision == "f32") }
                    .min { $0.median < $1.median }
                    .map { Self.ratio(of: ours, to: $0, isShort: fastArithmetic != "f32") }
            }
        }
    }

    private static func ratio(of ours: Result, to peer: Result, isShort: Bool) -> Ratio {
        let times = PairedTimes(ours: ours.milliseconds, peer: peer.milliseconds)
        let bar = bars[ours.precision]?[peer.name]
        let verdict: Ratio.Verdict? = bar.map { bar in
            times.ratio >= bar ? .reached : ours.precision == "fast" && !isShort ? .notShown : .missed
        }
        return Ratio(
            precision: ours.precision, peer: peer.name, peerArithmetic: peer.arithmetic, ratio: times.ratio,
            lowest: times.lowest, highest: times.highest, bar: bar, verdict: verdict)
    }
}
