import Collections
import Compositing
import Faces
import Foundation
import Inference
import Provenance
import Raster
import StandIns
import Testing
import Works

@Suite("Looking at collections") struct ReviewTests {
    private static func review(
        _ portraits: PortraitCollection, change: (inout ReviewOptions) -> Void = { _ in }
    ) async throws -> ReviewReport {
        var options = ReviewOptions()
        options.recognizer = .atlas
        change(&options)
        let ledger = try Ledger(at: portraits.ledger)
        return try await CollectionReview(portraits.collection, ledger: ledger, options: options)
            .report(on: PortraitCollection.date)
    }

    @Test("a built collection holds, and a second look measures nothing again")
    func holds() async throws {
        let portraits = try await PortraitCollection()
        let first = try await Self.review(portraits)
        #expect(first.holds && first.works == 4, "\(first.failures)")
        #expect(first.consistency.recognizer == "atlas" && first.consistency.measured == 4)
        #expect(first.consistency.anew == 4 && first.notes.isEmpty && first.consistency.alike.isEmpty)
        #expect(first.consistency.outliers.isEmpty, "\(first.consistency)")
        let second = try await Self.review(portraits)
        #expect(second.consistency.anew == 0)
        var same = second
        same.consistency.anew = 4
        #expect(same == first)
        // Measures are of the work that is there.
        let other = try FileManager.default.contentsOfDirectory(atPath: portraits.work(2).path)
        for name in other where name.hasPrefix("preview") {
            try FileManager.default.removeItem(at: portraits.work(1).appending(path: name))
            try FileManager.default.copyItem(
                at: portraits.work(2).appending(path: name), to: portraits.work(1).appending(path: name))
        }
        #expect(try await Self.review(portraits).consistency.anew == 1)
    }

    @Test("a file that was tampered with is found, and no other work is blamed")
    func tampered() async throws {
        let portraits = try await PortraitCollection()
        let file = portraits.work(3).appending(path: "preview.jpg")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let report = try await Self.review(portraits)
        #expect(!report.holds && report.failures.map(\.number) == [3])
        #expect(
            report.failures.first?.checks.contains { $0.subject == "preview.jpg" && $0.question == "sha256" } == true)
        #expect(try await Self.review(portraits) { $0.only = [1, 2] }.holds)
    }

    @Test("a work that is not there is found, and so is one that the plan does not have")
    func missing() async throws {
        let portraits = try await PortraitCollection()
        try FileManager.default.moveItem(at: portraits.work(2), to: portraits.work(2).appending(path: "../0009"))
        let report = try await Self.review(portraits)
        #expect(!report.holds && report.failures.map(\.number) == [2])
        #expect(report.notes == ["0009: a work that the plan does not have"])
    }

    @Test("a work with another source's face is an outlier and is not what the ledger and the plan say")
    func swapped() async throws {
        let portraits = try await PortraitCollection()
        // Ben into Chris stands where Ana into Chris should.
        try FileManager.default.removeItem(at: portraits.work(2))
        try FileManager.default.copyItem(at: portraits.work(4), to: portraits.work(2))
        let report = try await Self.review(portraits)
        #expect(report.consistency.outliers.map(\.number) == [2], "\(report.consistency)")
        let questions = report.failures.first { $0.number == 2 }?.checks.map(\.question) ?? []
        #expect(questions.contains("plan") && questions.contains("sha256 in the ledger"), "\(questions)")
        // The later of two equal works is told; both are alike.
        #expect(report.failures.first { $0.number == 4 }?.checks.map(\.question) == ["bytes"], "\(report.failures)")
        #expect(report.consistency.alike == [[2, 4]])
    }

    @Test("a work that is there twice under other numbers and texts looks the same, and is a failure only when asked")
    func alike() async throws {
        let portraits = try await PortraitCollection()
        var collection = portraits.collection
        var works = collection.works
        var twin = works[1]
        twin.number = 5
        twin.name = "0005"
        twin.recipe.number = 5
        twin.recipe.compositing.blendRatio = 0.97
        works.append(twin)
        collection = PlannedCollection(plan: collection.plan, file: collection.file, works: works)
        var build = BuildOptions()
        build.credentials = CredentialChoice(.folder(TestCredentials.folder))
        #expect(try await CollectionBuilder(collection, options: build).build().made == 1)
        for isStrict in [false, true] {
            var options = ReviewOptions()
            options.recognizer = .atlas
            options.isStrict = isStrict
            let report = try await CollectionReview(
                collection, ledger: try Ledger(at: portraits.ledger), options: options
            ).report(on: PortraitCollection.date)
            #expect(report.consistency.alike == [[2, 5]] && report.failures.isEmpty, "\(report)")
            #expect(report.holds == !isStrict)
        }
    }

    @Test("works are built again with the same bytes, those of one seed; one whose record was altered is not")
    func reproduce() async throws {
        let portraits = try await PortraitCollection()
        let whole = try await Self.review(portraits) { $0.reproductions = 1 }
        #expect(whole.holds && whole.reproduced.map(\.isSame) == [true] && whole.seed == "Portraits", "\(whole)")
        let number = try #require(whole.reproduced.first?.number)
        let file = portraits.work(number).appending(path: WorkRecord.fileName)
        let text = try String(contentsOf: file, encoding: .utf8)
        let altered = text.replacing(/"blend_ratio": [0-9.]+/, with: "\"blend_ratio\": 0.5")
        #expect(altered != text)
        try altered.write(to: file, atomically: true, encoding: .utf8)
        let report = try await Self.review(portraits) { $0.reproductions = 1 }
        #expect(!report.holds && report.reproduced.map(\.number) == [number])
        #expect(report.reproduced.first?.isSame == false && report.failures.map(\.number) == [number])
    }

    @Test("by our own measure a work's face is its source's, clearly above its target's own and above another source's")
    func atlas() async throws {
        let portraits = try await PortraitCollection()
        let collection = portraits.collection
        let store = try ModelStore()
        let engine = try EngineSet().engine(for: store.entry(named: FaceModels.names.mesh))
        let analyser = try FaceAnalyser(engine: engine, store: store)
        func face(_ file: URL) throws -> SourceFace {
            let photograph = try Photograph.open(file)
            return SourceFace(photograph: photograph, face: try #require(try analyser.analyse(photograph).first))
        }
        let measure = AtlasMeasure()
        let sources = try collection.plan.sources.map { try measure.known([face(collection.url(of: $0.files[0]))]) }
        for work in collection.works {
            let made = try SeenFace(face(collection.folder(of: work).appending(path: "preview.jpg")))
            let own = try sources[work.source].similarity(to: made)
            let other = try sources[1 - work.source].similarity(to: made)
            let before = try sources[work.source].similarity(to: SeenFace(face(collection.target(of: work))))
            #expect(own > measure.floor, "\(work.name): \(own)")
            #expect(own > before + 0.15 && own > other + 0.15, "\(work.name): \(own) \(other) \(before)")
            #expect(before < measure.floor, "\(work.name): \(before)")
        }
    }
}
