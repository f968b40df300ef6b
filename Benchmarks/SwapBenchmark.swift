import Compositing
import Faces
import Foundation
import Inference
import Raster
import Works

/// One face swapped by a network of inswapper's size, from file to file, beside OpenCV and ONNX Runtime doing the same
/// steps with the same weights and threads, one after the other in every round. Both are given the landmarks.
public struct SwapBenchmark: Sendable {
    /// Where the network is kept that `makeNetwork` makes.
    public static let standardNetwork = URL(filePath: ".build/bench/inswapper_128.onnx")
    /// What it is made with.
    private static let script = "Tests/Support/make_models.py"
    /// A picture of 1080p has as many pixels.
    private static let area = 1920 * 1080
    /// FaceFusion's blur of the box mask.
    private static let blur: Float = 0.3

    public var network: URL
    public var picture: URL
    public var rounds: Int
    public var threads: Int
    /// Of a collection with one identity, for memory.
    public var targets: Int

    public init(network: URL = standardNetwork, picture: URL, rounds: Int, threads: Int, targets: Int) {
        self.network = network
        self.picture = picture
        self.rounds = rounds
        self.threads = threads
        self.targets = targets
    }

    /// Whose engine is taken, and whose crop.
    static var entry: ModelEntry {
        get throws(InferenceError) { try ModelStore().entry(named: "inswapper_128") }
    }

    /// - Parameter report: is called with what goes on.
    /// - Throws: `BenchmarkError`, `RasterError`, `InferenceError`, `FacesError`, `CompositingError`.
    public func run(report: (String) -> Void = { _ in }) throws -> SwapComparison {
        try makeNetwork(report: report)
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let peer = try SwapPeer()
        // Before this process grows: a child's most memory counts from what its parent holds.
        let memory = try targets > 0 ? memory(report) : []
        let target = folder.appending(path: "target.png")
        let (size, order) = try prepare(target)
        let loaded = try peer.load(order)
        let entry = try Self.entry
        let engines = EngineSet()
        let cache = Self.standardNetwork.deletingLastPathComponent()

        var contenders: [Contender] = []
        for precision in Precision.allCases {
            let engine = try engines.engine(for: entry, precision: precision)
            report("loading with \(engine.name) at \(precision.rawValue)")
            let run = try SwapRun(order, with: engine, precision: precision, cache: cache)
            contenders.append(
                Contender(
                    precision: precision, engine: engine, run: run, result: folder.appending(path: "\(precision).png"))
            )
        }
        let theirs = folder.appending(path: "peer.png")
        var (times, peerTimes) = (contenders.map { _ in [SwapRun.Times]() }, [SwapPeer.Run]())
        // The first round warms the caches and is not counted.
        for round in 0...rounds {
            for (index, contender) in contenders.enumerated() {
                let time = try Self.rested { try contender.run(target, to: contender.result) }
                if round > 0 { times[index].append(time) }
            }
            let time = try Self.rested { try peer.run(target, to: theirs) }
            if round > 0 { peerTimes.append(time) }
        }
        let results = try zip(contenders, times).map { contender, times in
            SwapComparison.Result(
                precision: contender.precision, arithmetic: contender.engine.elementType(for: contender.precision),
                engine: "\(contender.engine.name) \(contender.engine.version.prefix { $0 != "-" })",
                loading: contender.run.loading, ours: times, peer: peerTimes,
                difference: try peer.difference(contender.result, theirs))
        }
        return SwapComparison(
            width: size.width, height: size.height, threads: threads, peerVersion: loaded.version,
            peerLoading: loaded.milliseconds, peer: peerTimes, results: results,
            memory: memory)
    }

    /// Swaps one target after the other, in this process alone: what its memory is measured by.
    public func swapAll(precision: Precision) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = folder.appending(path: "target.png")
        let (_, order) = try prepare(target)
        let entry = try Self.entry
        let run = try SwapRun(
            order, with: EngineSet().engine(for: entry, precision: precision), precision: precision,
            cache: Self.standardNetwork.deletingLastPathComponent())
        for _ in 0..<targets { _ = try run(target, to: folder.appending(path: "result.png")) }
    }

    private struct Contender {
        let precision: Precision
        let engine: any Engine
        let run: SwapRun
        let result: URL
    }

    /// Threads that still look for work after the run before this one have stopped by then.
    private static func rested<Result>(_ work: () throws -> Result) rethrows -> Result {
        Thread.sleep(forTimeInterval: 0.05)
        return try work()
    }

    /// At f32; what the first runs reserve is reserved by the fifth.
    private func memory(_ report: (String) -> Void) throws -> [SwapComparison.Memory] {
        try Set([1, min(5, targets), targets]).sorted().map { count in
            report("memory of a collection of \(count)")
            let child = try ChildRun([
                "bench", "swap-targets", "--network", network.path, "--picture", picture.path, "--targets",
                "\(count)", "--threads", "\(threads)", "--precision", Precision.f32.rawValue,
            ])
            return SwapComparison.Memory(targets: count, peakBytes: child.peakBytes)
        }
    }

    /// Writes the picture at 1080p's number of pixels in 8 bits, and finds the face in it.
    private func prepare(_ target: URL) throws -> (PixelSize, SwapPeer.Order) {
        let photograph = try Photograph.open(picture)
        let scale = (Double(Self.area) / Double(photograph.size.area)).squareRoot()
        let size = PixelSize(
            width: Int((Double(photograph.size.width) * scale).rounded()),
            height: Int((Double(photograph.size.height) * scale).rounded()))
        try photograph.resized(to: size).dithered(seed: 0).writePNG(to: target)
        let store = try ModelStore()
        let engine = try EngineSet().engine(for: store.entry(named: "face_landmark"))
        let analyser = try FaceAnalyser(engine: engine, store: store, options: Cast.modelOptions(precision: .f32))
        let faces = try analyser.analyse(Photograph.open(target))
        guard let face = faces.max(by: { $0.share < $1.share }) else {
            throw BenchmarkError.noFace(file: picture.lastPathComponent)
        }
        guard let crop = try Self.entry.crop, let template = crop.template.flatMap(WarpTemplate.init(rawValue:)) else {
            throw BenchmarkError.noPeer(model: network.lastPathComponent)
        }
        // A direction like any other.
        let embedding = FaceEmbedding(values: (0..<512).map { Float(sin(Double($0) * 12.9898)) })
        let order = SwapPeer.Order(
            network: network.absoluteURL, crop: crop, template: template, face: face, embedding: embedding,
            blur: Self.blur, threads: threads)
        return (size, order)
    }

    private func makeNetwork(report: (String) -> Void) throws {
        guard !FileManager.default.fileExists(atPath: network.path) else { return }
        let python = Installation.current.folders(named: "oracles").map { $0.appending(path: "bin/python3") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard network == Self.standardNetwork, FileManager.default.fileExists(atPath: Self.script), let python else {
            throw BenchmarkError.networkMissing(file: network.relativePath, script: Self.script)
        }
        report("making a network of inswapper's size")
        let folder = network.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = python
        process.arguments = [Self.script, folder.path, "inswapper_128", "--size", "full"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError.peerFailed(peer: Self.script, reason: "it ended with \(process.terminationStatus)")
        }
    }
}
