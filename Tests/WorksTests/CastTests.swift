import Foundation
import Inference
import Testing
import Works

@Suite("Cast")
struct CastTests {
    @Test("the default recipe gets the bundled parts, and the record their licences")
    func bundled() throws {
        let cast = try Cast(for: Recipe())
        #expect(
            cast.models.map(\.task) == ["face_detection", "face_detection", "face_landmarks", "content_classification"])
        #expect(
            cast.models.allSatisfy {
                ["Apache-2.0", "BSD-2-Clause"].contains($0.licence) && $0.commercialUse && $0.sha256.count == 64
            })
        #expect(cast.engine.name == "openvino" && cast.engine.precision == "f32")
        #expect(cast.substitutions.isEmpty)
    }

    @Test("every model that cannot take its part is named at once, with the nearest name for a slip")
    func refused() throws {
        var recipe = Recipe()
        recipe.faceDetector = "retinaface"
        recipe.upsampler = "swinir_medum"
        do {
            _ = try Cast(for: recipe)
            Issue.record("the recipe names models that are not here")
        } catch let error as CastingError {
            #expect(error.refusals.map(\.key) == ["face_detector", "upsampler"])
            #expect(error.refusals[1].reason == .unknown(nearest: "swinir_medium"))
            #expect(error.description.contains("InsightFace"))
        }
    }

    @Test("with defaults allowed, bundled parts stand in and are recorded")
    func substituted() throws {
        var recipe = Recipe()
        recipe.swapper = "inswapper_128"
        let cast = try Cast(for: recipe, missingModels: .useDefaults)
        #expect(cast.recipe.swapper == "mesh")
        #expect(cast.substitutions == [.init(key: "swapper", asked: "inswapper_128", used: "mesh")])
    }

    @Test("a model that is here but has no runner is refused, too")
    func noRunner() throws {
        var recipe = Recipe()
        recipe.swapper = "face_landmark"
        #expect(throws: CastingError.self) { try Cast(for: recipe) }
    }
}
