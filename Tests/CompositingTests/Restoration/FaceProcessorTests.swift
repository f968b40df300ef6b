import Compositing
import Faces
import Foundation
import Inference
import Oracles
import Raster
import Testing

@Suite(
    "Restorers and editors beside FaceFusion's formulas",
    .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct FaceProcessorTests {
    private static let portraitNetworks = ["feature_extractor", "motion_extractor", "generator"].map {
        "live_portrait_" + $0
    }
    private static let retargetingNetworks = ["eye_retargeter", "lip_retargeter", "stitcher"].map {
        "live_portrait_" + $0
    }

    /// Expects a layer to give the reference's picture: to within a hundredth of a step of 255 when nothing is rounded
    /// on the way, and to within one step of what FaceFusion gives, but for those few values whose rounding to 8 bits
    /// before the network the network has enlarged.
    /// - Parameter cuts: steps by which FaceFusion's cuts to 8 bits darken a picture before the last one.
    private static func expect(
        _ result: SwapResult, toGive answer: RestorationOracle.Answer, in scene: FaceScene, cuts: Int = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let mixed = scene.mixed(with: result.layer)
        var (exact, most, beyond, changed) = (Float(0), 0, 0, 0)
        for (at, value) in mixed.enumerated() {
            exact = max(exact, abs(value - answer.exact[at]))
            let steps = abs(Int(value * 255) - Int((answer.rounded[at] * 255).rounded()))
            most = max(most, steps)
            if steps > 1 + cuts { beyond += 1 }
            if abs(answer.exact[at] * 255 - Float(scene.codes[at])) > 8 { changed += 1 }
        }
        #expect(exact < 4e-5, sourceLocation: sourceLocation)
        #expect(most <= 3 + cuts, sourceLocation: sourceLocation)
        #expect(Double(beyond) < 0.03 * Double(changed), sourceLocation: sourceLocation)
        // A face that nothing happens to would pass as well.
        #expect(changed > 5000, sourceLocation: sourceLocation)
    }

    private static func portrait(_ oracle: RestorationOracle) throws -> LivePortrait {
        let networks = try portraitNetworks.map(oracle.network)
        return try LivePortrait(features: networks[0], motion: networks[1], generator: networks[2])
    }

    @Test(
        "a restored face is FaceFusion's",
        arguments: [
            ("gfpgan_1.4", "ffhq_512", 512, 0.8), ("restoreformer_plus_plus", "ffhq_512", 512, 1),
            ("gpen_bfr_256", "arcface_128", 256, 0.35), ("codeformer", "ffhq_512", 512, 0.8),
        ])
    func restorer(_ name: String, _ template: String, _ side: Int, _ blend: Double) async throws {
        let oracle = try await RestorationOracle([name])
        let scene = FaceScene()
        let restorer = try NeuralRestorer(
            oracle.network(name), named: name,
            crop: ModelEntry.Crop(family: name, template: template, side: side),
            settings: .init(blend: Float(blend), weight: 0.7))
        let result = try restorer.layer(for: scene.face, in: scene.photograph, original: scene.original)
        let settings: [String: Any] = [
            "model": name, "template": template, "side": side, "blend": blend, "weight": 0.7, "blur": 0.3,
        ]
        Self.expect(result, toGive: try await oracle.answer(to: "restorer", settings, in: scene), in: scene)
        #expect(result.steps.map(\.step) == ["restorer"])
        #expect(result.steps[0].figures["weight"] == (name == "codeformer" ? Double(Float(0.7)) : nil))
    }

    @Test(
        "an expression comes back as FaceFusion brings it back",
        arguments: [
            (0.8, ExpressionRestorer.Area.allCases), (1, [.upperFace]), (0.5, [.lowerFace]),
        ])
    func expression(_ factor: Double, _ areas: [ExpressionRestorer.Area]) async throws {
        let oracle = try await RestorationOracle(Self.portraitNetworks)
        let scene = FaceScene()
        let restorer = ExpressionRestorer(
            try Self.portrait(oracle), settings: .init(factor: Float(factor), areas: Set(areas)))
        let result = try restorer.layer(for: scene.face, in: scene.photograph, original: scene.original)
        let answer = try await oracle.answer(
            to: "expression_restorer", ["factor": factor, "areas": areas.map(\.rawValue)], in: scene)
        Self.expect(result, toGive: answer, in: scene)
    }

    @Test("every edit of a face is FaceFusion's, in both directions", arguments: [1.0, -1])
    func edits(_ direction: Double) async throws {
        let names = [
            "eyebrow_direction", "eye_gaze_horizontal", "eye_gaze_vertical", "eye_open_ratio", "lip_open_ratio",
            "mouth_grim", "mouth_pout", "mouth_purse", "mouth_smile", "mouth_position_horizontal",
            "mouth_position_vertical", "head_pitch", "head_yaw", "head_roll",
        ]
        let wanted = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, direction * (0.2 + 0.05 * Double($0))) })
        let edits = try JSONDecoder().decode(FaceEdits.self, from: JSONEncoder().encode(wanted))
        #expect(Set(edits.named.keys) == Set(names))
        let oracle = try await RestorationOracle(Self.portraitNetworks + Self.retargetingNetworks)
        let scene = FaceScene()
        let small = try Self.retargetingNetworks.map(oracle.network)
        let editor = FaceEditor(
            try Self.portrait(oracle),
            retargeting: try PortraitRetargeting(eye: small[0], lip: small[1], stitcher: small[2]), edits: edits)
        let result = try editor.layer(for: scene.face, in: scene.photograph, original: scene.original)
        Self.expect(result, toGive: try await oracle.answer(to: "face_editor", ["edits": wanted], in: scene), in: scene)
    }

    @Test("FRAN ages a face as FaceFusion has it age, and says when nobody knows its age")
    func fran() async throws {
        let oracle = try await RestorationOracle(["fran"])
        let scene = FaceScene()
        let modifier = try AgeModifier(oracle.network("fran"), named: "fran", direction: 0.3)
        let result = try modifier.layer(for: scene.face, in: scene.photograph, original: scene.original)
        let answer = try await oracle.answer(to: "fran", ["age": 34, "direction": 0.3], in: scene)
        Self.expect(result, toGive: answer, in: scene)
        var ageless = scene.face
        ageless.traits = nil
        #expect(throws: CompositingError.unknownAge(model: "fran")) {
            try modifier.layer(for: ageless, in: scene.photograph, original: scene.original)
        }
    }

    @Test("StyleGANEX ages a face as FaceFusion has it age, less what that darkens it")
    func styleganex() async throws {
        let oracle = try await RestorationOracle(["styleganex_age"])
        let scene = FaceScene()
        let modifier = try AgeModifier(
            oracle.network("styleganex_age"), named: "styleganex_age", direction: -0.4)
        let result = try modifier.layer(for: scene.face, in: scene.photograph, original: scene.original)
        let answer = try await oracle.answer(to: "styleganex_age", ["direction": -0.4], in: scene)
        Self.expect(result, toGive: answer, in: scene, cuts: 3)
    }

    @Test("what hides a face stays before it, as far as FaceFusion lets it")
    func occlusion() async throws {
        let oracle = try await RestorationOracle(["gpen_bfr_256", "xseg_1"])
        let scene = FaceScene()
        let occluders = MaskNetworks(occluders: [
            MaskNetworks.Network(name: "xseg_1", model: try oracle.network("xseg_1"), side: 256)
        ])
        let restorer = try NeuralRestorer(
            oracle.network("gpen_bfr_256"), named: "gpen_bfr_256",
            crop: ModelEntry.Crop(family: "gpen", template: "arcface_128", side: 256), settings: .init(blend: 1),
            paste: PasteMask { try occluders.occlusion(of: $0).mask })
        let result = try restorer.layer(for: scene.face, in: scene.photograph, original: scene.original)
        let settings: [String: Any] = [
            "model": "gpen_bfr_256", "template": "arcface_128", "side": 256, "blend": 1, "weight": 0.5, "blur": 0.3,
            "mask_types": ["box", "occlusion"], "occluder": "xseg_1",
        ]
        let answer = try await oracle.answer(to: "restorer", settings, in: scene)
        Self.expect(result, toGive: answer, in: scene)
        var unhidden = restorer
        unhidden.paste = PasteMask()
        let whole = try unhidden.layer(for: scene.face, in: scene.photograph, original: scene.original).layer.mask
        #expect(zip(result.layer.mask.values, whole.values).contains { $0 < $1 - 0.1 })
    }

    @Test("a network of another role is refused by name, with what was expected")
    func wrongNetwork() async throws {
        let oracle = try await RestorationOracle(["fran"])
        let crop = ModelEntry.Crop(family: "gfpgan", template: "ffhq_512", side: 512)
        #expect {
            try NeuralRestorer(oracle.network("fran"), named: "gfpgan_1.4", crop: crop)
        } throws: { error in
            "\(error)".hasPrefix("gfpgan_1.4: inputs input, weight") && "\(error)".contains("target")
        }
    }
}
