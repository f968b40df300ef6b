import Compositing
import Faces
import Foundation
import Inference
import Provenance
import Upscaling

extension FaceAnalyser: FaceFinder {}

extension ContentClassifier: ContentScorer {
    public var name: String { Self.modelName }
}

extension Cast {
    /// Runs of the face models take a few milliseconds each: two at once on a thread of their own are done sooner than
    /// two that share their threads.
    private static let (threads, concurrentRuns) = (1, 2)

    /// How works run their models.
    package static func modelOptions(precision: Precision) -> ModelOptions {
        ModelOptions(precision: precision, threads: threads, concurrentRuns: concurrentRuns)
    }

    /// Chooses the parts that a recipe names and loads what they need.
    /// - Throws: `CastingError` when a model that the recipe names cannot take its part and `missingModels` is
    ///   `.refuse`; `InferenceError` when the engine or a bundled model cannot be used.
    public init(
        for recipe: Recipe, missingModels: Commission.MissingModels = .refuse, installation: Installation = .current
    ) throws {
        let store = try ModelStore(from: installation)
        let (cast, substitutions) = try Self.resolved(recipe, missingModels: missingModels, store: store)
        let engine = try Engines.load(from: installation)
        let options = Self.modelOptions(precision: cast.precision)
        let network = { (name: String, bundled: String) throws -> UpscalingNetwork? in
            guard name != bundled else { return nil }
            return try UpscalingNetwork(
                named: name, from: store, engine: engine, options: ModelOptions(precision: cast.precision))
        }
        let upscaler = try network(cast.upsampler, Recipe.BuiltIn.upsampler)
        let faceUpscaler = try network(cast.faceUpsampler, Recipe.BuiltIn.faceUpsampler)
        var names = FaceAnalyser.modelNames + [ContentClassifier.modelName]
        for name in [upscaler?.name, faceUpscaler?.name].compactMap({ $0 }) where !names.contains(name) {
            names.append(name)
        }
        self.init(
            recipe: cast, finder: try FaceAnalyser(engine: engine, store: store, options: options),
            swapper: MeshSwapper(), scorer: try ContentClassifier(engine: engine, store: store, options: options),
            upscaler: upscaler, faceUpscaler: faceUpscaler,
            models: try names.map { WorkRecord.ModelUse(try store.entry(named: $0)) },
            substitutions: substitutions, engine: WorkRecord.EngineUse(engine, precision: cast.precision))
    }

    /// The recipe with bundled parts where it names what cannot be used, and what was exchanged.
    static func resolved(
        _ recipe: Recipe, missingModels: Commission.MissingModels, store: ModelStore
    ) throws(CastingError) -> (recipe: Recipe, substitutions: [WorkRecord.Substitution]) {
        var resolved = recipe
        var refusals: [CastingError.Refusal] = []
        for part in Part.all {
            let asked = recipe[keyPath: part.property]
            guard let reason = part.refusal(of: asked, in: store) else { continue }
            refusals.append(
                CastingError.Refusal(key: part.key, asked: asked, reason: reason, bundled: part.bundled))
            resolved[keyPath: part.property] = part.bundled
        }
        guard missingModels == .useDefaults || refusals.isEmpty else { throw CastingError(refusals: refusals) }
        return (resolved, refusals.map { .init(key: $0.key, asked: $0.asked, used: $0.bundled) })
    }

    /// A key of the recipe that names a model.
    private struct Part: Sendable {
        var key: String
        var property: WritableKeyPath<Recipe, String> & Sendable
        var bundled: String
        /// The models of which this version can give the part to those that say how they are fed.
        var task: ModelEntry.Task?

        static let all = [
            Part(key: "face_detector", property: \.faceDetector, bundled: Recipe.BuiltIn.faceDetector),
            Part(key: "swapper", property: \.swapper, bundled: Recipe.BuiltIn.swapper),
            Part(key: "upsampler", property: \.upsampler, bundled: Recipe.BuiltIn.upsampler, task: .upscaling),
            Part(
                key: "face_upsampler", property: \.faceUpsampler, bundled: Recipe.BuiltIn.faceUpsampler,
                task: .upscaling),
        ]

        /// Why the named model cannot take this part; nil when it can.
        func refusal(of asked: String, in store: ModelStore) -> CastingError.Reason? {
            guard asked != bundled else { return nil }
            guard let entry = store.manifest.entry(named: asked) else {
                return .unknown(nearest: ([bundled] + store.manifest.names).nearest(to: asked))
            }
            switch store.state(of: entry) {
            case .missing(let error), .damaged(let error):
                return entry.task == task ? .absent(error) : .unusable(error)
            case .verified: return entry.task == task && entry.upscaling != nil ? nil : .noRunner
            }
        }
    }
}

extension FaceAnalyser {
    /// The manifest's names of the networks that it runs.
    static let modelNames = [FaceModels.names.wide, FaceModels.names.quick, FaceModels.names.mesh]

    /// An analyser with the bundled models, each verified before it is loaded.
    /// - Throws: `InferenceError`, `FacesError.wrongModel`.
    public init(engine: any Engine, store: ModelStore, options: ModelOptions = ModelOptions()) throws {
        let models = FaceModels(
            wideDetector: try store.file(for: FaceModels.names.wide),
            quickDetector: try store.file(for: FaceModels.names.quick),
            mesh: try store.file(for: FaceModels.names.mesh))
        try self.init(engine: engine, models: models, options: options)
    }
}

extension WorkRecord.ModelUse {
    /// A model whose file the manifest has vouched for.
    init(_ entry: ModelEntry) {
        self.init(
            name: entry.name, task: entry.task.rawValue, file: entry.file, sha256: entry.sha256 ?? "",
            licence: entry.licence.id, commercialUse: entry.licence.commercialUse)
    }
}

extension WorkRecord.EngineUse {
    init(_ engine: any Engine, precision: Precision) {
        self.init(
            name: engine.name, version: engine.version, device: engine.device,
            precision: engine.elementType(for: precision))
    }
}
