import Foundation
import Raster
import Works

/// A whole work of a large target, against what libvips needs to decode the same inputs and encode the same files.
///
/// Both run as processes of their own, in turn, over the same files: what disturbs the machine disturbs both.
public struct PipelineBenchmark: Sendable {
    /// What one round gave.
    public struct Round: Sendable, Codable {
        public var seconds: Double
        public var libvipsSeconds: Double
        public var peakMegabytes: Double
        public var ratio: Double { seconds / libvipsSeconds }
    }

    public struct Report: Sendable, Codable {
        public var targetWidth: Int
        public var targetHeight: Int
        public var rounds: [Round]
        /// Medians over the rounds.
        public var seconds: Double
        public var libvipsSeconds: Double
        public var ratio: Double
        /// The most of all rounds, in megabytes (10⁶ bytes).
        public var peakMegabytes: Double
    }

    public var source: URL
    public var target: URL
    public var megapixels: Double
    public var rounds: Int

    public init(source: URL, target: URL, megapixels: Double, rounds: Int) {
        self.source = source
        self.target = target
        self.megapixels = megapixels
        self.rounds = rounds
    }

    /// - Throws: `BenchmarkError`, `RasterError`.
    public func run(report: (Round) -> Void = { _ in }) throws -> Report {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let large = folder.appending(path: "target.tif")
        let size = try Self.enlarge(target, megapixels: megapixels, to: large)
        let (work, peer) = (folder.appending(path: "work"), folder.appending(path: "peer"))

        var results: [Round] = []
        for _ in 0..<rounds {
            let ours = try ChildRun([
                "compose", "--source", source.path, "--target", large.path, "--out", work.path, "--overwrite",
            ])
            try FileManager.default.createDirectory(at: peer, withIntermediateDirectories: true)
            let theirs = try ChildRun(
                ["bench", "libvips", "--out", peer.path, "--image", large.path, source.path])
            let round = Round(
                seconds: ours.seconds, libvipsSeconds: theirs.seconds, peakMegabytes: Double(ours.peakBytes) / 1e6)
            results.append(round)
            report(round)
        }
        return Report(
            targetWidth: size.width, targetHeight: size.height, rounds: results, seconds: results.map(\.seconds).middle,
            libvipsSeconds: results.map(\.libvipsSeconds).middle, ratio: results.map(\.ratio).middle,
            peakMegabytes: results.map(\.peakMegabytes).max() ?? 0)
    }

    /// Enlarges a picture to about so many megapixels and writes it as 16-bit TIFF.
    private static func enlarge(_ picture: URL, megapixels: Double, to url: URL) throws -> PixelSize {
        let photograph = try Photograph.open(picture)
        let scale = (megapixels * 1e6 / Double(photograph.size.area)).squareRoot()
        let size = PixelSize(
            width: Int((Double(photograph.size.width) * scale).rounded()),
            height: Int((Double(photograph.size.height) * scale).rounded()))
        try photograph.resized(to: size).writeTIFF(to: url)
        return size
    }
}
