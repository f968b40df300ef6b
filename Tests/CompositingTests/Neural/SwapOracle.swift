import Compositing
import Faces
import Foundation
import Inference
import Oracles
import Raster
import Testing

/// What FaceFusion's formulas give for the cases of `Tests/Support/swap_reference.py`, computed once for all tests.
enum SwapOracle {
    static let absence = Comment(rawValue: Oracle.absence)

    struct Failure: Error { var status: Int32 }

    private static let script = (0..<3).reduce(URL(filePath: #filePath)) { file, _ in file.deletingLastPathComponent() }
        .appending(path: "Support/swap_reference.py")

    private static let folder = Result { () throws -> URL in
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-swap-\(getpid())")
        atexit {
            try? FileManager.default.removeItem(
                at: FileManager.default.temporaryDirectory.appending(path: "likeness-swap-\(getpid())"))
        }
        try run([script.path, folder.path])
        return folder
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Oracle.python
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    }

    static func file(_ path: String) throws -> URL { try folder.get().appending(path: path) }

    static func array(_ path: String) throws -> NumberArray {
        try NumberArray(contentsOf: file("\(path).npy"))
    }

    /// A network of `make_models.py`.
    static func network(_ name: String, ending: String = "onnx") throws -> any Model {
        try Engines.load().load(file("models/\(name).\(ending)"), options: ModelOptions(threads: 1))
    }
}

/// One case: its settings, its pictures and faces as ours.
struct SwapCase {
    let name: String
    let settings: [String: Any]

    init(_ name: String) throws {
        self.name = name
        let json = try Data(contentsOf: SwapOracle.file("\(name)/settings.json"))
        settings = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
    }

    func start(_ array: String) throws -> NumberArray { try SwapOracle.array("\(name)/in/\(array)") }
    func result(_ array: String) throws -> NumberArray { try SwapOracle.array("\(name)/out/\(array)") }

    var family: String { settings["family"] as? String ?? "" }

    var frame: Photograph { get throws { try Self.photograph(start("frame")) } }

    private static func photograph(_ frame: NumberArray) -> Photograph {
        Photograph(
            size: PixelSize(width: frame.shape[1], height: frame.shape[0]), channels: 3,
            values: .bits8(frame.bytes ?? []), colorSpace: .sRGB)
    }

    var target: Face {
        get throws {
            Self.face(
                five: try points("landmarks5"), dense: try points("landmarks68"),
                embedding: try start("target_embedding").floats)
        }
    }

    var sources: [SourceFace] {
        get throws {
            let rows = try start("source_embeddings").floats
            let photograph = try Self.photograph(start("source_frame"))
            let five = try points("source_landmarks5")
            return [Array(rows.prefix(512)), Array(rows.suffix(512))].map {
                SourceFace(photograph: photograph, face: Self.face(five: five, dense: [], embedding: $0))
            }
        }
    }

    private func points(_ name: String) throws -> [SIMD2<Float>] {
        let values = try start(name).floats
        return stride(from: 0, to: values.count, by: 2).map { SIMD2(values[$0], values[$0 + 1]) + 0.5 }
    }

    static func face(five: [SIMD2<Float>], dense: [SIMD2<Float>], embedding: [Float]?) -> Face {
        Face(
            box: Box(x: 80, y: 50, width: 180, height: 190), score: 1, mesh: [], landmarks68: dense,
            landmarks5: five, pose: Pose(yaw: 0, pitch: 0, roll: 0), share: 0.3,
            quality: FaceQuality(sharpness: 0.5, exposure: 0.5, clipped: 0),
            embedding: embedding.map(FaceEmbedding.init))
    }

    /// The case's settings in our words.
    var neural: NeuralSettings {
        var result = NeuralSettings(
            pixelBoost: settings["pixel_boost"] as? Int, weight: Float(settings["weight"] as? Double ?? 0.5),
            morph: Float(settings["morph"] as? Int ?? 100) / 100)
        if let blur = settings["mask_blur"] as? Double { result.blur = Float(blur) }
        if let sides = settings["mask_padding"] as? [Double] {
            result.padding = .init(
                top: Float(sides[0]), right: Float(sides[1]), bottom: Float(sides[2]), left: Float(sides[3]))
        }
        let names = { (key: String) in
            (settings[key] as? [String])?.map { $0.replacingOccurrences(of: "-", with: "_") }
        }
        if let masks = names("mask_types") { result.masks = Set(masks.compactMap(MaskKind.init)) }
        if let areas = names("mask_areas") { result.areas = Set(areas.compactMap(MaskArea.init)) }
        if let regions = names("mask_regions") { result.regions = Set(regions.compactMap(MaskRegion.init)) }
        return result
    }

    private var masks: MaskNetworks {
        get throws {
            let occluders =
                switch settings["occluder"] as? String {
                case "many"?: ["xseg_1", "xseg_2", "xseg_3"]
                case let name?: [name]
                case nil: ["xseg_1"]
                }
            let network = { (name: String, side: Int) in
                MaskNetworks.Network(name: name, model: try SwapOracle.network(name), side: side)
            }
            let neural = neural
            return MaskNetworks(
                occluders: neural.masks.contains(.occlusion) ? try occluders.map { try network($0, 256) } : [],
                parser: neural.masks.contains(.region)
                    ? try network(settings["parser"] as? String ?? "bisenet_resnet_34", 512) : nil)
        }
    }

    /// - Parameter watched: keeps what the swapping network is given.
    func swapper(watched: (any Model) -> any Model = { $0 }) throws -> NeuralSwapper {
        let traits = try #require(Self.traits[family])
        let isDeep = traits.crop.family == SwapFamily.deep.rawValue
        let network = try SwapOracle.network(family, ending: isDeep ? "dfm" : "onnx")
        return try NeuralSwapper(
            name: family, crop: traits.crop, network: watched(network),
            converter: try traits.converter.map { try SwapOracle.network($0) },
            map: traits.crop.family == "inswapper"
                ? try EmbeddingMap(contentsOf: SwapOracle.file("models/\(family).onnx")) : nil,
            masks: masks, neural: neural)
    }

    private struct Traits {
        var crop: ModelEntry.Crop
        var converter: String?

        init(_ family: String, _ template: String, _ side: Int, _ colors: Colors = .plain, converter: String? = nil) {
            crop = ModelEntry.Crop(
                family: family, template: template, side: side, mean: colors.mean, deviation: colors.deviation)
            self.converter = converter
        }
    }

    private enum Colors {
        case plain, centered, imageNet

        var mean: [Float] {
            switch self {
            case .plain: [0, 0, 0]
            case .centered: [0.5, 0.5, 0.5]
            case .imageNet: [0.485, 0.456, 0.406]
            }
        }

        var deviation: [Float] {
            switch self {
            case .plain: [1, 1, 1]
            case .centered: [0.5, 0.5, 0.5]
            case .imageNet: [0.229, 0.224, 0.225]
            }
        }
    }

    private static let traits: [String: Traits] = [
        "blendswap_256": Traits("blendswap", "ffhq_512", 256),
        "uniface_256": Traits("uniface", "ffhq_512", 256, .centered),
        "ghost_1_256": Traits("ghost", "arcface_112_v1", 256, .centered, converter: "crossface_ghost"),
        "hififace_unofficial_256": Traits("hififace", "mtcnn_512", 256, .centered, converter: "crossface_hififace"),
        "hyperswap_1a_256": Traits("hyperswap", "arcface_128", 256, .centered),
        "inswapper_128": Traits("inswapper", "arcface_128", 128),
        "inswapper_128_fp16": Traits("inswapper", "arcface_128", 128),
        "simswap_256": Traits("simswap", "arcface_112_v1", 256, .imageNet, converter: "crossface_simswap"),
        "simswap_unofficial_512": Traits("simswap", "arcface_112_v1", 512, converter: "crossface_simswap"),
        "celebrity_224": Traits(SwapFamily.deep.rawValue, "dfl_whole_face", 0),
    ]
}
