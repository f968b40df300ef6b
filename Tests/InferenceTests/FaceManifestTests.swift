import Foundation
import Inference
import Testing

@Suite("Manifest of face models")
struct FaceManifestTests {
    /// FaceFusion 3.8.1's names of the models of its image path, as its choices list them.
    private static let names = """
        retinaface scrfd yolo_face yunet 2dfan4 peppa_wutz fan_68_5 arcface fairface xseg_1 xseg_2 xseg_3
        bisenet_resnet_18 bisenet_resnet_34 blendswap_256 ghost_1_256 ghost_2_256 ghost_3_256 hififace_unofficial_256
        hyperswap_1a_256 hyperswap_1b_256 hyperswap_1c_256 inswapper_128 inswapper_128_fp16 simswap_256
        simswap_unofficial_512 uniface_256 crossface_ghost crossface_hififace crossface_simswap codeformer gfpgan_1.2
        gfpgan_1.3 gfpgan_1.4 gpen_bfr_256 gpen_bfr_512 gpen_bfr_1024 gpen_bfr_2048 restoreformer_plus_plus live_portrait
        live_portrait_editor fran styleganex_age clear_reality_x4 face_dat_x4 nomos8k_sc_x4 real_esrgan_x2
        real_esrgan_x2_fp16 real_esrgan_x4 real_esrgan_x4_fp16 real_esrgan_x8 real_esrgan_x8_fp16 real_hatgan_x4
        real_web_photo_x4 realistic_rescaler_x4 remacri_x4 siax_x4 span_kendata_x4 swin2_sr_x4 tghq_face_x8
        ultra_sharp_x4 ultra_sharp_2_x4
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    @Test("every model of FaceFusion's image path is known by its name", arguments: names)
    func known(_ name: String) throws {
        #expect(try ModelManifest.builtIn().entry(named: name) != nil)
    }

    @Test("an entry of a face model says how it is fed, of a family that is known, and whence it comes")
    func complete() throws {
        for entry in try ModelManifest.builtIn().models where entry.availability == .pull && entry.task != .upscaling {
            let crop = try #require(entry.crop, "\(entry.name)")
            let family = try ModelFamily.named(crop.family)
            #expect(family.tasks.contains(entry.task), "\(entry.name)")
            #expect(!entry.inputs.isEmpty && entry.isReadyToPull && !entry.licence.holder.isEmpty, "\(entry.name)")
            // What an entry says of its inputs and what its family asks are two tellings of one thing.
            let found = entry.inputs.map { TensorDescription(name: $0.name, shape: $0.shape) }
            let asked = family.asked(of: entry)
            let outputs = asked.outputs.map { port in
                TensorDescription(name: "", shape: port.shape?.map { $0.value(side: crop.side) } ?? [-1])
            }
            #expect(try asked.crop(of: entry.file, inputs: found, outputs: outputs) == crop, "\(entry.name)")
        }
    }

    @Test(
        "what a model cannot do without is said",
        arguments: [
            ("ghost_3_256", ["crossface_ghost"]), ("simswap_256", ["crossface_simswap"]),
            ("hififace_unofficial_256", ["crossface_hififace"]), ("2dfan4", ["fan_68_5"]),
            ("live_portrait", ["live_portrait_feature_extractor", "live_portrait_motion_extractor"]),
        ])
    func required(_ name: String, _ others: [String]) throws {
        #expect(try ModelManifest.builtIn().entry(named: name)?.requires == others)
    }

    @Test("what is for research, or of unknown licence, is not for sale")
    func licences() throws {
        let models = try ModelManifest.builtIn().models
        for entry in models {
            let text = (entry.licence.id + entry.licence.name).lowercased()
            let isBound = ["noncommercial", "non-commercial use only", "research", "unknown", "-nc-", "s-lab"]
                .contains { text.contains($0) }
            #expect(entry.licence.commercialUse == !isBound, "\(entry.name): \(entry.licence.id)")
        }
        #expect(
            Set(models.filter { $0.licence.id == "LicenseRef-Unknown" }.map(\.name)) == [
                "hififace_unofficial_256", "uniface_256", "crossface_ghost", "crossface_hififace", "crossface_simswap",
            ])
    }

    @Test(
        "a requirement that nobody knows, a wrong CRC-32 and two digests of one file are refused",
        arguments: [
            ("\"requires\":[\"fan_68_5\"]", "\"requires\":[\"fan_68\"]", ".requires"),
            ("\"crc32\":\"f207afe3\"", "\"crc32\":\"f207afe\"", ".crc32"),
            ("\"side\":640", "\"side\":0", ".crop.side"),
            ("\"deviation\":[0.5,0.5,0.5]", "\"deviation\":[0.5,0,0.5]", ".crop.deviation"),
        ])
    func wrong(_ text: String, _ other: String, _ field: String) throws {
        let json = String(decoding: try JSONEncoder().encode(ModelManifest.builtIn()), as: UTF8.self)
        let place = try #require(json.range(of: text))
        #expect {
            try ModelManifest(json: Data(json.replacingCharacters(in: place, with: other).utf8))
        } throws: { error in
            guard case .manifestInvalid(let where_, _)? = error as? InferenceError else { return false }
            return where_.hasSuffix(field)
        }
    }
}
