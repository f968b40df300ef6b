import Compositing
import Faces
import Foundation
import Inference
import Oracles
import Provenance
import Raster
import Synchronization
import Testing
import Works

/// Whole works with networks of random weights: what they draw is nothing to look at, but every step is the real one.
@Suite("Works with neural models", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)), .serialized)
struct NeuralWorkTests {
    private typealias Folder = ComposerTests.Folder

    /// FaceFusion's own look: nothing but its paste-back.
    private static func plain(swapper: String) -> Recipe {
        var recipe = Recipe()
        recipe.swapper = GeneratedModels.prefix + swapper
        recipe.faceRecognizer = GeneratedModels.prefix + "arcface_w600k_r50"
        recipe.compositing.colorCorrection = .none
        recipe.compositing.illuminationWarping = false
        recipe.compositing.sharpnessPreserve = false
        recipe.compositing.blendRatio = 1
        recipe.compositing.blend = .paste
        recipe.sourceRestore = .off
        return recipe
    }

    private static func make(
        _ recipe: Recipe, with models: GeneratedModels, target: String = "ben.webp", in folder: Folder,
        changing change: (inout Commission) -> Void = { _ in }
    ) async throws -> Work {
        var commission = ComposerTests.commission(recipe, target: target, in: folder)
        change(&commission)
        let cast = try Cast(for: recipe, installation: models.installation)
        return try await Composer(cast: cast).make(commission)
    }

    @Test("the plain recipe gives FaceFusion's picture, within what its rounding to 8 bits takes")
    func compatible() async throws {
        let models = try await GeneratedModels(["inswapper_128", "arcface_w600k_r50"])
        let folder = try Folder()
        let work = try await Self.make(Self.plain(swapper: "inswapper_128"), with: models, in: folder)
        let (source, target) = (
            try Photograph.open(ComposerTests.example("ana.webp")),
            try Photograph.open(ComposerTests.example("ben.webp"))
        )
        let answer = try await Oracle.reference(
            "swap", ["family": "inswapper_128"],
            [
                "frame": try target.frame, "landmarks5": try work.record.target.five,
                "source_frame": try source.frame, "source_landmarks5": try work.record.sources[0].five,
            ], models: ["inswapper_128", "arcface_w600k_r50"])
        let expected = try answer["pasted"].floats
        let master = try Photograph.open(folder.work.appending(path: "master.tif"))
        guard case .bits16(let codes) = master.values, case .bits8(let before) = target.values else {
            Issue.record("a master of 16 bits from a target of 8")
            return
        }
        #expect(master.channels == target.channels && codes.count == expected.count)
        let differences = zip(codes, expected).map { abs(Float($0) / 257 - $1) }
        let changed = before.indices.filter { codes[$0] != UInt16(before[$0]) * 257 }
        #expect(changed.count > 100_000)
        // FaceFusion rounds the crop to 8 bits before the network and cuts the result.
        #expect(differences.max() ?? 255 <= 2)
        let mean = changed.reduce(0) { $0 + differences[$1] } / Float(changed.count)
        #expect(mean < 0.6)
    }

    @Test(
        "every family of swappers makes a work that is labelled and may not be sold",
        arguments: [
            "inswapper_128_fp16", "hyperswap_1a_256", "simswap_256", "ghost_1_256", "hififace_unofficial_256",
            "blendswap_256", "uniface_256",
        ])
    func families(name: String) async throws {
        let models = try await GeneratedModels([name, "arcface_w600k_r50"])
        let folder = try Folder()
        var recipe = Self.plain(swapper: name)
        recipe.compositing = CompositingSettings()
        let work = try await Self.make(recipe, with: models, in: folder)
        let record = work.record
        #expect(record.models.contains { $0.name == GeneratedModels.prefix + name && $0.task == "face_swapping" })
        #expect(record.commercialUse == record.models.allSatisfy(\.commercialUse))
        #expect(
            record.label?.digitalSourceType
                == DigitalSourceType.compositeWithTrainedAlgorithmicMedia.rawValue)
        #expect(record.steps.contains { $0.step == "swapper" })
        let report = try WorkVerifier(
            trusting: nil, inputsIn: [ComposerTests.example("ana.webp").deletingLastPathComponent()],
            on: CompositionDate(seconds: 1_700_000_000)
        ).verify(folder.work)
        // Nobody gave these works a record of rights.
        #expect(report.failures.filter { !$0.question.contains("rights") && !$0.subject.contains("rights") } == [])
    }

    @Test("masks, landmarker, detector and retouching run in one work, and building it again gives the same bytes")
    func wholeRoad() async throws {
        let models = try await GeneratedModels([
            "hyperswap_1a_256", "arcface_w600k_r50", "fairface", "2dfan4", "xseg_1", "bisenet_resnet_34", "gfpgan_1.4",
            "live_portrait", "live_portrait_editor", "styleganex_age",
        ])
        let folder = try Folder()
        var recipe = Self.plain(swapper: "hyperswap_1a_256")
        let own = { (name: String) in GeneratedModels.prefix + name }
        recipe.compositing = CompositingSettings()
        recipe.faceLandmarker = own("2dfan4")
        recipe.faceClassifier = own("fairface")
        recipe.neural.masks = [.box, .occlusion, .area, .region]
        recipe.neural.pixelBoost = 512
        recipe.faceOccluder = own("xseg_1")
        recipe.faceParser = own("bisenet_resnet_34")
        recipe.expressionRestorer = own("live_portrait")
        recipe.faceEditor = own("live_portrait_editor")
        recipe.faceEdits.mouthSmile = 0.4
        recipe.ageModifier = own("styleganex_age")
        recipe.ageDirection = 0.2
        recipe.restorer = own("gfpgan_1.4")
        recipe.sourceRestore = .on
        let work = try await Self.make(recipe, with: models, target: "chris.tif", in: folder)
        let steps = work.record.steps.map(\.step)
        for step in ["source_restore", "swapper", "expression_restorer", "age_modifier", "face_editor", "restorer"] {
            #expect(steps.contains(step), "\(step) is on record")
        }
        let again = try await Reproducer(installation: models.installation).reproduce(
            folder.work, inputsIn: [ComposerTests.example("ana.webp").deletingLastPathComponent()]
        ) { try Cast(for: $0, installation: models.installation) }
        #expect(again.isSame)
        #expect(again.differences == [])
    }

    @Test("what was done to a source names that source, of which several faces may have been taken")
    func severalFacesOfASource() async throws {
        let models = try await GeneratedModels(["hyperswap_1a_256", "arcface_w600k_r50"])
        let folder = try Folder()
        let pair = folder.url.appending(path: "pair.png")
        let ana = ComposerTests.example("ana.webp")
        try Photograph.open(ana).doubled.writePNG(to: pair)
        var recipe = Self.plain(swapper: "hyperswap_1a_256")
        recipe.sourceFace = .all
        let work = try await Self.make(recipe, with: models, in: folder) { $0.sources = [pair, ana] }
        try #require(work.record.sources.map { $0.faces.filter(\.chosen).count } == [2, 1])
        let steps = work.record.steps.filter { $0.step == "source_restore" }
        #expect(steps.map { $0.figures["source"] } == [0, 0, 1])
    }

    @Test("every network of a swapper is loaded once, by the engine that was chosen for it")
    func engines() async throws {
        let models = try await GeneratedModels(["ghost_1_256", "xseg_1", "bisenet_resnet_34"])
        let store = try ModelStore(from: models.installation)
        let engine = try Engines.load()
        let loads = Loads()
        let own = { (name: String) in GeneratedModels.prefix + name }
        _ = try NeuralSwapper(
            own("ghost_1_256"), from: store, options: ModelOptions(threads: 1), occluders: [own("xseg_1")],
            parser: own("bisenet_resnet_34")
        ) { entry in
            ChosenEngine(engine: engine, model: entry.file, loads: loads)
        }
        let files = try ["ghost_1_256", "crossface_ghost", "xseg_1", "bisenet_resnet_34"].map {
            try store.entry(named: own($0)).file
        }
        #expect(loads.all.map(\.file).sorted() == files.sorted())
        #expect(loads.all.allSatisfy { $0.file == $0.chosenFor })
        // Its folder goes away with it.
        withExtendedLifetime(models) {}
    }

    @Test("a reference picks the person it shows, and nobody where nobody is near")
    func reference() async throws {
        let models = try await GeneratedModels(["arcface_w600k_r50"])
        var recipe = Recipe()
        recipe.faceRecognizer = GeneratedModels.prefix + "arcface_w600k_r50"
        recipe.face = .reference
        let folder = try Folder()
        let work = try await Self.make(recipe, with: models, in: folder) {
            $0.reference = ComposerTests.example("ben.webp")
        }
        #expect(work.record.reference?.file == "ben.webp")
        #expect(work.record.target.faces.filter(\.chosen).count == 1)
        recipe.referenceDistance = 0
        await #expect(throws: WorkError.noFaceMatches(file: "ben.webp", found: 1)) {
            try await Self.make(recipe, with: models, in: try Folder()) {
                $0.reference = ComposerTests.example("ana.webp")
            }
        }
        await #expect(throws: WorkError.noReference) {
            try await Self.make(recipe, with: models, in: try Folder())
        }
    }

    @Test("a swapper that goes by embeddings is refused without a recogniser, or replaced and said so")
    func recognizerMissing() async throws {
        let models = try await GeneratedModels(["inswapper_128"])
        var recipe = Self.plain(swapper: "inswapper_128")
        recipe.faceRecognizer = Recipe.BuiltIn.none
        #expect(throws: CastingError.self) { try Cast(for: recipe, installation: models.installation) }
        let cast = try Cast(for: recipe, missingModels: .useDefaults, installation: models.installation)
        #expect(cast.recipe.swapper == Recipe.BuiltIn.swapper)
        #expect(cast.substitutions.map(\.key) == ["swapper"])
    }
}

/// Which files were loaded, and for which each engine was chosen.
private final class Loads: Sendable {
    struct Load: Sendable {
        var file: String
        var chosenFor: String
    }

    private let list = Mutex<[Load]>([])

    var all: [Load] { list.withLock { $0 } }

    func add(_ load: Load) { list.withLock { $0.append(load) } }
}

/// An engine that knows which model it was chosen for, and keeps what it is given to load.
private struct ChosenEngine: Engine {
    let engine: any Engine
    /// File name.
    let model: String
    let loads: Loads

    var name: String { engine.name }
    var version: String { engine.version }
    var device: String { engine.device }

    func elementType(for precision: Precision) -> String { engine.elementType(for: precision) }

    func load(_ file: URL, options: ModelOptions) throws -> any Model {
        loads.add(Loads.Load(file: file.lastPathComponent, chosenFor: model))
        return try engine.load(file, options: options)
    }
}

extension Photograph {
    /// The 8-bit picture twice, side by side.
    fileprivate var doubled: Photograph {
        get throws {
            let codes = try frame.bytes ?? []
            let row = size.width * channels
            let rows = (0..<size.height).flatMap { (y: Int) -> [UInt8] in
                let line = Array(codes[y * row..<(y + 1) * row])
                return line + line
            }
            return Photograph(
                size: PixelSize(width: size.width * 2, height: size.height), channels: channels,
                values: .bits8(rows), colorSpace: colorSpace)
        }
    }

    /// The 8-bit codes as the oracle takes a frame.
    fileprivate var frame: NumberArray {
        get throws {
            guard case .bits8(let codes) = values, channels == 3 else { throw RasterError.empty(file: "frame") }
            return NumberArray(codes, shape: [size.height, size.width, 3])
        }
    }
}

extension WorkRecord.Input {
    /// The chosen face's landmarks as OpenCV counts pixels.
    fileprivate var five: NumberArray {
        get throws {
            let face = try #require(faces.first { $0.chosen })
            return NumberArray(face.landmarks5.map { SIMD2(Double($0[0]) - 0.5, Double($0[1]) - 0.5) })
        }
    }
}
