import Inference

/// What one face took here and with the peer.
public struct SwapComparison: Sendable, Codable {
    /// Ours at one precision, beside the peer by rounds. Times are milliseconds, medians over the rounds.
    public struct Result: Sendable, Codable {
        public enum Verdict: String, Sendable, Codable {
            case reached, missed
        }

        public var precision: String
        public var arithmetic: String
        public var engine: String
        /// Reading and preparing the network and the source, once for a collection.
        public var loading: Double
        public var all: Double
        public var network: Double
        /// Of all cores together.
        public var processor: Double
        /// Shares of the time, 0…1: what comes before and after the network, and reading and writing the files.
        public var rest: Double
        public var files: Double
        /// The peer's time divided by ours: the median over the rounds, the lowest and the highest.
        public var ratio: Double
        public var lowest: Double
        public var highest: Double
        /// The same of all cores' time, which neighbours on the machine disturb less.
        public var processorRatio: Double
        /// What was promised.
        public var bar: Double
        public var restBar: Double
        public var verdict: Verdict
        public var restVerdict: Verdict
        /// From the peer's picture, code values of 8 bits: whether both did the same.
        public var difference: Int
    }

    /// A collection with one identity in a process of its own, at f32: most bytes that it held at once, among them those
    /// of the network's file that it has mapped.
    public struct Memory: Sendable, Codable {
        public var targets: Int
        public var peakBytes: Int
    }

    public struct Peer: Sendable, Codable {
        public var version: String
        public var loading: Double
        public var all: Double
        public var network: Double
        public var processor: Double
        public var peakBytes: Int
    }

    public var width: Int
    public var height: Int
    public var threads: Int
    public var rounds: Int
    public var peer: Peer
    public var results: [Result]
    public var memory: [Memory]

    /// Least ratios, and most of the time that may go before and after the network: docs/performance.md.
    fileprivate static let bars: [Precision: Double] = [.f32: 1.5, .fast: 2]
    fileprivate static let restBar = 0.1

    init(
        width: Int, height: Int, threads: Int, peerVersion: String, peerLoading: Double, peer: [SwapPeer.Run],
        results: [Result], memory: [Memory]
    ) {
        self.width = width
        self.height = height
        self.threads = threads
        self.results = results
        self.memory = memory
        rounds = peer.count
        self.peer = Peer(
            version: peerVersion, loading: peerLoading, all: peer.map(\.milliseconds).middle,
            network: peer.map(\.network).middle, processor: peer.map(\.cpu).middle,
            peakBytes: peer.map(\.bytes).max() ?? 0)
    }
}

extension SwapComparison.Result {
    init(
        precision: Precision, arithmetic: String, engine: String, loading: Double, ours: [SwapRun.Times],
        peer: [SwapPeer.Run], difference: Int
    ) {
        let times = PairedTimes(ours: ours.map(\.all), peer: peer.map(\.milliseconds))
        self.precision = precision.rawValue
        self.arithmetic = arithmetic
        self.engine = engine
        self.loading = loading
        self.difference = difference
        all = ours.map(\.all).middle
        network = ours.map(\.network).middle
        processor = ours.map(\.processor).middle
        rest = ours.map { ($0.all - $0.network - $0.files) / $0.all }.middle
        files = ours.map { $0.files / $0.all }.middle
        ratio = times.ratio
        lowest = times.lowest
        highest = times.highest
        processorRatio = PairedTimes(ours: ours.map(\.processor), peer: peer.map(\.cpu)).ratio
        bar = SwapComparison.bars[precision] ?? 1
        restBar = SwapComparison.restBar
        verdict = ratio >= bar ? .reached : .missed
        restVerdict = rest <= restBar ? .reached : .missed
    }
}
