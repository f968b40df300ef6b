import Faces
import Foundation
import Inference
import Oracles
import Raster

/// Networks of random weights with the signatures of those that people have, and what a Python says that they answer.
struct FaceNetworks {
    private static let names = [
        "retinaface_10g", "scrfd_2.5g", "yoloface_8n", "yunet_2023_mar", "2dfan4", "peppa_wutz", "fan_68_5",
        "arcface_w600k_r50", "fairface",
    ]
    private static let detectors: [DetectorFamily: String] = [
        .retinaface: "retinaface_10g", .scrfd: "scrfd_2.5g", .yoloFace: "yoloface_8n", .yunet: "yunet_2023_mar",
    ]

    let folder: URL
    let engine: any Engine
    let options = ModelOptions(threads: 1)

    init() async throws {
        folder = try await Oracle.models(Self.names)
        engine = try Engines.load()
    }

    func file(_ name: String) -> URL { folder.appending(path: "\(name).onnx") }

    func detector(_ family: DetectorFamily) throws -> NeuralDetector {
        try NeuralDetector(
            family, file: file(Self.detectors[family] ?? ""), engine: engine, options: options)
    }

    func landmarker(_ families: [LandmarkerFamily]) throws -> NeuralLandmarker {
        try NeuralLandmarker(
            Dictionary(uniqueKeysWithValues: families.map { ($0, NetworkFile(file($0.rawValue), engine: engine)) }),
            first: NetworkFile(file("fan_68_5"), engine: engine), options: options)
    }

    func embedder() throws -> FaceEmbedder {
        try FaceEmbedder(file: file("arcface_w600k_r50"), engine: engine, options: options)
    }

    // MARK: - The reference

    struct Job: Encodable {
        var kind = "faces"
        var models: String?
        var picture: String?
        var width: Int?
        var height: Int?
        var depth: Int?
        var detectors: [String]?
        var angles: [Int]?
        var margins: [Int]?
        var landmarkers: [String]?
        var boxes: [[Double]]?
        var scores: [Double]?
        var overlap: Double?
        var side: Int?
    }

    struct Answer: Decodable {
        struct Face: Decodable {
            let score: Double
            let box: [Double]
            let five, guess, points, best: [[Double]]
            let angle: Int
            let sure: Double
            let matrix, crop, embedding: [Double]
            let classes: [Int]
        }
        /// One for each turn.
        let canvases: [[Double]]?
        let faces: [Face]?
        let kept: [Int]?
        let crop, fine: [Double]?
    }

    func job(
        _ picture: BlobPicture, _ families: [DetectorFamily], turns: [QuarterTurn] = [.none],
        margins: DetectorMargins = DetectorMargins(), landmarkers: [LandmarkerFamily] = []
    ) -> Job {
        let photograph = picture.photograph
        return Job(
            models: folder.path, picture: picture.file.path, width: photograph.size.width,
            height: photograph.size.height, depth: photograph.depth,
            detectors: families.compactMap { Self.detectors[$0] }, angles: turns.map(\.rawValue),
            margins: [margins.top, margins.right, margins.bottom, margins.left],
            landmarkers: landmarkers.map(\.rawValue))
    }

    static func answers(_ jobs: [Job]) async throws -> [Answer] {
        let output = try await Oracle.run(
            script: "faces_reference.py", arguments: [], stdin: JSONEncoder().encode(jobs))
        return try JSONDecoder().decode([Answer].self, from: output)
    }
}

/// A picture that generated detectors find faces in, bright discs with some texture on dark ground, as a photograph and
/// as a file of its code values that goes away with it.
final class BlobPicture {
    let photograph: Photograph
    let file: URL

    init(bits: Int, discs: [(x: Float, y: Float, radius: Float)], width: Int = 760, height: Int = 560) throws {
        let size = PixelSize(width: width, height: height)
        var values: [Float] = []
        for y in 0..<height {
            for x in 0..<width {
                let (across, down) = (Float(x), Float(y))
                var light: Float = 0
                for disc in discs {
                    let (a, b) = ((across - disc.x) / disc.radius, (down - disc.y) / disc.radius)
                    light = max(light, 1 / (1 + exp(12 * ((a * a + b * b).squareRoot() - 1))))
                }
                let color = [
                    0.88 + 0.1 * sin(across / 9), 0.86 + 0.12 * cos(down / 7), 0.85 + 0.1 * sin((across + down) / 11),
                ]
                values += zip(color, [0.03, 0.05, 0.04]).map { $0 * light + $1 * (1 - light) }
            }
        }
        let codes: Photograph.CodeValues =
            bits == 8
            ? .bits8(values.map { UInt8(($0 * 255).rounded()) })
            : .bits16(values.map { UInt16(($0 * 65535).rounded()) })
        photograph = Photograph(size: size, channels: 3, values: codes, colorSpace: .sRGB)
        file = try Self.write(codes)
    }

    private static func write(_ codes: Photograph.CodeValues) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).raw")
        switch codes {
        case .bits8(let values): try Data(values).write(to: file)
        case .bits16(let values): try values.withUnsafeBytes { try Data($0).write(to: file) }
        }
        return file
    }

    deinit { try? FileManager.default.removeItem(at: file) }

    /// Its 8 bits as the oracles take them.
    var frame: NumberArray {
        guard case .bits8(let codes) = rounded.values else { return NumberArray([UInt8](), shape: [0, 0, 3]) }
        return NumberArray(codes, shape: [photograph.size.height, photograph.size.width, 3])
    }

    /// The 16-bit photograph as a file of 8 bits would hold it.
    var rounded: Photograph {
        guard case .bits16(let codes) = photograph.values else { return photograph }
        return photograph.with(.bits8(codes.map { UInt8((Float($0) / 257).rounded()) }))
    }

    static let two: [(x: Float, y: Float, radius: Float)] = [(240, 210, 105), (560, 390, 80)]
}

/// The greatest difference of two lists; infinite when they are of different lengths.
func greatestDifference(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}

extension [SIMD2<Double>] {
    /// Counted from the centre of the first pixel, as the reference counts.
    var centered: [Double] { flatMap { [$0.x - 0.5, $0.y - 0.5] } }
}
