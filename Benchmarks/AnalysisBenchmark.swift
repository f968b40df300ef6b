import Faces
import Foundation
import Inference
import Raster
import Works

/// Finding the faces in one large picture that is decoded already, with models that are loaded already.
public struct AnalysisBenchmark: Sendable {
    public struct Report: Sendable, Codable {
        public var width: Int
        public var height: Int
        public var faces: Int
        /// Milliseconds of each round after the first, which warms the caches.
        public var milliseconds: [Double]
        public var median: Double
        /// What libvips needs to shrink the same decoded picture to the width that the detector sees, in milliseconds.
        public var libvipsShrink: Double
    }

    public var picture: URL
    public var megapixels: Double
    public var rounds: Int

    public init(picture: URL, megapixels: Double, rounds: Int) {
        self.picture = picture
        self.megapixels = megapixels
        self.rounds = rounds
    }

    /// - Throws: `BenchmarkError`, `RasterError`, `InferenceError`.
    public func run() throws -> Report {
        let small = try Photograph.open(picture)
        let scale = (megapixels * 1e6 / Double(small.size.area)).squareRoot()
        let size = PixelSize(
            width: Int((Double(small.size.width) * scale).rounded()),
            height: Int((Double(small.size.height) * scale).rounded()))
        // Eight bits, as a camera's file has.
        let photograph = small.resized(to: size).dithered(seed: 0)
        let analyser = try FaceAnalyser(
            engine: Engines.load(), store: ModelStore(), options: Cast.modelOptions(precision: .f32))
        var times: [Double] = []
        var faces = 0
        for round in 0...rounds {
            let start = ContinuousClock.now
            faces = try analyser.analyse(photograph).count
            if round > 0 { times.append((ContinuousClock.now - start).seconds * 1000) }
        }
        guard faces > 0 else { throw BenchmarkError.noFace(file: picture.lastPathComponent) }
        return Report(
            width: size.width, height: size.height, faces: faces, milliseconds: times, median: times.middle,
            libvipsShrink: try Self.shrinking(photograph, rounds: rounds))
    }

    private static func shrinking(_ photograph: Photograph, rounds: Int) throws -> Double {
        do {
            let factor = Double(max(photograph.size.width, photograph.size.height)) / 256
            var times: [Double] = []
            try photograph.withImage { (image) throws(Vips.Failure) in
                for round in 0...rounds {
                    let start = ContinuousClock.now
                    _ = try Vips.image("shrink", ["in": image], ["hshrink": "\(factor)", "vshrink": "\(factor)"])
                        .inMemory()
                    if round > 0 { times.append((ContinuousClock.now - start).seconds * 1000) }
                }
            }
            return times.middle
        } catch {
            throw BenchmarkError.peerFailed(peer: "libvips", reason: error.reason)
        }
    }
}
