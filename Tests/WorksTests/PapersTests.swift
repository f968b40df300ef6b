import Foundation
import Inference
import Provenance
import Raster
import StandIns
import Testing
import Upscaling
import Works

@Suite("Papers of a work")
struct PapersTests {
    private typealias Folder = ComposerTests.Folder

    private static func rights(_ change: (inout RightsRecord) -> Void, in folder: Folder) throws -> URL {
        var record = try RightsRecord(contentsOf: ComposerTests.example("rights.json"))
        change(&record)
        let url = folder.url.appending(path: "rights.json")
        try record.write(to: url)
        return url
    }

    @Test("a work without a record of rights is made with a warning; a record goes along with the models' licences")
    func record() async throws {
        let folder = try Folder()
        var commission = ComposerTests.commission(in: folder)
        let bare = try await ComposerTests.composer().make(commission)
        #expect(bare.record.warnings.contains { $0.contains("no record of rights") } && bare.record.rights == nil)
        commission.rights = ComposerTests.example("rights.json")
        commission.replacement = .work
        let work = try await ComposerTests.composer().make(commission)
        let copy = try RightsRecord(contentsOf: folder.work.appending(path: "rights.json"))
        #expect(copy.models.map(\.name) == ["middle"] && copy.entries.count == 4)
        #expect(work.record.rights?.findings == [] && !work.record.warnings.contains { $0.contains("rights") })
    }

    @Test("expired rights, and research weights in a work that is sold, stop the work before it begins")
    func violations() async throws {
        let folder = try Folder()
        var commission = ComposerTests.commission(in: folder)
        commission.rights = try Self.rights({ $0.entries[0].expires = CalendarDay("2020-01-01") }, in: folder)
        let expired = await #expect(throws: RightsViolation.self) {
            try await ComposerTests.composer().make(commission)
        }
        #expect(expired?.description.contains("rights.json: $.entries[0]") == true)

        commission.rights = ComposerTests.example("rights.json")
        var cast = ComposerTests.composer().cast
        cast.models[0].commercialUse = false
        let sold = await #expect(throws: RightsViolation.self) { try await Composer(cast: cast).make(commission) }
        #expect(sold?.findings.map(\.code) == [.modelNotCommercial])
        #expect(folder.entries == ["rights.json"])
    }

    @Test("a picture that the gate takes for not safe is refused, with its name and the bounds")
    func gate() async throws {
        let folder = try Folder()
        let error = await #expect(throws: WorkError.self) {
            try await ComposerTests.composer(scorer: FixedScorer(score: 0.85)).make(
                ComposerTests.commission(in: folder))
        }
        #expect(error == .notSafe(file: "ana.webp", score: 0.85, threshold: 0.8))
        #expect(error?.description.contains("nsfw_threshold may be raised to 0.90") == true)
        await #expect(throws: WorkError.self) {
            try await ComposerTests.composer(scorer: FixedScorer(score: .nan)).make(
                ComposerTests.commission(in: folder))
        }
        #expect(folder.entries.isEmpty)
        var recipe = Recipe()
        recipe.nsfwThreshold = 0.9
        let work = try await ComposerTests.composer(recipe, scorer: FixedScorer(score: 0.85))
            .make(ComposerTests.commission(recipe, in: folder))
        #expect(work.record.content?.threshold == 0.9 && work.record.target.contentScore == 0.85)
    }

    @Test("the label follows what was really used: geometry, a model that enlarges, an input that a model made")
    func labels() async throws {
        let folders = try [Folder(), Folder()]
        defer { withExtendedLifetime(folders) {} }
        let plain = try await ComposerTests.composer().make(ComposerTests.commission(in: folders[0]))
        #expect(plain.record.label?.digitalSourceType == "compositeSynthetic")

        let generated = folders[1].url.appending(path: "generated.jpg")
        try Photograph.open(ComposerTests.example("ana.webp")).writeJPEG(to: generated, quality: 90)
        let label = AILabel(digitalSourceType: .trainedAlgorithmicMedia)
        try MetadataFile.write(Metadata(aiLabel: label), to: generated)
        var commission = ComposerTests.commission(in: folders[1])
        commission.sources = [generated]
        let work = try await ComposerTests.composer().make(commission)
        #expect(work.record.label?.digitalSourceType == "compositeWithTrainedAlgorithmicMedia")
        #expect(work.record.label?.reason.contains("generated.jpg") == true)
        #expect(work.record.sources[0].digitalSourceType == "trainedAlgorithmicMedia")
    }

    @Test(
        "a visible label lies in every copy and is recorded; a text that cannot be written is refused before the work")
    func visibleLabel() async throws {
        let folders = try [Folder(), Folder()]
        defer { withExtendedLifetime(folders) {} }
        var recipe = Recipe()
        _ = try await ComposerTests.composer(recipe).make(ComposerTests.commission(recipe, in: folders[0]))
        recipe.visibleLabel = "AI生成"
        recipe.visibleLabelCorner = .topLeft
        let work = try await ComposerTests.composer(recipe).make(ComposerTests.commission(recipe, in: folders[1]))
        #expect(work.record.label?.visible == "AI生成")
        for name in ["master.tif", "image.webp"] {
            let pictures = try folders.map { try Photograph.open($0.work.appending(path: name)) }
            let corner = PixelBox(x: 0, y: 0, width: 384, height: 200)
            #expect(pictures[0].cropped(to: corner).values != pictures[1].cropped(to: corner).values)
            let rest = PixelBox(x: 0, y: 400, width: 768, height: 600)
            #expect(pictures[0].cropped(to: rest).values == pictures[1].cropped(to: rest).values)
        }
        recipe.visibleLabel = "AI 😀"
        #expect(throws: LabelError.self) { try ComposerTests.commission(recipe, in: folders[0]).check() }
    }

    @Test("texts with places for which nothing is known are refused before the work")
    func templates() throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.title = "No. {number}"
        #expect(throws: WorkError.missingValue(key: "title", place: "number")) {
            try ComposerTests.commission(recipe, in: folder).check()
        }
        recipe.number = 3
        try ComposerTests.commission(recipe, in: folder).check()
        #expect(throws: RecipeError.self) { try Recipe(text: Array(#"{"title": "{nummer}"}"#.utf8)) }
        #expect(throws: RecipeError.self) { try Recipe(text: Array(#"{"artist": "did:pkh:eip155:1:0xabc123"}"#.utf8)) }
    }

    @Test("the signed record tells ingredients with their digests, the steps and that nobody may train on it")
    func manifest() async throws {
        let folder = try Folder()
        let work = try await ComposerTests.composer().make(ComposerTests.commission(in: folder))
        let library = try Installation.current.credentialLibrary()
        let report = try library.report(on: folder.work.appending(path: "master.tif"))
        let active = try #require(report.active)
        let digests = Dictionary(
            uniqueKeysWithValues: active.ingredients.map { ($0.relationship ?? "", $0.digest) })
        #expect(digests["parentOf"] == work.record.target.sha256 && digests.count == 3)
        #expect(digests["componentOf"] == work.record.sources[0].sha256)
        #expect(digests["inputTo"] == work.record.models[0].sha256)
        let actions = active.actions.map { action in
            guard case .object(let members) = action, case .string(let name) = members["action"] else { return "" }
            return name
        }
        #expect(actions == ["c2pa.opened", "c2pa.placed", "c2pa.edited", "c2pa.color_adjustments"])
        #expect(Set(active.permissions.values) == ["notAllowed"])
        let copy = try library.report(on: folder.work.appending(path: "image.webp"))
        #expect(copy.active?.ingredients.map(\.digest) == [work.record.files.first { $0.role == "master" }?.sha256])
        #expect(copy.manifests.count == 2)
    }
}
