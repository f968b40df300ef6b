import Foundation
import Inference
import Testing

@Suite("Model manifest")
struct ModelManifestTests {
    /// The manifest with one text replaced.
    private func manifest(replacing text: String, by other: String) throws -> ModelManifest {
        let json = String(decoding: try JSONEncoder().encode(ModelManifest.builtIn()), as: UTF8.self)
        let place = try #require(json.range(of: text))
        return try ModelManifest(json: Data(json.replacingCharacters(in: place, with: other).utf8))
    }

    @Test("what is built in is valid and names every default model with a licence that lets works be sold")
    func builtIn() throws {
        let manifest = try ModelManifest.builtIn()
        let bundled = manifest.models.filter { $0.availability == .bundled }
        #expect(
            Set(bundled.map(\.name)) == [
                "blazeface_short_range", "blazeface_back", "blazeface_full_range", "blazeface_full_range_sparse",
                "face_landmark", "iris_landmark", "real_esrgan_4x", "real_esrgan_anime_4x", "realesr_animevideov3_2x",
                "realesr_animevideov3_3x", "realesr_animevideov3_4x", "open_nsfw",
            ])
        for entry in bundled {
            #expect(entry.licence.commercialUse)
            #expect(entry.sha256 != nil && !entry.inputs.isEmpty && !entry.outputs.isEmpty)
        }
    }

    @Test(
        "every model that the passed-around recipe names is known",
        arguments: [
            ("retinaface", false, ModelEntry.Availability.pull), ("inswapper_128_fp16", false, .pull),
            ("swinir_medium", true, .pull), ("real_esrgan_4x", true, .bundled),
            ("RealESRGAN-animevideov3", true, .bundled),
        ])
    func recipeModels(_ name: String, commercialUse: Bool, availability: ModelEntry.Availability) throws {
        let entry = try #require(try ModelManifest.builtIn().entry(named: name))
        #expect(entry.availability == availability)
        #expect(entry.licence.commercialUse == commercialUse)
    }

    @Test("aliases lead to the entry")
    func aliases() throws {
        #expect(try ModelManifest.builtIn().entry(named: "blazeface")?.name == "blazeface_short_range")
        #expect(try ModelManifest.builtIn().entry(named: "nobody") == nil)
    }

    @Test(
        "a wrong field is named with its place",
        arguments: [
            ("\"commercial_use\":true", "\"commercial_use\":\"yes\"", "licence.commercial_use"),
            ("\"task\":\"face_detection\"", "\"task\":\"guessing\"", ".task"),
            ("\"file\":\"face_detection_back", "\"file\":\"../face_detection_back", ".file"),
            ("e376cf6b168d5ece", "E376cf6b168d5ece", ".sha256"),
            ("\"blazeface\"", "\"face_landmark\"", ".name"),
            ("\"mean\":[104,", "\"mean\":[", ".mean"),
        ])
    func wrongField(_ text: String, _ other: String, _ field: String) throws {
        #expect {
            try manifest(replacing: text, by: other)
        } throws: { error in
            guard case .manifestInvalid(let place, _)? = error as? InferenceError else { return false }
            return place.hasSuffix(field)
        }
    }
}
