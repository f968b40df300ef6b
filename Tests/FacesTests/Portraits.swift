import Faces
import Foundation
import Inference
import Raster

/// The example portraits and what the renderer that made them knows of them.
struct GroundTruth: Decodable, Sendable {
    let file: String
    /// Degrees, signed as `Pose` is.
    let yaw: Float
    let pitch: Float
    let roll: Float
    /// Pixels; left and right are the subject's.
    let points: [String: [Float]]

    static func all() throws -> [GroundTruth] {
        try JSONDecoder().decode([GroundTruth].self, from: Data(PackageResources.ground_truth_json))
    }

    /// The mesh points of the same anatomy.
    static let meshPoints = [
        "eye_left_outer": 263, "eye_left_inner": 362, "eye_right_outer": 33, "eye_right_inner": 133, "nose_tip": 4,
        "mouth_left": 291, "mouth_right": 61,
    ]

    func place(of name: String) -> SIMD2<Float>? {
        points[name].map { SIMD2($0[0], $0[1]) }
    }
}

/// Pictures made from the examples.
enum Portraits {
    static func open(_ name: String) throws -> Photograph {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Photograph.open(root.appending(path: "Examples/\(name)"))
    }

    static func analyser(_ options: ModelOptions = ModelOptions(threads: 1)) throws -> FaceAnalyser {
        let store = try ModelStore()
        return try FaceAnalyser(
            engine: Engines.load(),
            models: FaceModels(
                wideDetector: store.file(for: FaceModels.names.wide),
                quickDetector: store.file(for: FaceModels.names.quick), mesh: store.file(for: FaceModels.names.mesh)),
            options: options)
    }

    /// The picture turned clockwise by quarters.
    static func turned(_ photograph: Photograph, quarters: Int) -> Photograph {
        guard quarters > 0, case .bits8(let codes) = photograph.values else { return photograph }
        let (width, height) = (photograph.size.height, photograph.size.width)
        var turned = [UInt8](repeating: 0, count: codes.count)
        for y in 0..<height {
            for x in 0..<width {
                let from = ((photograph.size.height - 1 - x) * photograph.size.width + y) * 3
                for c in 0..<3 { turned[(y * width + x) * 3 + c] = codes[from + c] }
            }
        }
        let quarter = Photograph(
            size: PixelSize(width: width, height: height), channels: 3, values: .bits8(turned),
            colorSpace: photograph.colorSpace)
        return Self.turned(quarter, quarters: quarters - 1)
    }

    /// Pictures laid on a grey ground, each with its top left corner at the given place.
    static func ground(_ size: PixelSize, _ pictures: [(Photograph, x: Int, y: Int)]) -> Photograph {
        var codes = [UInt8](repeating: 128, count: size.area * 3)
        for (picture, x, y) in pictures {
            guard case .bits8(let from) = picture.dithered(seed: 0).values else { continue }
            let length = picture.size.width * 3
            for row in 0..<picture.size.height {
                let start = ((y + row) * size.width + x) * 3
                codes.replaceSubrange(start..<start + length, with: from[row * length..<(row + 1) * length])
            }
        }
        return Photograph(size: size, channels: 3, values: .bits8(codes), colorSpace: .sRGB)
    }
}
