import Foundation
import Inference
import Raster
import Upscaling

/// Super-resolution networks beside ONNX Runtime's and ncnn's builds for the processor: the same weights, the same tile
/// and as many threads, one after the other in every round.
public struct UpscaleBenchmark: Sendable {
    /// An RRDBNet and an SRVGG network.
    public static let standardModels = ["real_esrgan_4x", "realesr_animevideov3_4x"]

    public var models: [String]
    /// Pixels of the square that the networks see; nil takes 256 for small networks and 128 for large ones.
    public var tile: Int?
    /// The tile is cut from its middle.
    public var picture: URL
    public var rounds: Int
    public var threads: Int

    /// Weights, in bytes, from which a network counts as large: RRDBNet has 9 and 33 million, SRVGG one.
    private static let largeNetwork = 4_000_000

    public init(models: [String], picture: URL, rounds: Int, threads: Int) {
        self.models = models
        self.picture = picture
        self.rounds = rounds
        self.threads = threads
    }

    /// Whether a network is large: slow at a whole picture.
    public static func isLarge(_ model: String, in store: ModelStore) throws -> Bool {
        let entry = try store.entry(named: model)
        return (entry.companions ?? []).reduce(entry.bytes ?? 0) { $0 + $1.bytes } >= largeNetwork
    }

    /// - Parameter report: is called with each network's figures.
    /// - Throws: `BenchmarkError`, `RasterError`, `InferenceError`, `UpscalingError`.
    public func run(report: (UpscaleComparison) -> Void = { _ in }) throws -> [UpscaleComparison] {
        let store = try ModelStore()
        let engine = try Engines.load()
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let photograph = try Photograph.open(picture)
        return try models.map { model in
            let side = try tile ?? (Self.isLarge(model, in: store) ? 128 : 256)
            let comparison = try compare(
                model, on: try planes(of: photograph, side: side), side: side, store: store, engine: engine,
                folder: folder)
            report(comparison)
            return comparison
        }
    }

    /// The middle of the picture: R, G and B, 0…1.
    private func planes(of photograph: Photograph, side: Int) throws -> [Float] {
        let size = photograph.size
        guard min(size.width, size.height) >= side else {
            throw BenchmarkError.pictureTooSmall(file: picture.lastPathComponent, tile: side)
        }
        let part = photograph.cropped(
            to: PixelBox(x: (size.width - side) / 2, y: (size.height - side) / 2, width: side, height: side))
        let codes = part.codes16
        return (0..<3).flatMap { channel in
            stride(from: channel, to: codes.count, by: part.channels).map { Float(codes[$0]) / 65_535 }
        }
    }

    private func compare(
        _ model: String, on planes: [Float], side: Int, store: ModelStore, engine: any Engine, folder: URL
    ) throws -> UpscaleComparison {
        let file = try store.file(for: model)
        guard file.pathExtension == "param" else { throw BenchmarkError.noPeer(model: model) }
        let input = Tensor(shape: [1, 3, side, side], values: planes)
        let tile = folder.appending(path: "tile")
        try planes.withUnsafeBytes { try Data($0).write(to: tile) }

        let peers = try UpscalePeers()
        var contenders = try Precision.allCases.map { precision in
            try ours(model, precision, on: input, store: store, engine: engine)
        }
        let onnx = folder.appending(path: "network.onnx")
        try NcnnConversion.onnx(of: file).write(to: onnx)
        contenders += [
            try rival(.onnxRuntime, file: onnx, .float32, tile: tile, side: side, among: peers),
            try rival(.ncnn, file: file, .float32, tile: tile, side: side, among: peers),
            try rival(.ncnn, file: file, .bfloat16, tile: tile, side: side, among: peers),
        ]
        try FileManager.default.removeItem(at: onnx)
        return UpscaleComparison(
            model: model, tile: side, threads: threads, results: try Self.results(of: contenders, rounds: rounds),
            fastArithmetic: engine.elementType(for: .fast))
    }

    private func ours(
        _ model: String, _ precision: Precision, on input: Tensor, store: ModelStore, engine: any Engine
    ) throws -> Contender {
        let network = try UpscalingNetwork(
            named: model, from: store, engine: engine, options: ModelOptions(precision: precision, threads: threads))
        let compiled = try network.compile(input.shape[3], input.shape[2])
        return Contender(
            name: "likeness", version: engine.version, precision: precision,
            arithmetic: engine.elementType(for: precision)
        ) {
            let start = ContinuousClock.now
            _ = try compiled.run([input])
            return (ContinuousClock.now - start).seconds * 1000
        } result: {
            try compiled.run([input]).first?.values ?? []
        }
    }

    private func rival(
        _ library: UpscalePeers.Library, file: URL, _ storage: PeerRequest.Storage, tile: URL, side: Int,
        among peers: UpscalePeers
    ) throws -> Contender {
        let arithmetic = storage == .bfloat16 ? "bf16 storage" : "f32"
        let name = "\(library.title) \(arithmetic)"
        let version = try peers.load(
            name, in: library, file: file, storage: storage, tile: tile, side: side, threads: threads)
        return Contender(
            name: library.title, version: version, precision: storage == .bfloat16 ? .fast : .f32,
            arithmetic: arithmetic
        ) {
            try peers.run(name)
        } result: {
            try peers.result(of: name, through: tile.deletingLastPathComponent())
        }
    }

    /// Who runs the network, and how.
    private struct Contender {
        let name: String
        let version: String
        let precision: Precision
        let arithmetic: String
        /// Runs once and tells the milliseconds.
        let run: () throws -> Double
        /// What a run gives.
        let result: () throws -> [Float]
    }

    /// Each runs once in every round, the first of which warms the caches and is not counted.
    private static func results(
        of contenders: [Contender], rounds: Int
    ) throws -> [UpscaleComparison.Result] {
        var times = contenders.map { _ in [Double]() }
        for round in 0...rounds {
            for (index, contender) in contenders.enumerated() {
                // Threads that still look for work after the run before this one have stopped by then.
                Thread.sleep(forTimeInterval: 0.05)
                let milliseconds = try contender.run()
                if round > 0 { times[index].append(milliseconds) }
            }
        }
        var reference: [Float]?
        return try zip(contenders, times).map { contender, times in
            let values = try contender.result()
            defer { reference = reference ?? values }
            return UpscaleComparison.Result(
                name: contender.name, version: contender.version, precision: contender.precision.rawValue,
                arithmetic: contender.arithmetic, milliseconds: times, median: times.middle, least: times.min() ?? 0,
                largestDifference: Double(largestDifference(of: values, from: reference ?? values)))
        }
    }

    /// Infinite when the two are not of one size, or hold no numbers.
    package static func largestDifference(of values: [Float], from reference: [Float]) -> Float {
        guard values.count == reference.count else { return .infinity }
        var most: Float = 0
        for (value, other) in zip(values, reference) {
            let difference = abs(value - other)
            guard difference.isFinite else { return .infinity }
            most = max(most, difference)
        }
        return most
    }
}
