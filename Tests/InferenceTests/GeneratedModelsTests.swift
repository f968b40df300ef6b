import Foundation
import Inference
import Oracles
import Testing

/// The networks that tests of faces, masks, swappers and restorers generate in place of those that nobody may ship.
@Suite("Generated networks", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct GeneratedModelsTests {
    private static let groups: [[String]] = [
        ["retinaface_10g", "scrfd_2.5g", "yoloface_8n", "yunet_2023_mar"],
        ["2dfan4", "peppa_wutz", "fan_68_5", "arcface_w600k_r50", "fairface"],
        ["xseg_1", "xseg_2", "xseg_3", "bisenet_resnet_18", "bisenet_resnet_34"],
        ["blendswap_256", "uniface_256", "ghost_1_256", "hififace_unofficial_256", "hyperswap_1a_256"],
        ["inswapper_128", "inswapper_128_fp16", "simswap_256", "simswap_unofficial_512"],
        ["crossface_ghost", "crossface_hififace", "crossface_simswap", "celebrity_224"],
        ["gfpgan_1.4", "codeformer", "gpen_bfr_256", "gpen_bfr_512", "restoreformer_plus_plus"],
        [
            "live_portrait_feature_extractor", "live_portrait_motion_extractor", "live_portrait_generator",
            "live_portrait_stitcher", "live_portrait_eye_retargeter", "live_portrait_lip_retargeter",
        ],
        ["fran", "styleganex_age"],
    ]

    @Test("every family runs, and computes what ONNX Runtime computes", arguments: groups)
    func agrees(_ families: [String]) async throws {
        let folder = try await Oracle.models(families)
        let answer = try await Oracle.reference(
            "networks", ["families": .list(families.map { .text($0) })], models: families)
        let engine = try Setup.engine()
        for family in families {
            try Self.compare(family, in: folder, with: answer, engine: engine)
        }
    }

    private static func compare(
        _ family: String, in folder: URL, with answer: OracleAnswer, engine: any Engine
    ) throws {
        let ending = family == "celebrity_224" ? ".dfm" : ".onnx"
        let model = try engine.load(folder.appending(path: family + ending), options: ModelOptions(threads: 1))
        let inputs = model.inputs.map { input in
            input.shape.enumerated().map { $1 == -1 ? ($0 == 0 ? 1 : 320) : $1 }
        }
        let signature = zip(model.inputs, inputs).map { "\($0.name) \($1)" } + model.outputs.map(\.name)
        let expected = String(decoding: try answer[family + ".signature"].bytes ?? [], as: UTF8.self)
        #expect(signature.joined(separator: "\n") == expected)

        let results = try model.run(inputs.map(Self.noise))
        // Half precision rounds between all layers in one engine and nowhere in the other.
        let tolerance: Float = family.hasSuffix("_fp16") ? 1e-2 : 2e-4
        for (index, result) in results.enumerated() {
            let expected = try answer["\(family).\(index)"].floats
            #expect(result.shape == (try answer["\(family).\(index).shape"].integers), "\(family), output \(index)")
            let step = max(1, result.values.count / 2000)
            let kept = stride(from: 0, to: result.values.count, by: step).map { result.values[$0] }
            try #require(kept.count == expected.count)
            let largest = expected.reduce(1) { max($0, abs($1)) }
            let error = zip(kept, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(error <= tolerance * largest, "\(family), output \(index)")
        }
    }

    private static func noise(_ shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            for i in 0..<count {
                let turned = UInt32(truncatingIfNeeded: i) &* 2_654_435_761
                buffer[i] = Float(Double(turned) / 4_294_967_296)
            }
            filled = count
        }
        return Tensor(shape: shape, values: values)
    }
}
