import Compositing
import Faces
import Foundation
import Inference
import Raster
import Testing

@Suite(
    "Restorers and editors beside FaceFusion's formulas",
    .enabled(if: RestorationOracle.python != nil, "Scripts/test_oracles.sh has not been run"))
struct FaceProcessorTests {
    private static let portraitNetworks = ["feature_extractor", "motion_extractor", "generator"].map {
        "live_portrait_" + $0
    }
    private static let retargetingNetworks = ["eye_retargeter", "lip_retargeter", "stitcher"].map {
        "live_portrait_" + $0
    }

    /// Expects a layer to give the reference's picture: exactly as computed without rounding, and within one step of
    /// 255 of what FaceFusion's 8 bits give.
    private static func expect(
        _ result: SwapResult, toGive reference: (rounded: [Float], exact: [Float]), in scene: FaceScene,
        steps: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let mixed = scene.mixed(with: result.layer)
        var (exact, rounded, changed) = (Float(0), 0, 0)
        var lo: Float = 9
        var hi: Float = -9
        var sum: Float = 0
        var near = 0
        var counted = 0
        for i in mixed.indices {
            exact = max(exact, abs(mixed[i] - reference.exact[i]))
            rounded = max(rounded, abs(Int(mixed[i] * 255) - Int((reference.rounded[i] * 255).rounded())))
            let d = mixed[i] * 255 - (reference.rounded[i] * 255).rounded()
            if abs(reference.exact[i] * 255 - Float(scene.codes[i])) > 1 {
                lo = min(lo, d)
                hi = max(hi, d)
                sum += d
                counted += 1
                near = max(near, abs(Int((mixed[i] * 255).rounded()) - Int((reference.rounded[i] * 255).rounded())))
            }
            if abs(reference.exact[i] * 255 - Float(scene.codes[i])) > 8 { changed += 1 }
        }
        print("compare", exact, rounded, changed, "d", lo, hi, sum / Float(counted), near)
        #expect(exact < 2e-4, sourceLocation: sourceLocation)
        #expect(rounded <= steps, sourceLocation: sourceLocation)
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
    func restorer(_ name: String, _ template: String, _ side: Int, _ blend: Double) throws {
        try RestorationOracle.with([name]) { oracle in
            let scene = FaceScene()
            let restorer = try NeuralRestorer(
                oracle.network(name), named: name,
                crop: ModelEntry.Crop(family: name, template: template, side: side),
                settings: .init(blend: Float(blend), weight: 0.7))
            let result = try restorer.layer(for: scene.face, in: scene.photograph, original: scene.original)
            let settings: [String: Any] = [
                "model": name, "template": template, "side": side, "blend": blend, "weight": 0.7, "blur": 0.3,
            ]
            Self.expect(result, toGive: try oracle.result(of: "restorer", settings, in: scene), in: scene)
            #expect(result.steps.map(\.step) == ["restorer"])
            #expect(result.steps[0].figures["weight"] == (name == "codeformer" ? Double(Float(0.7)) : nil))
        }
    }

    @Test(
        "an expression comes back as FaceFusion brings it back",
        arguments: [
            (0.8, ExpressionRestorer.Area.allCases), (1, [.upperFace]), (0.5, [.lowerFace]),
        ])
    func expression(_ factor: Double, _ areas: [ExpressionRestorer.Area]) throws {
        try RestorationOracle.with(Self.portraitNetworks) { oracle in
            let scene = FaceScene()
            let restorer = ExpressionRestorer(
                try Self.portrait(oracle), settings: .init(factor: Float(factor), areas: Set(areas)))
            let result = try restorer.layer(for: scene.face, in: scene.photograph, original: scene.original)
            let reference = try oracle.result(
                of: "expression_restorer", ["factor": factor, "areas": areas.map(\.rawValue)], in: scene)
            Self.expect(result, toGive: reference, in: scene)
        }
    }

    @Test("every edit of a face is FaceFusion's, in both directions", arguments: [1.0, -1])
    func edits(_ direction: Double) throws {
        let names = [
            "eyebrow_direction", "eye_gaze_horizontal", "eye_gaze_vertical", "eye_open_ratio", "lip_open_ratio",
            "mouth_grim", "mouth_pout", "mouth_purse", "mouth_smile", "mouth_position_horizontal",
            "mouth_position_vertical", "head_pitch", "head_yaw", "head_roll",
        ]
        let wanted = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, direction * (0.2 + 0.05 * Double($0))) })
        let edits = try JSONDecoder().decode(FaceEdits.self, from: JSONEncoder().encode(wanted))
        #expect(Set(edits.named.keys) == Set(names))
        try RestorationOracle.with(Self.portraitNetworks + Self.retargetingNetworks) { oracle in
            let scene = FaceScene()
            let small = try Self.retargetingNetworks.map(oracle.network)
            let editor = FaceEditor(
                try Self.portrait(oracle),
                retargeting: try PortraitRetargeting(eye: small[0], lip: small[1], stitcher: small[2]), edits: edits)
            let result = try editor.layer(for: scene.face, in: scene.photograph, original: scene.original)
            Self.expect(result, toGive: try oracle.result(of: "face_editor", ["edits": wanted], in: scene), in: scene)
        }
    }

    @Test("FRAN ages a face as FaceFusion has it age, and says when nobody knows its age")
    func fran() throws {
        try RestorationOracle.with(["fran"]) { oracle in
            let scene = FaceScene()
            let modifier = try AgeModifier(oracle.network("fran"), named: "fran", direction: 0.3)
            let result = try modifier.layer(for: scene.face, in: scene.photograph, original: scene.original)
            let reference = try oracle.result(of: "fran", ["age": 34, "direction": 0.3], in: scene)
            Self.expect(result, toGive: reference, in: scene)
            var ageless = scene.face
            ageless.traits = nil
            #expect(throws: CompositingError.unknownAge(network: "fran")) {
                try modifier.layer(for: ageless, in: scene.photograph, original: scene.original)
            }
        }
    }

    @Test("StyleGANEX ages a face as FaceFusion has it age, less what that darkens it")
    func styleganex() throws {
        try RestorationOracle.with(["styleganex_age"]) { oracle in
            let scene = FaceScene()
            let modifier = try AgeModifier(
                oracle.network("styleganex_age"), named: "styleganex_age", direction: -0.4)
            let result = try modifier.layer(for: scene.face, in: scene.photograph, original: scene.original)
            let reference = try oracle.result(of: "styleganex_age", ["direction": -0.4], in: scene)
            // Five cuts to 8 bits, each half a step on average.
            Self.expect(result, toGive: reference, in: scene, steps: 4)
        }
    }

    @Test("what hides a face stays before it")
    func occlusion() throws {
        try RestorationOracle.with(["gpen_bfr_256"]) { oracle in
            let scene = FaceScene()
            let restorer = try NeuralRestorer(
                oracle.network("gpen_bfr_256"), named: "gpen_bfr_256",
                crop: ModelEntry.Crop(family: "gpen", template: "arcface_128", side: 256),
                paste: PasteMask { Mask(width: $0.width, height: $0.height) })
            let layer = try restorer.layer(for: scene.face, in: scene.photograph, original: scene.original).layer
            #expect(layer.mask.values.allSatisfy { $0 == 0 })
        }
    }

    @Test("a network of another role is refused by name, with what was expected")
    func wrongNetwork() throws {
        try RestorationOracle.with(["fran"]) { oracle in
            let crop = ModelEntry.Crop(family: "gfpgan", template: "ffhq_512", side: 512)
            #expect {
                try NeuralRestorer(oracle.network("fran"), named: "gfpgan_1.4", crop: crop)
            } throws: { error in
                "\(error)".hasPrefix("gfpgan_1.4: a network with inputs input, weight") && "\(error)".contains("target")
            }
        }
    }
}
