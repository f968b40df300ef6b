import Compositing
import Faces
import Inference

/// A key of the recipe that names a model, and what may play that part.
struct CastPart: Sendable {
    let key: String
    let property: WritableKeyPath<Recipe, String> & Sendable
    /// What needs no model of the manifest's.
    let bundled: String
    let task: ModelEntry.Task
    /// Kinds of networks that this version runs in the part; empty where the entry says otherwise how it is fed.
    var families: Set<String> = []
    /// Names that stand for several models.
    var groups: [String: [String]] = [:]
    /// Whether a recipe asks for the part at all.
    var isAsked: @Sendable (Recipe, ModelStore) -> Bool = { _, _ in true }

    /// The models that a recipe names for the part, without what they require.
    func models(in recipe: Recipe, _ store: ModelStore) -> [String] {
        let name = recipe[keyPath: property]
        guard name != bundled, isAsked(recipe, store) else { return [] }
        return groups[name] ?? [name]
    }

    /// Why the named model cannot take this part; nil when it can.
    func refusal(in recipe: Recipe, _ store: ModelStore) -> CastingError.Reason? {
        models(in: recipe, store).lazy.compactMap { refusal(of: $0, store) }.first
    }

    private func refusal(of name: String, _ store: ModelStore) -> CastingError.Reason? {
        guard let entry = store.manifest.entry(named: name) else {
            return .unknown(nearest: (groups.keys.sorted() + [bundled] + store.manifest.names).nearest(to: name))
        }
        guard entry.task == task else {
            switch store.state(of: entry) {
            case .missing(let error), .damaged(let error): return .unusable(error)
            case .verified: return .noRunner
            }
        }
        for name in [name] + (entry.requires ?? []) {
            guard let entry = store.manifest.entry(named: name) else { return .unknown(nearest: nil) }
            switch store.state(of: entry) {
            case .missing(let error), .damaged(let error): return .absent(error)
            case .verified: continue
            }
        }
        return (families.isEmpty ? entry.upscaling != nil : runs(entry)) ? nil : .noRunner
    }

    private func runs(_ entry: ModelEntry) -> Bool {
        entry.crop.map { families.contains($0.family) } ?? false
    }
}

extension CastPart {
    static let recognizer = CastPart(
        key: "face_recognizer", property: \.faceRecognizer, bundled: Recipe.BuiltIn.none, task: .faceRecognition,
        families: ["arcface"], isAsked: { $0.needsEmbeddings($1) })
    static let swapper = CastPart(
        key: "swapper", property: \.swapper, bundled: Recipe.BuiltIn.swapper, task: .faceSwapping,
        families: Set(SwapFamily.allCases.map(\.rawValue)))

    /// In the order of the road, but for the swapper, which decides what must be known of faces.
    static let all = [
        CastPart(
            key: "face_detector", property: \.faceDetector, bundled: Recipe.BuiltIn.faceDetector,
            task: .faceDetection, families: Set(DetectorFamily.allCases.map(\.rawValue)),
            groups: [several: ["retinaface", "scrfd", "yolo_face"]]),
        CastPart(
            key: "face_landmarker", property: \.faceLandmarker, bundled: Recipe.BuiltIn.faceLandmarker,
            task: .faceLandmarks, families: Set(LandmarkerFamily.allCases.map(\.rawValue)),
            groups: [several: ["2dfan4", "peppa_wutz"]]),
        swapper,
        recognizer,
        CastPart(
            key: "face_classifier", property: \.faceClassifier, bundled: Recipe.BuiltIn.none,
            task: .faceClassification, families: ["fairface"], isAsked: { $0.needsTraits($1) }),
        CastPart(
            key: "face_occluder", property: \.faceOccluder, bundled: Recipe.BuiltIn.none, task: .faceOcclusion,
            families: ["xseg"], groups: [several: ["xseg_1", "xseg_2", "xseg_3"]],
            isAsked: { recipe, _ in recipe.usesMasks && recipe.neural.masks.contains(.occlusion) }),
        CastPart(
            key: "face_parser", property: \.faceParser, bundled: Recipe.BuiltIn.none, task: .faceParsing,
            families: ["bisenet"],
            isAsked: { recipe, _ in recipe.swapsByNetwork && recipe.neural.masks.contains(.region) }),
        CastPart(
            key: "expression_restorer", property: \.expressionRestorer, bundled: Recipe.BuiltIn.none,
            task: .expressionRestoration, families: ["live_portrait"]),
        CastPart(
            key: "age_modifier", property: \.ageModifier, bundled: Recipe.BuiltIn.none, task: .ageModification,
            families: [Recipe.ageFromTraits, "styleganex_age"]),
        CastPart(
            key: "face_editor", property: \.faceEditor, bundled: Recipe.BuiltIn.none, task: .faceEditing,
            families: ["live_portrait"]),
        CastPart(
            key: "restorer", property: \.restorer, bundled: Recipe.BuiltIn.none, task: .faceRestoration,
            families: ["gfpgan", "codeformer", "gpen", "restoreformer"]),
        CastPart(key: "upsampler", property: \.upsampler, bundled: Recipe.BuiltIn.upsampler, task: .upscaling),
        CastPart(
            key: "face_upsampler", property: \.faceUpsampler, bundled: Recipe.BuiltIn.faceUpsampler, task: .upscaling),
    ]

    /// Stands for several models in one part.
    private static let several = "many"
}

extension Recipe {
    /// The family of age modifiers that must be told how old a face looks.
    fileprivate static let ageFromTraits = "fran"

    var swapsByNetwork: Bool { swapper != BuiltIn.swapper }

    /// Whether something is pasted by a mask of the kinds in `mask_types`.
    fileprivate var usesMasks: Bool {
        swapsByNetwork || [expressionRestorer, ageModifier, restorer].contains { $0 != BuiltIn.none }
    }

    /// Whether faces must be told apart.
    func needsEmbeddings(_ store: ModelStore) -> Bool {
        face == .reference || swapperNeedsEmbedding(store)
    }

    func swapperNeedsEmbedding(_ store: ModelStore) -> Bool {
        let family = store.manifest.entry(named: swapper)?.crop.flatMap { SwapFamily(rawValue: $0.family) }
        return family?.needsEmbedding == true
    }

    /// Whether gender and age of faces must be known.
    func needsTraits(_ store: ModelStore) -> Bool {
        faceGender != nil || faceAge != nil
            || store.manifest.entry(named: ageModifier)?.crop?.family == Self.ageFromTraits
    }

    /// Every model of the manifest that the recipe's road goes through, what they require included, in its order.
    func models(in store: ModelStore) throws(InferenceError) -> [ModelEntry] {
        var names = FaceAnalyser.modelNames
        for part in CastPart.all {
            if part.key == "upsampler" { names.append(ContentClassifier.modelName) }
            for name in part.models(in: self, store) {
                names.append(name)
                names += try store.entry(named: name).requires ?? []
            }
        }
        var entries: [ModelEntry] = []
        for name in names {
            let entry = try store.entry(named: name)
            if !entries.contains(where: { $0.name == entry.name }) { entries.append(entry) }
        }
        return entries
    }
}
