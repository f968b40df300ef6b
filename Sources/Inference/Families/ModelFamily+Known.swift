extension ModelFamily {
    /// The families there are, in the order of a work's steps. Constants are those of FaceFusion 3.8.1's modules.
    public static let all: [ModelFamily] = detectors + landmarkers + analysers + masks + swappers + restorers + others

    private static let half: [Float] = [0.5, 0.5, 0.5]
    private static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
    private static let imageNetDeviation: [Float] = [0.229, 0.224, 0.225]
    private static let planes: [Length] = [.exactly(1), .exactly(3), .side, .side]
    private static let rows: [Length] = [.exactly(1), .side, .side, .exactly(3)]
    private static let embedding: [Length] = [.exactly(1), .exactly(512)]
    private static let embeddingWords = "embedding, 512 numbers"

    private static func outputs(_ count: Int) -> [Port] {
        Array(repeating: Port(name: ""), count: count)
    }

    private static let detectors: [ModelFamily] = [
        detector("retinaface", mean: half, deviation: [128 / 255, 128 / 255, 128 / 255], outputs: outputs(9)),
        detector("scrfd", mean: half, deviation: [128 / 255, 128 / 255, 128 / 255], outputs: outputs(9)),
        // Box, score and five points with a score each.
        detector("yolo_face", outputs: [Port(name: "", shape: [.exactly(1), .exactly(20), .any])]),
        detector("yunet", deviation: [1 / 255, 1 / 255, 1 / 255], outputs: outputs(12)),
    ]

    private static func detector(
        _ name: String, mean: [Float] = [0, 0, 0], deviation: [Float] = [1, 1, 1], outputs: [Port]
    ) -> ModelFamily {
        ModelFamily(
            name, [.faceDetection], .init(family: name, side: 640, mean: mean, deviation: deviation),
            inputs: [Port(name: "input", shape: [.exactly(1), .exactly(3), .any, .any])], outputs: outputs)
    }

    private static let landmarkers: [ModelFamily] = [
        ModelFamily(
            "2dfan4", [.faceLandmarks], .init(family: "2dfan4", side: 256),
            inputs: [Port(name: "input", shape: planes)],
            outputs: [Port(name: "", shape: [.exactly(1), .exactly(68), .any]), Port(name: "")]),
        ModelFamily(
            "peppa_wutz", [.faceLandmarks], .init(family: "peppa_wutz", side: 256),
            inputs: [Port(name: "input", shape: planes)], outputs: outputs(1)),
        ModelFamily(
            "fan_68_5", [.faceLandmarks], .init(family: "fan_68_5", template: "ffhq_512", side: 1),
            inputs: [
                Port(
                    name: "input", shape: [.exactly(1), .exactly(5), .exactly(2)],
                    holds: "five landmarks, laid over the template's unit square")
            ],
            outputs: [Port(name: "", shape: [.exactly(1), .exactly(68), .exactly(2)])]),
    ]

    private static let analysers: [ModelFamily] = [
        ModelFamily(
            "arcface", [.faceRecognition],
            .init(family: "arcface", template: "arcface_112_v2", side: 112, mean: half, deviation: half),
            inputs: [Port(name: "input", shape: planes)], outputs: [Port(name: "", shape: embedding)]),
        ModelFamily(
            "fairface", [.faceClassification],
            .init(
                family: "fairface", template: "arcface_112_v2", side: 224, mean: imageNetMean,
                deviation: imageNetDeviation),
            inputs: [Port(name: "input", shape: planes)], outputs: outputs(3)),
    ]

    private static let masks: [ModelFamily] = [
        ModelFamily(
            "xseg", [.faceOcclusion], .init(family: "xseg", side: 256), inputs: [Port(name: "input", shape: rows)],
            outputs: [Port(name: "", shape: [.exactly(1), .side, .side, .exactly(1)])]),
        ModelFamily(
            "bisenet", [.faceParsing],
            .init(family: "bisenet", side: 512, mean: imageNetMean, deviation: imageNetDeviation),
            inputs: [Port(name: "input", shape: planes)],
            outputs: [Port(name: "", shape: [.exactly(1), .exactly(19), .side, .side])]),
    ]

    private static let swappers: [ModelFamily] = [
        swapper("blendswap", "ffhq_512", source: picture(112)),
        swapper("ghost", "arcface_112_v1", mean: half, deviation: half),
        swapper("hififace", "mtcnn_512", mean: half, deviation: half),
        swapper("hyperswap", "arcface_128", mean: half, deviation: half),
        swapper("inswapper", "arcface_128", side: 128),
        swapper("simswap", "arcface_112_v1", mean: imageNetMean, deviation: imageNetDeviation),
        swapper("uniface", "ffhq_512", mean: half, deviation: half, source: picture(256)),
        // A person's own .dfm: the face is in the file, there is no source.
        ModelFamily(
            "deep_swapper", [.faceSwapping],
            .init(family: "deep_swapper", template: "dfl_whole_face", side: 224),
            inputs: [
                Port(name: "in_face:0", shape: rows),
                Port(name: "morph_value:0", shape: [.exactly(1)], isOptional: true, holds: "how far to morph, 0…1"),
            ],
            outputs: outputs(3)),
    ]

    private static func picture(_ side: Int) -> Port {
        Port(name: "source", shape: [.exactly(1), .exactly(3), .exactly(side), .exactly(side)])
    }

    private static func swapper(
        _ name: String, _ template: String, side: Int = 256, mean: [Float] = [0, 0, 0],
        deviation: [Float] = [1, 1, 1], source: Port? = nil
    ) -> ModelFamily {
        ModelFamily(
            name, [.faceSwapping],
            .init(family: name, template: template, side: side, mean: mean, deviation: deviation),
            inputs: [
                source ?? Port(name: "source", shape: embedding, holds: embeddingWords),
                Port(name: "target", shape: planes),
            ],
            outputs: [Port(name: "", shape: planes)])
    }

    private static let restorers: [ModelFamily] = ["gfpgan", "codeformer", "gpen", "restoreformer"].map { name in
        ModelFamily(
            name, [.faceRestoration],
            .init(family: name, template: "ffhq_512", side: 512, mean: half, deviation: half),
            inputs: [
                Port(name: "input", shape: planes),
                Port(name: "weight", isOptional: true, holds: "0 beautiful … 1 faithful"),
            ],
            outputs: [Port(name: "", shape: planes)])
    }

    private static let others: [ModelFamily] = [
        // The generator; the other parts are known by their names in the manifest.
        ModelFamily(
            "live_portrait", [.expressionRestoration, .faceEditing],
            .init(family: "live_portrait", template: "arcface_128", side: 512),
            inputs: [
                Port(name: "feature_volume", holds: "the feature extractor's volume"),
                Port(
                    name: "source", shape: [.exactly(1), .exactly(21), .exactly(3)],
                    holds: "21 points of the motion to come"),
                Port(
                    name: "target", shape: [.exactly(1), .exactly(21), .exactly(3)],
                    holds: "21 points of the motion there is"),
            ],
            outputs: [Port(name: "", shape: planes)]),
        ModelFamily(
            "fran", [.ageModification], .init(family: "fran", template: "ffhq_512", side: 1024),
            inputs: [
                Port(name: "target", shape: planes),
                Port(name: "direction", holds: "age as it is and as it shall be, in hundreds of years"),
            ],
            outputs: [Port(name: "", shape: planes)]),
        ModelFamily(
            "styleganex_age", [.ageModification],
            .init(family: "styleganex_age", template: "ffhq_512", side: 256, mean: half, deviation: half),
            inputs: [
                Port(name: "target", shape: planes), Port(name: "target_with_background"),
                Port(name: "direction", holds: "2.5 younger … -2.5 older"),
            ],
            outputs: [Port(name: "", shape: [.exactly(1), .exactly(3), .any, .any])]),
        ModelFamily(
            "crossface", [.embeddingConversion], .init(family: "crossface", side: 1),
            inputs: [Port(name: "input", shape: embedding, holds: embeddingWords)],
            outputs: [Port(name: "", shape: embedding)]),
    ]
}
