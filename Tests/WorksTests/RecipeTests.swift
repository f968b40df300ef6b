import Compositing
import Foundation
import Raster
import Testing
import Works

@Suite("Recipe")
struct RecipeTests {
    @Test("the template that artists pass around loads as it is")
    func template() throws {
        let text = """
            {"face_detector":"retinaface","face_encoder":"inswapper_128_fp16","blend_ratio":0.92,
            "color_correction":"histogram_matching","sharpness_preserve":true,"output_resolution":[3840,2160],
            "upsampler":"swinir_medium","output_format":"tiff"}
            """
        let recipe = try Recipe(text: Array(text.utf8))
        #expect(recipe.faceDetector == "retinaface")
        #expect(recipe.swapper == "inswapper_128_fp16")
        #expect(recipe.compositing.blendRatio == 0.92)
        #expect(recipe.compositing.colorCorrection == .histogramMatching)
        #expect(recipe.compositing.sharpnessPreserve)
        #expect(recipe.outputResolution == PixelSize(width: 3840, height: 2160))
        #expect(recipe.upsampler == "swinir_medium")
        #expect(recipe.outputFormat == .tiff)
    }

    @Test("an empty recipe is the default recipe, with a blend ratio of 0.92")
    func defaults() throws {
        let recipe = try Recipe(text: Array("{}".utf8))
        #expect(recipe == Recipe())
        #expect(recipe.compositing.blendRatio == 0.92)
    }

    @Test("a recipe written and read again is the same, value for value and byte for byte")
    func roundTrip() throws {
        var recipe = Recipe()
        recipe.title = "Ana, \"twice\"\n— 日本 🙂 \\"
        recipe.artist = "A"
        recipe.compositing.blendRatio = 0.1
        recipe.compositing.shapeTransfer = 1 / 3
        recipe.compositing.maskPadding = .faceWidths(0.07)
        recipe.compositing.maskBlur = .pixels(15.5)
        recipe.compositing.seed = (1 << 53) - 1
        recipe.outputResolution = PixelSize(width: 3840, height: 2160)
        recipe.outputFormat = .png
        let text = recipe.json.text(.compact)
        let read = try Recipe(text: Array(text.utf8))
        #expect(read == recipe)
        #expect(read.json.text(.compact) == text)
        #expect(try Recipe(text: Array(recipe.json.text(.indented).utf8)) == recipe)
    }

    @Test("every percent and pixel length is written as it was read")
    func lengths() throws {
        for tenth in 0...500 {
            let percent = tenth % 10 == 0 ? "\(tenth / 10)%" : "\(tenth / 10).\(tenth % 10)%"
            let recipe = try Recipe(text: Array("{\"mask_padding\":\"\(percent)\"}".utf8))
            #expect(recipe.json.text(.compact).contains("\"mask_padding\":\"\(percent)\""))
        }
    }

    @Test("the written form sorts its keys and names every one")
    func canonical() {
        #expect(
            Recipe().json.text(.compact).hasPrefix(
                #"{"age_direction":0,"age_modifier":"none","artist":null,"blend":"feather","blend_ratio":0.92,"#))
        for field in RecipeField.all {
            #expect(Recipe().json.text(.compact).contains("\"\(field.key)\":"))
        }
    }

    @Test("what is wrong is said with its place, what was found and what to give", arguments: mistakes)
    func mistake(_ mistake: (text: String, message: String)) {
        let error = #expect(throws: RecipeError.self) { try Recipe(text: Array(mistake.text.utf8)) }
        #expect(error?.description == mistake.message)
    }

    @Test("all mistakes are named at once")
    func severalMistakes() {
        let error = #expect(throws: RecipeError.self) {
            try Recipe(text: Array(#"{"blend":"smooth","seed":-1,"zzz":1}"#.utf8))
        }
        #expect(error?.problems.count == 3)
    }

    @Test("a recipe that is missing, a folder or too large is named with its file")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recipe-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let large = folder.appending(path: "large.json")
        try Data(repeating: 0x20, count: (1 << 20) + 1).write(to: large)
        let missing = folder.appending(path: "missing.json")
        for (url, message) in [
            (missing, "missing.json: there is no such file. Give the path of a recipe in JSON."),
            (large, "large.json: larger than 1 MiB. Give the path of a recipe in JSON."),
            (folder, "\(folder.lastPathComponent): not a file. Give the path of a recipe in JSON."),
        ] {
            let error = #expect(throws: RecipeError.self) { try Recipe(contentsOf: url) }
            #expect(error?.description == message)
        }
    }

    @Test("paste goes with the target's own shape, and another blend with any")
    func paste() throws {
        for text in [#"{"blend":"paste","shape_transfer":0}"#, #"{"blend":"poisson","shape_transfer":1}"#] {
            _ = try Recipe(text: Array(text.utf8))
        }
    }

    @Test("a key of fixed words names them, whether null may stand beside them or not")
    func choices() {
        let choices = Dictionary(uniqueKeysWithValues: RecipeField.all.map { ($0.key, $0.choices) })
        #expect(choices["blend"] == ["feather", "multiband", "poisson", "paste"])
        #expect(choices["face_gender"] == ["female", "male"])
        #expect(choices["sharpness_preserve"] == ["true", "false"])
        #expect(choices["source_face"]?.contains("left") == true && choices["source_face"]?.contains("all") == false)
        for key in ["title", "blend_ratio", "swapper"] { #expect(choices[key]?.isEmpty == true) }
    }

    @Test("a face is chosen by a number however it is spelled")
    func faceNumbers() throws {
        for text in ["1", "index 1"] {
            #expect(try Recipe(text: Array("{\"face\":\"\(text)\"}".utf8)).face == .index(1))
        }
    }

    @Test("a flag's text sets a key as a recipe would")
    func flags() throws {
        var recipe = Recipe()
        for (key, text) in [
            ("blend_ratio", "0.5"), ("output_resolution", "3840x2160"), ("sharpness_preserve", "false"),
            ("title", "1984"), ("mask_blur", "4px"), ("color_correction", "reinhard"),
        ] {
            let field = try #require(RecipeField.all.first { $0.key == key })
            try field.set(text, in: &recipe)
        }
        #expect(recipe.compositing.blendRatio == 0.5)
        #expect(recipe.outputResolution == PixelSize(width: 3840, height: 2160))
        #expect(!recipe.compositing.sharpnessPreserve)
        #expect(recipe.title == "1984")
        #expect(recipe.compositing.maskBlur == .pixels(4))
        #expect(recipe.compositing.colorCorrection == .reinhard)
    }
}

private let mistakes: [(text: String, message: String)] = [
    ("", "line 1, column 1: the text ends where a value was expected. Correct the JSON there."),
    ("[]", "$: found an empty array. Give an object of keys and values."),
    ("{\"seed\": NaN}", "line 1, column 10: JSON has no number NaN. Correct the JSON there."),
    (
        "{\"seed\": -Infinity}",
        "line 1, column 11: a digit was expected (JSON has no Infinity). Correct the JSON there."
    ),
    ("{\"seed\": 1e999}", "line 1, column 10: the number 1e999 is too large. Correct the JSON there."),
    ("{\"seed\": 01}", "line 1, column 12: a number may not start with 0. Correct the JSON there."),
    ("{\"seed\": 1,}", "line 1, column 12: a key in double quotes was expected. Correct the JSON there."),
    ("{\n  \"seed\" 1}", "line 2, column 10: a colon was expected after the key \"seed\". Correct the JSON there."),
    ("{} x", "line 1, column 4: nothing more was expected here. Correct the JSON there."),
    ("{\"title\": \"a\\ud800b\"}", "line 1, column 19: half a surrogate pair. Correct the JSON there."),
    ("{\"seed\": 1, \"seed\": 2}", "$.seed: the key stands there twice. Keep one of the two."),
    ("{\"blend_ration\": 1}", "$.blend_ration: no such key. Did you mean \"blend_ratio\"?"),
    (
        "{\"colour\": 1}", "$.colour: no such key. docs/recipe.md lists the keys; remove this one."
    ),
    ("{\"a b\": 1}", "$[\"a b\"]: no such key. docs/recipe.md lists the keys; remove this one."),
    ("{\"version\": 2}", "$.version: found 2. Give 1."),
    ("{\"blend_ratio\": 92}", "$.blend_ratio: found 92. Give a number from 0 to 1."),
    ("{\"blend_ratio\": \"0.9\"}", "$.blend_ratio: found \"0.9\". Give a number from 0 to 1."),
    ("{\"sharpness_preserve\": 1}", "$.sharpness_preserve: found 1. Give true or false."),
    ("{\"seed\": 1.5}", "$.seed: found 1.5. Give a whole number from 0 to 9007199254740991."),
    (
        "{\"output_resolution\": [3840, 0]}",
        "$.output_resolution[1]: found 0. Give a whole number from 16 to 65535."
    ),
    (
        "{\"output_resolution\": \"4K\"}",
        "$.output_resolution: found \"4K\". Give null, or [width, height] in pixels."
    ),
    (
        "{\"mask_blur\": 15}",
        "$.mask_blur: found 15. "
            + "Give null, or a text like \"20%\" (of the face's width, 0% to 50%) or \"15px\" (0px to 2000px)."
    ),
    (
        "{\"mask_padding\": \"51%\"}",
        "$.mask_padding: found \"51%\". "
            + "Give null, or a text like \"20%\" (of the face's width, 0% to 50%) or \"15px\" (0px to 2000px)."
    ),
    (
        "{\"blend\": \"poison\"}",
        "$.blend: found \"poison\" (did you mean \"poisson\"?). Give one of feather, multiband, poisson, paste."
    ),
    (
        "{\"blend\": \"paste\", \"shape_transfer\": 0.5}",
        "$.shape_transfer: found 0.5 with blend \"paste\", which mixes code values; where the target moves, light is mixed. "
            + "Give 0, or another blend."
    ),
    (
        "{\"swapper\": \"mesh\", \"face_encoder\": \"inswapper_128\"}",
        "$.face_encoder: says something else than $.swapper, and both mean the same. Keep one of the two."
    ),
    (
        "{\"upsampler\": \"../../x\"}",
        "$.upsampler: found \"../../x\". "
            + "Give the name of a model (letters, digits, dot, hyphen, underscore; at most 80)."
    ),
    (
        "{\"artist\": \"\"}",
        "$.artist: found \"\". Give null, or a text of 1 to 2000 characters without control characters."
    ),
]
