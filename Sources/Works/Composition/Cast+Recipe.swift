import Compositing
import Faces
import Foundation
import Inference
import Provenance
import Upscaling

extension FaceAnalyser: FaceFinder {}
extension NeuralFaceAnalyser: FaceFinder {}

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
    ///   `.refuse`; `InferenceError` when the engine or a bundled model cannot be used; what the parts throw that find
    ///   another network in a file than they run.
    public init(
        for recipe: Recipe, missingModels: Commission.MissingModels = .refuse, installation: Installation = .current
    ) throws {
        let store = try ModelStore(from: installation)
        let (cast, substitutions) = try Self.resolved(recipe, missingModels: missingModels, store: store)
        let networks = try CastNetworks(
            store: store, engines: EngineSet(from: installation), precision: cast.precision)
        let embedder = try networks.embedder(for: cast)
        let masks = try networks.masks(for: cast)
        let swapper = try networks.swapper(for: cast, masks: masks)
        let upscaler = try networks.upscaler(cast.upsampler, else: Recipe.BuiltIn.upsampler)
        let faceUpscaler = try networks.upscaler(cast.faceUpsampler, else: Recipe.BuiltIn.faceUpsampler)
        let processors = try networks.processors(for: cast, masks: masks)
        self.init(
            recipe: cast, finder: try networks.finder(for: cast, embedder: embedder), swapper: swapper,
            scorer: try networks.scorer(), upscaler: upscaler, faceUpscaler: faceUpscaler,
            models: try cast.models(in: store).map { try networks.use(of: $0) }, substitutions: substitutions,
            engine: networks.mainEngine)
        self.processors = processors
        if let embedder, cast.swapsByNetwork {
            let restorer = processors.lazy.compactMap { $0 as? NeuralRestorer }.first
            sourcePreparation = SourcePreparation(
                restoration: SourceRestoration(mode: cast.sourceRestore, restorer: restorer), embedder: embedder)
        }
    }

    /// The recipe with bundled parts where it names what cannot be used, and what was exchanged.
    static func resolved(
        _ recipe: Recipe, missingModels: Commission.MissingModels, store: ModelStore
    ) throws(CastingError) -> (recipe: Recipe, substitutions: [WorkRecord.Substitution]) {
        var resolved = recipe
        var refusals: [CastingError.Refusal] = []
        func refuse(_ part: CastPart, _ reason: CastingError.Reason) {
            refusals.append(
                CastingError.Refusal(
                    key: part.key, asked: recipe[keyPath: part.property], reason: reason, bundled: part.bundled))
            resolved[keyPath: part.property] = part.bundled
        }
        for part in CastPart.all {
            // Everything that is missing is named; but what stands in may need less than what it stands for.
            let needs = missingModels == .refuse ? recipe : resolved
            if let reason = part.refusal(in: needs, store) { refuse(part, reason) }
        }
        let needs = missingModels == .refuse ? recipe : resolved
        if needs.faceRecognizer == Recipe.BuiltIn.none {
            if needs.swapperNeedsEmbedding(store) { refuse(.swapper, .needsRecognizer) }
            if needs.face == .reference {
                // Nothing stands in for it: another face would be another person.
                refusals.append(
                    CastingError.Refusal(
                        key: "face", asked: needs.face.description, reason: .nobodyTellsApart, bundled: ""))
                throw CastingError(refusals: refusals)
            }
        }
        guard missingModels == .useDefaults || refusals.isEmpty else { throw CastingError(refusals: refusals) }
        resolved.fillIn()
        return (resolved, refusals.map { .init(key: $0.key, asked: $0.asked, used: $0.bundled) })
    }
}

extension Recipe {
    /// Writes down what suits the swapper where the recipe leaves it open, so that a record says what was used.
    fileprivate mutating func fillIn() {
        let usual = swapsByNetwork ? NeuralSwapper.usualMask : MeshSwapper.usualMask
        compositing.maskPadding = compositing.maskPadding ?? usual.padding
        compositing.maskBlur = compositing.maskBlur ?? usual.blur
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

    /// The same with the engine that reads the bundled models, whichever is asked for.
    /// - Throws: `InferenceError`, `FacesError.wrongModel`.
    public init(
        engines: EngineSet = EngineSet(), store: ModelStore, options: ModelOptions = ModelOptions()
    ) throws {
        let engine = try engines.engine(for: store.entry(named: FaceModels.names.mesh))
        try self.init(engine: engine, store: store, options: options)
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
