import Works

/// Why a measurement did not come about.
public enum BenchmarkError: Error, Sendable, Equatable {
    case noExecutable
    case childFailed(arguments: [String], message: String)
    case noFace(file: String)
    case peerFailed(peer: String, reason: String)
    /// The other libraries are in none of the places.
    case peersMissing(places: [String])
    /// The programs that tests compare with are in none of the places.
    case oraclesMissing(places: [String])
    /// The network is in no format that the peers read.
    case noPeer(model: String)
    /// There is no network of inswapper's size, and nothing to make one with.
    case networkMissing(file: String, script: String)
    /// No more than one engine reads the model's format.
    case oneReader(model: String, engine: String)
    /// The picture holds no tile of this size.
    case pictureTooSmall(file: String, tile: Int)
}

extension BenchmarkError: WorkFailure {
    public var isBadInput: Bool {
        switch self {
        case .noFace, .peersMissing, .oraclesMissing, .noPeer, .networkMissing, .oneReader, .pictureTooSmall: true
        case .noExecutable, .childFailed, .peerFailed: false
        }
    }

    public var description: String {
        switch self {
        case .noExecutable: "bench: this program cannot start itself. Start it by its full path."
        case .childFailed(let arguments, let message):
            "bench: \(arguments.joined(separator: " ")): failed: \(message)"
        case .noFace(let file): "\(file): no face was found. Measure with a picture of a face."
        case .peerFailed(let peer, let reason): "bench: \(peer) failed: \(reason)"
        case .peersMissing(let places):
            "bench: OpenCV, ONNX Runtime and ncnn are not here. Looked in \(places.joined(separator: ", ")). "
                + "Run \(UpscalePeers.setUp), or set \(UpscalePeers.variable) to their folder."
        case .oraclesMissing(let places):
            "bench: c2pa's Python package is not here. Looked in \(places.joined(separator: ", ")). Run \(ProofPeer.setUp)."
        case .noPeer(let model):
            "\(model): ncnn cannot read it, so there is nothing to compare with. Give a model of ncnn's, "
                + "such as \(UpscaleBenchmark.standardModels.joined(separator: " or "))."
        case .networkMissing(let file, let script):
            "\(file): is not there, and \(script), which makes it, is not here. Start in the repository after "
                + "\(ProofPeer.setUp), or give a network with --network."
        case .oneReader(let model, let engine):
            "\(model): \(engine) alone reads its format, so there is nothing to compare. Give a model in ONNX or in "
                + "ncnn's files."
        case .pictureTooSmall(let file, let tile):
            "\(file): is smaller than a tile of \(tile) × \(tile) pixels. Give a larger picture or a smaller --tile."
        }
    }
}
