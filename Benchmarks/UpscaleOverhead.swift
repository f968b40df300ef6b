import Foundation
import Inference
import Raster
import Upscaling

/// A picture read, enlarged and written as TIFF, and how much of that time is not the network's.
public struct UpscaleOverhead: Sendable {
    public struct Report: Sendable, Codable {
        public var model: String
        /// What `fast` means on this processor.
        public var arithmetic: String
        /// Of the result.
        public var width: Int
        public var height: Int
        public var tiles: Int
        public var tileSize: Int
        /// Reading, enlarging and writing.
        public var seconds: Double
        /// In the network's runs.
        public var network: Double
        /// Reading and compiling the network, once for a picture.
        public var loading: Double
        /// All else.
        public var rest: Double
        public var share: Double
        public var bar: Double
        public var isReached: Bool
    }

    /// Most of the time that may go beside the network: docs/performance.md.
    public static let bar = 0.08
    /// The box of 4K, and the smaller one of networks that take minutes for it.
    public static let fullSize = PixelSize(width: 3840, height: 2160)
    public static let smallSize = PixelSize(width: 1280, height: 720)

    public var model: String
    public var picture: URL
    /// The box that the result is fitted into, turned as the picture lies.
    public var size: PixelSize
    public var threads: Int

    public init(model: String, picture: URL, size: PixelSize, threads: Int) {
        self.model = model
        self.picture = picture
        self.size = size
        self.threads = threads
    }

    /// - Throws: `BenchmarkError`, `RasterError`, `InferenceError`, `UpscalingError`.
    public func run() throws -> Report {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let engine = try Engines.load()
        var network = try UpscalingNetwork(
            named: model, from: ModelStore(), engine: engine, options: ModelOptions(precision: .fast, threads: threads))
        let (runs, loading) = (ModelClock(), ModelClock())
        network.compile = { [compile = network.compile] across, down in
            TimedModel(model: try loading.measure { try compile(across, down) }, clock: runs)
        }
        let small = folder.appending(path: "small.tif")
        try shrink(by: network.scale, to: small)

        let start = ContinuousClock.now
        // As `likeness upscale` does: tiles are packed as soon as they are drawn.
        let rows = try Upscaler(network).rows(of: Photograph.open(small))
        try TIFFPages([.init(rows)]).write(to: folder.appending(path: "large.tif"))
        let seconds = (ContinuousClock.now - start).seconds
        let rest = seconds - runs.seconds - loading.seconds
        return Report(
            model: network.name, arithmetic: engine.elementType(for: .fast), width: rows.form.size.width,
            height: rows.form.size.height, tiles: rows.figures.tiles, tileSize: rows.figures.tileSize, seconds: seconds,
            network: runs.seconds, loading: loading.seconds, rest: rest, share: rest / seconds, bar: Self.bar,
            isReached: rest / seconds < Self.bar)
    }

    /// Writes the picture, in 16 bits, at the size from which the network lands in the box.
    private func shrink(by scale: Int, to url: URL) throws {
        let photograph = try Photograph.open(picture)
        let (width, height) = (Double(photograph.size.width), Double(photograph.size.height))
        let factor = min(
            Double(max(size.width, size.height)) / max(width, height),
            Double(min(size.width, size.height)) / min(width, height))
        let side = { (length: Double) in max(1, Int((length * factor / Double(scale)).rounded())) }
        try photograph.resized(to: PixelSize(width: side(width), height: side(height))).writeTIFF(to: url)
    }
}
