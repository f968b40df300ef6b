import Collections
import Foundation
import Raster
import Works

/// A collection built by one `collection build`, beside `compose` called for one work after the other: the same works of
/// 1080p, in turns, each in processes of its own.
public struct CollectionBenchmark: Sendable {
    /// Each side's part of the works, in turns: what disturbs the machine disturbs both.
    public struct Turn: Sendable, Codable {
        public var works: Int
        /// Of the whole turn.
        public var buildSeconds: Double
        public var composeSeconds: Double
        /// Of the build's process, in megabytes.
        public var peakMegabytes: Double

        /// How many works are built while one is composed.
        public var ratio: Double { composeSeconds / buildSeconds }
    }

    public struct Report: Sendable, Codable {
        public var works: Int
        public var sources: Int
        public var turns: [Turn]
        public var buildSecondsPerWork: Double
        public var composeSecondsPerWork: Double
        public var worksPerHour: Double
        public var ratio: Double
        public var peakMegabytes: Double
    }

    /// Pictures that sources and targets are cut from.
    private let pictures: [URL]
    private let works: Int
    private let turns: Int

    /// 1080p, upright as portraits are.
    private static let size = PixelSize(width: 1080, height: 1920)
    /// How far cuts of one picture lie apart, in pixels.
    private static let step = 12

    /// - Parameters:
    ///   - pictures: of one face each; sources and targets are cut from them at 1080 × 1920.
    ///   - works: in all; as many sources as targets, or one less.
    ///   - turns: into how many parts they are divided.
    public init(pictures: [URL], works: Int, turns: Int) {
        self.pictures = pictures
        self.works = works
        self.turns = turns
    }

    /// - Throws: `BenchmarkError`, `RasterError`, `CollectionError`.
    public func run(report: (Turn) -> Void = { _ in }) throws -> Report {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let collection = try prepare(folder)
        var measured: [Turn] = []
        for turn in 0..<turns {
            let part = collection.works[works * turn / turns..<works * (turn + 1) / turns]
            guard let first = part.first, let last = part.last else { continue }
            let build = try ChildRun([
                "collection", "build", collection.file.path, "--only", "\(first.number)-\(last.number)",
            ])
            var seconds = 0.0
            for work in part {
                let output = folder.appending(path: "single/\(work.name)")
                let arguments =
                    collection.sources(of: work).flatMap { ["--source", $0.path] }
                    + ["--target", collection.target(of: work).path, "--out", output.path]
                seconds += try ChildRun(["compose"] + arguments).seconds
                try FileManager.default.removeItem(at: output)
            }
            let result = Turn(
                works: part.count, buildSeconds: build.seconds, composeSeconds: seconds,
                peakMegabytes: Double(build.peakBytes) / 1e6)
            measured.append(result)
            report(result)
        }
        let (ours, theirs) = (measured.map(\.buildSeconds).reduce(0, +), measured.map(\.composeSeconds).reduce(0, +))
        return Report(
            works: works, sources: collection.plan.sources.count, turns: measured,
            buildSecondsPerWork: ours / Double(works), composeSecondsPerWork: theirs / Double(works),
            worksPerHour: Double(works) / ours * 3600, ratio: theirs / ours,
            peakMegabytes: measured.map(\.peakMegabytes).max() ?? 0)
    }

    /// Cuts the pictures and writes the plan.
    private func prepare(_ folder: URL) throws -> PlannedCollection {
        let targets = Int(Double(works).squareRoot().rounded(.up))
        let sources = (works + targets - 1) / targets
        for (role, count) in [("source", sources), ("target", targets)] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: "\(role)s"), withIntermediateDirectories: true)
            for index in 0..<count {
                let picture = try Photograph.open(pictures[index % pictures.count])
                let cut = cut(picture, shift: Self.step * (index / pictures.count))
                try cut.writePNG(to: folder.appending(path: "\(role)s/\(role)_\(index).png"))
            }
        }
        let plan = """
            {"version": 1, "title": "Benchmark", "date": "2026-01-01T00:00:00Z", "sources": "sources/*.png",
             "targets": "targets/*.png", "pairing": {"mode": "product"}}
            """
        let file = folder.appending(path: "collection.json")
        try Data(plan.utf8).write(to: file)
        return try PlannedCollection(contentsOf: file)
    }

    /// The middle of the picture, made to cover 1080 × 1920 and moved aside a little.
    private func cut(_ picture: Photograph, shift: Int) -> Photograph {
        let scale = max(
            Double(Self.size.width + 2 * shift) / Double(picture.size.width),
            Double(Self.size.height) / Double(picture.size.height))
        let covering = picture.resized(
            to: PixelSize(
                width: Int((Double(picture.size.width) * scale).rounded(.up)),
                height: Int((Double(picture.size.height) * scale).rounded(.up))))
        return covering.cropped(
            to: PixelBox(
                x: (covering.size.width - Self.size.width) / 2 + shift,
                y: (covering.size.height - Self.size.height) / 2,
                width: Self.size.width, height: Self.size.height))
    }
}
