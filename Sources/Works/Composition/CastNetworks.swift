import Compositing
import Faces
import Foundation
import Inference
import Upscaling

/// Loads the networks of a cast, each with the engine that runs it best here.
struct CastNetworks {
    private let store: ModelStore
    private let engines: EngineSet
    private let precision: Precision
    /// The engine that every work needs: it lays the mesh over faces.
    let mainEngine: WorkRecord.EngineUse

    init(store: ModelStore, engines: EngineSet, precision: Precision) throws {
        self.store = store
        self.engines = engines
        self.precision = precision
        let main = try engines.engine(for: store.entry(named: FaceModels.names.mesh), precision: precision)
        mainEngine = WorkRecord.EngineUse(main, precision: precision)
    }

    /// Of networks that take all the processor's threads for themselves.
    private var alone: ModelOptions { ModelOptions(precision: precision) }
    /// Of the small ones that look at faces side by side.
    private var beside: ModelOptions { Cast.modelOptions(precision: precision) }

    // MARK: - Faces

    func finder(for recipe: Recipe, embedder: FaceEmbedder?) throws -> any FaceFinder {
        let meshes = try FaceAnalyser(
            engine: engine(for: FaceModels.names.mesh), store: store, options: beside)
        let search = try search(for: recipe)
        let landmarker = try landmarker(for: recipe)
        let classifier = try part("face_classifier", of: recipe).first.map {
            try FaceClassifier(file: try store.file(for: $0), engine: engine(for: $0), options: alone)
        }
        guard search != nil || landmarker != nil || embedder != nil || classifier != nil else { return meshes }
        return NeuralFaceAnalyser(
            meshes: meshes, search: search, landmarker: landmarker, embedder: embedder, classifier: classifier)
    }

    func embedder(for recipe: Recipe) throws -> FaceEmbedder? {
        try part("face_recognizer", of: recipe).first.map {
            try FaceEmbedder(file: try store.file(for: $0), engine: engine(for: $0), options: alone)
        }
    }

    private func search(for recipe: Recipe) throws -> NeuralSearch? {
        let detectors = try part("face_detector", of: recipe).compactMap { name -> NeuralDetector? in
            guard let family = try family(of: name).flatMap(DetectorFamily.init(rawValue:)) else { return nil }
            return try NeuralDetector(
                family, file: try store.file(for: name), engine: engine(for: name), options: alone)
        }
        guard !detectors.isEmpty else { return nil }
        let margin = recipe.detectorMargin
        return NeuralSearch(
            detectors, threshold: recipe.detectorScore,
            turns: recipe.detectorTurns ? QuarterTurn.allCases : [.none],
            margins: DetectorMargins(top: margin, right: margin, bottom: margin, left: margin))
    }

    private func landmarker(for recipe: Recipe) throws -> NeuralLandmarker? {
        var networks: [LandmarkerFamily: NetworkFile] = [:]
        let names = part("face_landmarker", of: recipe)
        for name in names {
            if let family = try family(of: name).flatMap(LandmarkerFamily.init(rawValue:)) {
                networks[family] = try networkFile(name)
            }
        }
        guard let name = names.first, let first = try store.entry(named: name).requires?.first else { return nil }
        return try NeuralLandmarker(networks, first: try networkFile(first), options: alone)
    }

    func scorer() throws -> any ContentScorer {
        try ContentClassifier(
            engine: engine(for: ContentClassifier.modelName), store: store, options: beside)
    }

    // MARK: - Drawing

    /// What draws masks of crops: loaded once, for the swapper and for what is done to the swapped faces.
    func masks(for recipe: Recipe) throws -> MaskNetworks {
        try MaskNetworks(
            occluders: part("face_occluder", of: recipe), parser: part("face_parser", of: recipe).first, from: store,
            options: alone, engine: { try engine(for: $0) })
    }

    func swapper(for recipe: Recipe, masks: MaskNetworks) throws -> any FaceSwapper {
        guard let name = part("swapper", of: recipe).first else { return MeshSwapper() }
        return try NeuralSwapper(
            name, from: store, options: alone, neural: recipe.neural, merge: recipe.embeddingMerge, masks: masks,
            engine: { try engine(for: $0) })
    }

    /// What is done to the swapped faces, in the recipe's order.
    func processors(for recipe: Recipe, masks: MaskNetworks) throws -> [any FaceProcessor] {
        var processors: [any FaceProcessor] = []
        let paste = pasteMask(for: recipe, masks: masks)
        if let name = part("expression_restorer", of: recipe).first {
            processors.append(
                ExpressionRestorer(try portrait(name), settings: recipe.expression, paste: paste))
        }
        if let name = part("age_modifier", of: recipe).first {
            processors.append(
                try AgeModifier(
                    try model(name), named: try store.entry(named: name).name, direction: recipe.ageDirection,
                    paste: paste))
        }
        if let name = part("face_editor", of: recipe).first {
            processors.append(
                FaceEditor(try portrait(name), retargeting: try retargeting(name), edits: recipe.faceEdits))
        }
        if let name = part("restorer", of: recipe).first, let crop = try store.entry(named: name).crop {
            processors.append(
                try NeuralRestorer(
                    try model(name), named: try store.entry(named: name).name, crop: crop,
                    settings: recipe.restoration, paste: paste))
        }
        return processors
    }

    private func portrait(_ name: String) throws -> LivePortrait {
        try LivePortrait(
            features: try model(required("feature_extractor", by: name)),
            motion: try model(required("motion_extractor", by: name)), generator: try model(name))
    }

    private func retargeting(_ name: String) throws -> PortraitRetargeting {
        try PortraitRetargeting(
            eye: try model(required("eye_retargeter", by: name)),
            lip: try model(required("lip_retargeter", by: name)), stitcher: try model(required("stitcher", by: name)))
    }

    /// The model that another one requires for a task within its own.
    private func required(_ ending: String, by name: String) throws -> String {
        let entry = try store.entry(named: name)
        guard let required = entry.requires?.first(where: { $0.hasSuffix(ending) }) else {
            throw InferenceError.modelMismatch(
                name: name, field: "requires", expected: "a model …_\(ending)",
                found: entry.requires?.joined(separator: ", ") ?? "nothing")
        }
        return required
    }

    /// Where what processors draw shows.
    private func pasteMask(for recipe: Recipe, masks: MaskNetworks) -> PasteMask {
        guard !part("face_occluder", of: recipe).isEmpty else { return PasteMask() }
        return PasteMask(occlusion: { try masks.occlusion(of: $0).mask })
    }

    func upscaler(_ name: String, else bundled: String) throws -> UpscalingNetwork? {
        guard name != bundled else { return nil }
        return try UpscalingNetwork(named: name, from: store, engine: engine(for: name), options: alone)
    }

    // MARK: - Record

    /// What the record says of a model: the engine is what the parts ask for when they load it.
    func use(of entry: ModelEntry) throws -> WorkRecord.ModelUse {
        var use = WorkRecord.ModelUse(entry)
        let engine = WorkRecord.EngineUse(try engine(for: entry), precision: precision)
        use.engine = engine == mainEngine ? nil : engine
        return use
    }

    // MARK: - Parts

    private func part(_ key: String, of recipe: Recipe) -> [String] {
        CastPart.all.first { $0.key == key }?.models(in: recipe, store) ?? []
    }

    private func family(of name: String) throws -> String? { try store.entry(named: name).crop?.family }

    /// The only place where an engine is chosen, for loading and for the record.
    private func engine(for entry: ModelEntry) throws -> any Engine {
        try engines.engine(for: entry, precision: precision)
    }

    private func engine(for name: String) throws -> any Engine {
        try engine(for: try store.entry(named: name))
    }

    private func networkFile(_ name: String) throws -> NetworkFile {
        NetworkFile(try store.file(for: name), engine: try engine(for: name))
    }

    private func model(_ name: String) throws -> any Model {
        try engine(for: name).load(try store.file(for: name), options: alone)
    }
}
