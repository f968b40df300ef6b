import Compositing
import Raster

extension RecipeField {
    /// Every key but `version`, in the order of the guide.
    public static let all = texts + faces + swapping + compositing + retouching + framing + enlarging + delivery

    /// What a work says of itself.
    private static let texts: [RecipeField] = [
        .init(
            "title", \.title, orNull: .text(check: RecipeField.templateProblem),
            "The work's title. Places such as `{number:03}`, `{year}` or `{source}` are filled."),
        .init(
            "artist", \.artist, orNull: .text(check: RecipeField.artistProblem),
            "Who made the work: any text, or a `did:pkh:eip155:…` or `did:ethr:…`, which is checked."),
        .init(
            "copyright", \.copyright, orNull: .text(check: RecipeField.templateProblem),
            "The rights notice. Places are filled."),
        .init(
            "description", \.description, orNull: .text(longest: 65_536, check: RecipeField.templateProblem),
            "What the work shows. Places are filled."),
        .init(
            "keywords", \.keywords, .texts,
            "Words to find the work by. Places are filled."),
        .init(
            "number", \.number, orNull: .whole(in: 0...999_999_999),
            "The work's place in its series: what `{number}` stands for."),
        .init(
            "visible_label", \.visibleLabel, orNull: .text(longest: VisibleLabel.longest),
            "A label burnt into the picture for people to see, such as `AI生成`; the labels that machines read are always "
                + "there."),
        .init(
            "visible_label_corner", \.visibleLabelCorner, .choice,
            "Where the visible label stands."),
        .init(
            "training_mining", \.trainingMining, .choice,
            "What the credentials say of training models on the work and of mining it."),
        .init(
            "nsfw_threshold", \.nsfwThreshold, .number(in: ContentGate.bounds),
            "The classifier's score from which on an input or the finished picture is refused as not safe for work."),
    ]

    /// Whose face, found by what, and drawn by what.
    private static let faces: [RecipeField] = [
        .init(
            "face_detector", \.faceDetector, .model,
            "What finds faces: `blazeface`, a model, or `many` for `retinaface`, `scrfd` and `yolo_face` together."),
        .init(
            "detector_score", alias: "face_detector_score", \.detectorScore, .number(in: 0.05...1),
            "The least score of a face, for models that find them."),
        .init(
            "detector_turns", \.detectorTurns, .truth,
            "Whether models that find faces also look at the picture turned by quarters; `blazeface` always does."),
        .init(
            "detector_margin", \.detectorMargin, .whole(in: 0...100),
            "Black around the picture for models that find faces, per cent of half its sides: for faces at the border."),
        .init(
            "face_landmarker", \.faceLandmarker, .model,
            "What places landmarks: `mesh`, a model, or `many` for the surer of `2dfan4` and `peppa_wutz`."),
        .init(
            "face_recognizer", \.faceRecognizer, .model,
            "The model that tells people apart, used where a swapper or the choice of a face needs it; `none` for none."
        ),
        .init(
            "face_classifier", \.faceClassifier, .model,
            "The model that tells gender and age, used where the choice of a face or an age needs it; `none` for none."),
        .init(
            "precision", \.precision, .choice,
            "Arithmetic of the models: `f32`, or `fast` for the fastest that the processor has, with other pixels."),
        .init(
            "face", \.face, .face(allowsAll: true),
            "Which face of the target is replaced; numbers count from the best, 0."),
        .init(
            "source_face", \.sourceFace, .face(allowsAll: false),
            "Which face of each source is taken."),
        .init(
            "face_order", alias: "face_selector_order", \.faceOrder, orNull: .choice,
            "How faces are counted for a number in `face` and `source_face`; null for the best first."),
        .init(
            "face_gender", \.faceGender, orNull: .choice,
            "Only faces that the classifier takes for this are replaced; null for all."),
        .init(
            "face_age", \.faceAge, orNull: .span(within: 0...100),
            "Only faces that the classifier takes for so many years are replaced; null for all."),
        .init(
            "reference_distance", alias: "reference_face_distance", \.referenceDistance, .number(in: 0...1),
            "How far from the reference a face may be and still be that person, for `face: reference`."),
    ]

    /// What draws the face, and what of it is taken.
    private static let swapping: [RecipeField] = [
        .init(
            "swapper", alias: "face_encoder", \.swapper, .model,
            "What draws the source's face: `mesh`, the geometric swapper that needs no licence, or a model."),
        .init(
            "pixel_boost", alias: "face_swapper_pixel_boost", \.neural.pixelBoost, orNull: .whole(in: 64...1024),
            "Side of the crop that a swapping model draws, a multiple of its own; null for its own."),
        .init(
            "swapper_weight", alias: "face_swapper_weight", \.neural.weight, .number(in: 0...1),
            "How far a swapping model moves from the target's identity: 0.5 takes the source's as it is."),
        .init(
            "swapper_morph", \.neural.morph, .number(in: 0...1),
            "How much of a deep swapper's own identity shows, where its model can tell."),
        .init(
            "embedding_merge", \.embeddingMerge, .choice,
            "How several sources become one embedding: all alike, or the better ones counting more."),
        .init(
            "source_restore", \.sourceRestore, .choice,
            "Whether a source is cleaned before its embedding is taken: `auto` when it is noisy or soft."),
        .init(
            "mask_types", alias: "face_mask_types", \.neural.masks, .choices(of: MaskKind.self),
            "What limits the face that a swapping model draws; where several do, the least counts."),
        .init(
            "mask_areas", alias: "face_mask_areas", \.neural.areas, .choices(of: MaskArea.self),
            "For the mask `area`: the parts of the face, by its landmarks."),
        .init(
            "mask_regions", alias: "face_mask_regions", \.neural.regions, .choices(of: MaskRegion.self),
            "For the mask `region`: the parts of the face, by the parser."),
        .init(
            "face_occluder", \.faceOccluder, .model,
            "The model for the mask `occlusion`, or `many` for the least of `xseg_1`, `xseg_2` and `xseg_3`."),
        .init("face_parser", \.faceParser, .model, "The model for the mask `region`."),
    ]

    /// How the face is joined to the target.
    private static let compositing: [RecipeField] = [
        .init(
            "blend_ratio", \.compositing.blendRatio, .number(in: 0...1),
            "How much of the source's face shows inside the mask: 0 nothing, 1 all."),
        .init(
            "color_correction", \.compositing.colorCorrection, .choice,
            "How the inserted face takes the target's colour and light."),
        .init(
            "illumination_warping", \.compositing.illuminationWarping, .truth,
            "Whether the target's directed light is carried onto the inserted face."),
        .init(
            "sharpness_preserve", \.compositing.sharpnessPreserve, .truth,
            "Whether the face keeps the source's fine detail at the target's scale and takes the target's grain."),
        .init(
            "shape_transfer", \.compositing.shapeTransfer, .number(in: 0...1),
            "How far the face moves from the target's proportions (0) to the source's (1)."),
        .init(
            "mask_padding", \.compositing.maskPadding, orNull: .length,
            "How far inside the face's outline the mask ends."),
        .init(
            "mask_blur", \.compositing.maskBlur, orNull: .length,
            "Width over which the mask fades."),
        .init(
            "blend", \.compositing.blend, .choice,
            "How the face is joined to the target."),
        .init(
            "seed", \.compositing.seed, .whole(),
            "Where the grain and the dither begin; equal seeds give equal bytes."),
    ]

    /// What is done to the swapped face.
    private static let retouching: [RecipeField] = [
        .init(
            "expression_restorer", \.expressionRestorer, .model,
            "What gives the face the target's expression back: `none`, or a model."),
        .init(
            "expression_factor", \.expression.factor, .number(in: 0...1),
            "How far: 0 leaves the swapped face's, 1 goes a fifth beyond the target's."),
        .init(
            "expression_areas", \.expression.areas, .choices(of: ExpressionRestorer.Area.self),
            "Which parts of the face take part."),
        .init("age_modifier", \.ageModifier, .model, "What makes the face older or younger: `none`, or a model."),
        .init(
            "age_direction", \.ageDirection, .number(in: -1...1), "Younger (below 0) or older (above), and how much."),
        .init("face_editor", \.faceEditor, .model, "What makes `face_edits`: `none`, or a model."),
        .init("face_edits", \.faceEdits, .edits, "What the editor changes."),
        .init(
            "restorer", alias: "face_enhancer", \.restorer, .model,
            "What draws the face's details anew, after all of these: `none`, or a model."),
        .init(
            "restorer_blend", \.restoration.blend, .number(in: 0...1), "How much of the restored face shows."),
        .init(
            "restorer_weight", \.restoration.weight, .number(in: 0...1),
            "Where the model can tell: 0 for the more beautiful, 1 for the more faithful."),
    ]

    /// Which part is kept.
    private static let framing: [RecipeField] = [
        .init(
            "crop", \.framing.crop, .crop,
            "Which part of the target is kept."),
        .init(
            "safe_area", \.framing.safeArea, .number(in: FramingRules.safeAreas),
            "Share of the crop's width and height, centred, in which the face should lie."),
        .init(
            "breathing_room", \.framing.breathingRoom, .number(in: FramingRules.breathingRooms),
            "What `subject` leaves free beside the head and below it, in heights of the face."),
        .init(
            "head_room", \.framing.headRoom, .number(in: FramingRules.headRooms),
            "Share of the crop's height that stays free above the head."),
    ]

    /// How large it becomes.
    private static let enlarging: [RecipeField] = [
        .init(
            "output_resolution", \.outputResolution, orNull: .size(in: 16...65_535),
            "The box that the picture is fitted into, its own proportions kept; null keeps the target's size."),
        .init(
            "upsampler", \.upsampler, .model,
            "What resizes to `output_resolution`: `lanczos`, or a model."),
        .init(
            "upscale_strength", \.upscaleStrength, .number(in: 0...1),
            "How much of the model's detail is taken: 0 resamples with Lanczos, 1 takes all."),
        .init(
            "tile_size", \.tileSize, .whole(in: 64...2048),
            "Edge in pixels of the square that the upscaling model sees at once; smaller where memory asks for it."),
        .init(
            "tile_overlap", \.tileOverlap, orNull: .whole(in: 16...512),
            "Pixels that neighbouring tiles share; null for what the model needs to give the same whatever the tiles."),
        .init(
            "face_upsampler", \.faceUpsampler, .model,
            "What enlarges the faces: `same`, or another model with the factor of `upsampler`."),
        .init(
            "face_upscale_strength", \.faceUpscaleStrength, orNull: .number(in: 0...1),
            "How much of the model's detail the faces take; null for as much as the rest."),
    ]

    /// In which files it is delivered.
    private static let delivery: [RecipeField] = [
        .init(
            "output_profile", \.outputProfile, .choice,
            "The colours of the files in full size: the target's own, or another RGB space."),
        .init(
            "output_format", \.outputFormat, .choice,
            "The file format of the picture that is sold."),
        .init(
            "image_format", \.imageFormat, .choice,
            "The form of the web image beside a `tiff` or `png` master: lossless WebP or PNG, or AVIF of quality 90."),
        .init(
            "master_compression", \.masterCompression, .choice,
            "How `master.tif` is packed, without loss."),
        .init(
            "master_pyramid", \.masterPyramid, .truth,
            "Whether `master.tif` holds halved, quartered, … versions, for viewers of large files."),
        .init(
            "master_layers", \.masterLayers, .truth,
            "Whether `master.tif` has further pages: the target as it was and the mask."),
        .init(
            "max_bytes", \.maxBytes, .limits,
            "The most bytes that files may take, by role; what was given up for it is recorded."),
    ]
}
