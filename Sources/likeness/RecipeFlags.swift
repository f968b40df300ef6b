import ArgumentParser
import Works

/// One flag for every key of the recipe, with the same name: `--blend-ratio` sets `blend_ratio`.
struct RecipeFlags: ParsableArguments {
    @Option(help: .key("title")) var title: String?
    @Option(help: .key("artist")) var artist: String?
    @Option(help: .key("copyright")) var copyright: String?
    @Option(help: .key("description")) var description: String?
    @Option(help: .key("keywords")) var keywords: String?
    @Option(help: .key("number")) var number: String?
    @Option(help: .key("visible_label")) var visibleLabel: String?
    @Option(help: .key("visible_label_corner")) var visibleLabelCorner: String?
    @Option(help: .key("training_mining")) var trainingMining: String?
    @Option(help: .key("nsfw_threshold")) var nsfwThreshold: String?
    @Option(help: .key("face_detector")) var faceDetector: String?
    @Option(help: .key("detector_score")) var detectorScore: String?
    @Option(help: .key("detector_turns")) var detectorTurns: String?
    @Option(help: .key("detector_margin")) var detectorMargin: String?
    @Option(help: .key("face_landmarker")) var faceLandmarker: String?
    @Option(help: .key("face_recognizer")) var faceRecognizer: String?
    @Option(help: .key("face_classifier")) var faceClassifier: String?
    @Option(help: .key("precision")) var precision: String?
    @Option(help: .key("face")) var face: String?
    @Option(help: .key("source_face")) var sourceFace: String?
    @Option(help: .key("face_order")) var faceOrder: String?
    @Option(help: .key("face_gender")) var faceGender: String?
    @Option(help: .key("face_age")) var faceAge: String?
    @Option(help: .key("reference_distance")) var referenceDistance: String?
    @Option(help: .key("swapper")) var swapper: String?
    @Option(help: .key("pixel_boost")) var pixelBoost: String?
    @Option(help: .key("swapper_weight")) var swapperWeight: String?
    @Option(help: .key("swapper_morph")) var swapperMorph: String?
    @Option(help: .key("embedding_merge")) var embeddingMerge: String?
    @Option(help: .key("source_restore")) var sourceRestore: String?
    @Option(help: .key("mask_types")) var maskTypes: String?
    @Option(help: .key("mask_areas")) var maskAreas: String?
    @Option(help: .key("mask_regions")) var maskRegions: String?
    @Option(help: .key("face_occluder")) var faceOccluder: String?
    @Option(help: .key("face_parser")) var faceParser: String?
    @Option(help: .key("blend_ratio")) var blendRatio: String?
    @Option(help: .key("color_correction")) var colorCorrection: String?
    @Option(help: .key("illumination_warping")) var illuminationWarping: String?
    @Option(help: .key("sharpness_preserve")) var sharpnessPreserve: String?
    @Option(help: .key("shape_transfer")) var shapeTransfer: String?
    @Option(help: .key("mask_padding")) var maskPadding: String?
    @Option(help: .key("mask_blur")) var maskBlur: String?
    @Option(help: .key("blend")) var blend: String?
    @Option(help: .key("seed")) var seed: String?
    @Option(help: .key("expression_restorer")) var expressionRestorer: String?
    @Option(help: .key("expression_factor")) var expressionFactor: String?
    @Option(help: .key("expression_areas")) var expressionAreas: String?
    @Option(help: .key("age_modifier")) var ageModifier: String?
    @Option(help: .key("age_direction")) var ageDirection: String?
    @Option(help: .key("face_editor")) var faceEditor: String?
    @Option(help: .key("face_edits")) var faceEdits: String?
    @Option(help: .key("restorer")) var restorer: String?
    @Option(help: .key("restorer_blend")) var restorerBlend: String?
    @Option(help: .key("restorer_weight")) var restorerWeight: String?
    @Option(help: .key("crop")) var crop: String?
    @Option(help: .key("safe_area")) var safeArea: String?
    @Option(help: .key("breathing_room")) var breathingRoom: String?
    @Option(help: .key("head_room")) var headRoom: String?
    @Option(help: .key("output_resolution")) var outputResolution: String?
    @Option(help: .key("upsampler")) var upsampler: String?
    @Option(help: .key("upscale_strength")) var upscaleStrength: String?
    @Option(help: .key("tile_size")) var tileSize: String?
    @Option(help: .key("tile_overlap")) var tileOverlap: String?
    @Option(help: .key("face_upsampler")) var faceUpsampler: String?
    @Option(help: .key("face_upscale_strength")) var faceUpscaleStrength: String?
    @Option(help: .key("output_profile")) var outputProfile: String?
    @Option(help: .key("output_format")) var outputFormat: String?
    @Option(help: .key("image_format")) var imageFormat: String?
    @Option(help: .key("master_compression")) var masterCompression: String?
    @Option(help: .key("master_pyramid")) var masterPyramid: String?
    @Option(help: .key("master_layers")) var masterLayers: String?
    @Option(help: .key("max_bytes")) var maxBytes: String?

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
        guard problems.isEmpty else { throw RecipeError(problems, file: "command line") }
    }
}

extension ArgumentHelp {
    /// The meaning of a recipe's key and what it takes.
    fileprivate static func key(_ key: String) -> ArgumentHelp {
        guard let field = RecipeField.all.first(where: { $0.key == key }) else {
            preconditionFailure("the recipe has no key \(key)")
        }
        return ArgumentHelp("\(field.meaning) (\(field.accepts))", valueName: "value")
    }
}
