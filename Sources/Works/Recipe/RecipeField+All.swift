import Raster

extension RecipeField {
    /// Every key but `version`, in the order of the guide.
    public static let all: [RecipeField] = [
        .text(
            "title", \.title, check: templateProblem,
            "The work's title. Places such as `{number:03}`, `{year}` or `{source}` are filled."),
        .text(
            "artist", \.artist, check: artistProblem,
            "Who made the work: any text, or a `did:pkh:eip155:…` or `did:ethr:…`, which is checked."),
        .text("copyright", \.copyright, check: templateProblem, "The rights notice. Places are filled."),
        .text(
            "description", \.description, longest: 65_536, check: templateProblem,
            "What the work shows. Places are filled."),
        .texts("keywords", \.keywords, "Words to find the work by. Places are filled."),
        .optionalWhole(
            "number", \.number, in: 0...999_999_999, "The work's place in its series: what `{number}` stands for."),
        .text(
            "visible_label", \.visibleLabel, longest: VisibleLabel.longest,
            "A label burnt into the picture for people to see, such as `AI生成`; the labels that machines read are always "
                + "there."),
        .choice("visible_label_corner", \.visibleLabelCorner, "Where the visible label stands."),
        .choice(
            "training_mining", \.trainingMining,
            "What the credentials say of training models on the work and of mining it."),
        .number(
            "nsfw_threshold", \.nsfwThreshold, in: ContentGate.bounds,
            "The classifier's score from which on an input or the finished picture is refused as not safe for work."),
        .model("face_detector", \.faceDetector, "What finds faces: `blazeface`, or a model."),
        .model(
            "swapper", alias: "face_encoder", \.swapper,
            "What draws the source's face: `mesh`, the geometric swapper that needs no licence, or a model."),
        .choice(
            "precision", \.precision,
            "Arithmetic of the models: `f32`, or `fast` for the fastest that the processor has, with other pixels."),
        .face("face", \.face, allowsAll: true, "Which face of the target is replaced; numbers count from the best, 0."),
        .face("source_face", \.sourceFace, allowsAll: false, "Which face of each source is taken."),
        .number(
            "blend_ratio", \.compositing.blendRatio, in: 0...1,
            "How much of the source's face shows inside the mask: 0 nothing, 1 all."),
        .choice(
            "color_correction", \.compositing.colorCorrection,
            "How the inserted face takes the target's colour and light."),
        .truth(
            "illumination_warping", \.compositing.illuminationWarping,
            "Whether the target's directed light is carried onto the inserted face."),
        .truth(
            "sharpness_preserve", \.compositing.sharpnessPreserve,
            "Whether the face keeps the source's fine detail at the target's scale and takes the target's grain."),
        .number(
            "shape_transfer", \.compositing.shapeTransfer, in: 0...1,
            "How far the face moves from the target's proportions (0) to the source's (1)."),
        .length(
            "mask_padding", \.compositing.maskPadding,
            "How far inside the face's outline the mask ends."),
        .length(
            "mask_blur", \.compositing.maskBlur,
            "Width over which the mask fades."),
        .choice("blend", \.compositing.blend, "How the face is joined to the target."),
        .whole("seed", \.compositing.seed, "Where the grain and the dither begin; equal seeds give equal bytes."),
        .crop("crop", \.framing.crop, "Which part of the target is kept."),
        .number(
            "safe_area", \.framing.safeArea, in: FramingRules.safeAreas,
            "Share of the crop's width and height, centred, in which the face should lie."),
        .number(
            "breathing_room", \.framing.breathingRoom, in: FramingRules.breathingRooms,
            "What `subject` leaves free beside the head and below it, in heights of the face."),
        .number(
            "head_room", \.framing.headRoom, in: FramingRules.headRooms,
            "Share of the crop's height that stays free above the head."),
        .size(
            "output_resolution", \.outputResolution, in: 16...65_535,
            "The box that the picture is fitted into, its own proportions kept; null keeps the target's size."),
        .model("upsampler", \.upsampler, "What resizes to `output_resolution`: `lanczos`, or a model."),
        .number(
            "upscale_strength", \.upscaleStrength, in: 0...1,
            "How much of the model's detail is taken: 0 resamples with Lanczos, 1 takes all."),
        .whole(
            "tile_size", \.tileSize, in: 64...2048,
            "Edge in pixels of the square that the upscaling model sees at once; smaller where memory asks for it."),
        .optionalWhole(
            "tile_overlap", \.tileOverlap, in: 16...512,
            "Pixels that neighbouring tiles share; null for what the model needs to give the same whatever the tiles."),
        .model(
            "face_upsampler", \.faceUpsampler,
            "What enlarges the faces: `same`, or another model with the factor of `upsampler`."),
        .optionalNumber(
            "face_upscale_strength", \.faceUpscaleStrength, in: 0...1,
            "How much of the model's detail the faces take; null for as much as the rest."),
        .choice(
            "output_profile", \.outputProfile,
            "The colours of the files in full size: the target's own, or another RGB space."),
        .choice("output_format", \.outputFormat, "The file format of the picture that is sold."),
        .choice(
            "image_format", \.imageFormat,
            "The form of the web image beside a `tiff` or `png` master: lossless WebP or PNG, or AVIF of quality 90."),
        .choice("master_compression", \.masterCompression, "How `master.tif` is packed, without loss."),
        .truth(
            "master_pyramid", \.masterPyramid,
            "Whether `master.tif` holds halved, quartered, … versions, for viewers of large files."),
        .truth(
            "master_layers", \.masterLayers,
            "Whether `master.tif` has further pages: the target as it was and the mask."),
        .limits(
            "max_bytes", \.maxBytes,
            "The most bytes that files may take, by role; what was given up for it is recorded."),
    ]
}
