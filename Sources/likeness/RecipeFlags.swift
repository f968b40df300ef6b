import ArgumentParser
import Works

/// One flag for every key of the recipe, with the same name: `--blend-ratio` sets `blend_ratio`.
struct RecipeFlags: ParsableArguments {
    @Option(key: "title") var title: String?
    @Option(key: "artist") var artist: String?
    @Option(key: "copyright") var copyright: String?
    @Option(key: "description") var description: String?
    @Option(key: "keywords") var keywords: String?
    @Option(key: "number") var number: String?
    @Option(key: "visible_label") var visibleLabel: String?
    @Option(key: "visible_label_corner") var visibleLabelCorner: String?
    @Option(key: "training_mining") var trainingMining: String?
    @Option(key: "nsfw_threshold") var nsfwThreshold: String?
    @Option(key: "face_detector") var faceDetector: String?
    @Option(key: "detector_score") var detectorScore: String?
    @Option(key: "detector_turns") var detectorTurns: String?
    @Option(key: "detector_margin") var detectorMargin: String?
    @Option(key: "face_landmarker") var faceLandmarker: String?
    @Option(key: "face_recognizer") var faceRecognizer: String?
    @Option(key: "face_classifier") var faceClassifier: String?
    @Option(key: "precision") var precision: String?
    @Option(key: "face") var face: String?
    @Option(key: "source_face") var sourceFace: String?
    @Option(key: "face_order") var faceOrder: String?
    @Option(key: "face_gender") var faceGender: String?
    @Option(key: "face_age") var faceAge: String?
    @Option(key: "reference_distance") var referenceDistance: String?
    @Option(key: "swapper") var swapper: String?
    @Option(key: "pixel_boost") var pixelBoost: String?
    @Option(key: "swapper_weight") var swapperWeight: String?
    @Option(key: "swapper_morph") var swapperMorph: String?
    @Option(key: "embedding_merge") var embeddingMerge: String?
    @Option(key: "source_restore") var sourceRestore: String?
    @Option(key: "mask_types") var maskTypes: String?
    @Option(key: "mask_areas") var maskAreas: String?
    @Option(key: "mask_regions") var maskRegions: String?
    @Option(key: "face_occluder") var faceOccluder: String?
    @Option(key: "face_parser") var faceParser: String?
    @Option(key: "blend_ratio") var blendRatio: String?
    @Option(key: "color_correction") var colorCorrection: String?
    @Option(key: "illumination_warping") var illuminationWarping: String?
    @Option(key: "sharpness_preserve") var sharpnessPreserve: String?
    @Option(key: "shape_transfer") var shapeTransfer: String?
    @Option(key: "mask_padding") var maskPadding: String?
    @Option(key: "mask_blur") var maskBlur: String?
    @Option(key: "blend") var blend: String?
    @Option(key: "seed") var seed: String?
    @Option(key: "expression_restorer") var expressionRestorer: String?
    @Option(key: "expression_factor") var expressionFactor: String?
    @Option(key: "expression_areas") var expressionAreas: String?
    @Option(key: "age_modifier") var ageModifier: String?
    @Option(key: "age_direction") var ageDirection: String?
    @Option(key: "face_editor") var faceEditor: String?
    @Option(key: "face_edits") var faceEdits: String?
    @Option(key: "restorer") var restorer: String?
    @Option(key: "restorer_blend") var restorerBlend: String?
    @Option(key: "restorer_weight") var restorerWeight: String?
    @Option(key: "crop") var crop: String?
    @Option(key: "safe_area") var safeArea: String?
    @Option(key: "breathing_room") var breathingRoom: String?
    @Option(key: "head_room") var headRoom: String?
    @Option(key: "output_resolution") var outputResolution: String?
    @Option(key: "upsampler") var upsampler: String?
    @Option(key: "upscale_strength") var upscaleStrength: String?
    @Option(key: "tile_size") var tileSize: String?
    @Option(key: "tile_overlap") var tileOverlap: String?
    @Option(key: "face_upsampler") var faceUpsampler: String?
    @Option(key: "face_upscale_strength") var faceUpscaleStrength: String?
    @Option(key: "output_profile") var outputProfile: String?
    @Option(key: "output_format") var outputFormat: String?
    @Option(key: "image_format") var imageFormat: String?
    @Option(key: "master_compression") var masterCompression: String?
    @Option(key: "master_pyramid") var masterPyramid: String?
    @Option(key: "master_layers") var masterLayers: String?
    @Option(key: "max_bytes") var maxBytes: String?

    /// What was given, by key.
    private var given: [String: String?] {
        [
            "title": title, "artist": artist, "copyright": copyright, "description": description,
            "keywords": keywords, "number": number, "visible_label": visibleLabel,
            "visible_label_corner": visibleLabelCorner, "training_mining": trainingMining,
            "nsfw_threshold": nsfwThreshold, "face_detector": faceDetector, "detector_score": detectorScore,
            "detector_turns": detectorTurns, "detector_margin": detectorMargin, "face_landmarker": faceLandmarker,
            "face_recognizer": faceRecognizer, "face_classifier": faceClassifier, "precision": precision,
            "face": face, "source_face": sourceFace, "face_order": faceOrder, "face_gender": faceGender,
            "face_age": faceAge, "reference_distance": referenceDistance, "swapper": swapper,
            "pixel_boost": pixelBoost, "swapper_weight": swapperWeight, "swapper_morph": swapperMorph,
            "embedding_merge": embeddingMerge, "source_restore": sourceRestore, "mask_types": maskTypes,
            "mask_areas": maskAreas, "mask_regions": maskRegions, "face_occluder": faceOccluder,
            "face_parser": faceParser, "blend_ratio": blendRatio, "color_correction": colorCorrection,
            "illumination_warping": illuminationWarping, "sharpness_preserve": sharpnessPreserve,
            "shape_transfer": shapeTransfer, "mask_padding": maskPadding, "mask_blur": maskBlur, "blend": blend,
            "seed": seed, "expression_restorer": expressionRestorer, "expression_factor": expressionFactor,
            "expression_areas": expressionAreas, "age_modifier": ageModifier, "age_direction": ageDirection,
            "face_editor": faceEditor, "face_edits": faceEdits, "restorer": restorer, "restorer_blend": restorerBlend,
            "restorer_weight": restorerWeight, "crop": crop, "safe_area": safeArea, "breathing_room": breathingRoom,
            "head_room": headRoom, "output_resolution": outputResolution, "upsampler": upsampler,
            "upscale_strength": upscaleStrength, "tile_size": tileSize, "tile_overlap": tileOverlap,
            "face_upsampler": faceUpsampler, "face_upscale_strength": faceUpscaleStrength,
            "output_profile": outputProfile, "output_format": outputFormat, "image_format": imageFormat,
            "master_compression": masterCompression, "master_pyramid": masterPyramid, "master_layers": masterLayers,
            "max_bytes": maxBytes,
        ]
    }

    /// Sets what was given in `recipe`.
    /// - Throws: `RecipeError` with every problem that was found.
    func apply(to recipe: inout Recipe) throws(RecipeError) {
        var problems: [RecipeError.Problem] = []
        for field in RecipeField.all {
            guard let text = given[field.key] ?? nil else { continue }
            do {
                try field.set(text, in: &recipe)
            } catch {
                problems += error.problems
            }
        }
        if problems.isEmpty {
            do {
                try recipe.check()
            } catch {
                problems = error.problems
            }
        }
        guard problems.isEmpty else { throw RecipeError(problems, file: "command line") }
    }
}

extension Option where Value == String? {
    /// The flag of a recipe's key, with the key's meaning for help and its words for the shell.
    fileprivate init(key: String) {
        let field = RecipeField.named(key)
        self.init(
            help: ArgumentHelp("\(field.meaning) (\(field.accepts))", valueName: "value"),
            completion: field.choices.isEmpty ? nil : .list(field.choices))
    }
}

extension RecipeField {
    fileprivate static func named(_ key: String) -> RecipeField {
        guard let field = all.first(where: { $0.key == key }) else {
            preconditionFailure("the recipe has no key \(key)")
        }
        return field
    }
}
