import Compositing
import Faces
import Foundation
import Provenance
import Raster
import StandIns
import Synchronization
import Testing
import Works

@Suite("Composer")
struct ComposerTests {
    /// A folder of one test's own, removed with it.
    final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "composer-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: url) }

        var entries: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
        var work: URL { url.appending(path: "work") }
    }

    static func example(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Examples/\(name)")
    }

    static func composer(
        _ recipe: Recipe = Recipe(), finder: MiddleFinder = MiddleFinder(),
        swapper: PaintingSwapper = PaintingSwapper(),
        scorer: FixedScorer = FixedScorer()
    ) -> Composer {
        let model = WorkRecord.ModelUse(
            name: "middle", task: "face_detection", file: "middle.onnx", sha256: String(repeating: "0", count: 64),
            licence: "Apache-2.0", commercialUse: true)
        return Composer(
            cast: Cast(
                recipe: recipe, finder: finder, swapper: swapper, scorer: scorer, models: [model], substitutions: [],
                engine: WorkRecord.EngineUse(name: "none", version: "1", device: "test", precision: "f32")))
    }

    static func commission(_ recipe: Recipe = Recipe(), target: String = "chris.tif", in folder: Folder) -> Commission {
        var commission = Commission(
            sources: [example("ana.webp")], target: example(target), output: folder.work, recipe: recipe,
            date: CompositionDate(seconds: 1_700_000_000))
        commission.credentials = CredentialChoice(.folder(TestCredentials.folder))
        return commission
    }

    @Test("outside the mask every code value of a 16-bit target is kept, inside they change")
    func untouchedOutside() async throws {
        let folder = try Folder()
        var commission = Self.commission(in: folder)
        commission.keepsMask = true
        _ = try await Self.composer().make(commission)
        let target = try Photograph.open(Self.example("chris.tif"))
        let master = try Photograph.open(folder.work.appending(path: "master.tif"))
        #expect(master.size == target.size)
        #expect(master.colorSpace.profile == target.colorSpace.profile)
        guard case .bits16(let before) = target.values, case .bits16(let after) = master.values else {
            Issue.record("the target and the master have 16 bits")
            return
        }
        let middle = PixelBox(
            x: target.size.width / 4, y: target.size.height / 4, width: target.size.width / 2,
            height: target.size.height / 2)
        var (changedOutside, changedInside) = (0, 0)
        for pixel in 0..<target.size.area {
            let (x, y) = (pixel % target.size.width, pixel / target.size.width)
            let isInside = x >= middle.x && x < middle.maxX && y >= middle.y && y < middle.maxY
            for channel in 0..<3 where before[pixel * 3 + channel] != after[pixel * 3 + channel] {
                if isInside { changedInside += 1 } else { changedOutside += 1 }
            }
        }
        #expect(changedOutside == 0)
        #expect(changedInside > middle.size.area)
    }

    @Test("two runs give the same bytes in every file before it is signed, whatever the number of threads")
    func deterministic() async throws {
        let (first, second) = (try Folder(), try Folder())
        let works = [
            try await Self.composer().make(Self.commission(in: first)),
            try await Composer(cast: Self.composer().cast, executor: NativeExecutor(threads: 1))
                .make(Self.commission(in: second)),
        ]
        let names = try FileManager.default.contentsOfDirectory(atPath: first.work.path).sorted()
        #expect(names == ["image.webp", "master.tif", "preview.jpg", "root.pem", "thumbnail.webp", "work.json"])
        let digests = works.map { $0.record.files.map(\.unsignedSha256) }
        #expect(digests[0].count == 4 && digests[0] == digests[1])
        // The signatures are all that differs.
        for name in ["image.webp", "master.tif"] {
            let pictures = try [first, second].map { try Photograph.open($0.work.appending(path: name)) }
            #expect(pictures[0].values == pictures[1].values)
        }
        var records = works.map(\.record)
        for index in records.indices {
            for file in records[index].files.indices {
                records[index].files[file].sha256 = ""
                records[index].files[file].cids = [:]
                records[index].files[file].manifest = nil
                records[index].files[file].bytes = 0
            }
        }
        #expect(records[0] == records[1])
    }

    @Test("the record tells each file's digest, size and depth, and nothing of the machine's paths")
    func record() async throws {
        let folder = try Folder()
        let work = try await Self.composer().make(Self.commission(in: folder))
        #expect(try WorkRecord(ofWorkAt: folder.work) == work.record)
        for file in work.record.files {
            let bytes = try Data(contentsOf: folder.work.appending(path: file.file))
            #expect(Digest(of: bytes).hexadecimal == file.sha256)
            #expect(bytes.count == file.bytes)
            let picture = try Photograph.open(folder.work.appending(path: file.file))
            #expect(picture.size == PixelSize(width: file.width, height: file.height))
            #expect(picture.depth == file.depth)
        }
        let text = try String(contentsOf: folder.work.appending(path: "work.json"), encoding: .utf8)
        #expect(!text.contains(folder.url.lastPathComponent))
        #expect(!text.contains("Examples"))
        #expect(work.record.created == "2023-11-14T22:13:20Z")
    }

    @Test("figures are on record to nine digits: further ones differ between processors")
    func rounded() async throws {
        let folder = try Folder()
        let composer = Self.composer(swapper: PaintingSwapper(brightness: 1 / 3))
        let work = try await composer.make(Self.commission(in: folder))
        let step = try #require(work.record.steps.first { $0.step == "paint" })
        #expect(step.figures == ["value": 0.333_333_343])
    }

    @Test("a swap that fails leaves nothing")
    func failure() async throws {
        let folder = try Folder()
        let composer = Self.composer(swapper: PaintingSwapper { throw PaintingSwapper.Dried() })
        await #expect(throws: PaintingSwapper.Dried.self) { try await composer.make(Self.commission(in: folder)) }
        #expect(folder.entries.isEmpty)
    }

    @Test("a work that fails below folders that were not there leaves none of them")
    func failureBelow() async throws {
        let folder = try Folder()
        var commission = Self.commission(in: folder)
        commission.output = folder.url.appending(path: "new/such/work")
        await #expect(throws: WorkError.noFace(file: "ana.webp")) {
            try await Self.composer(finder: MiddleFinder(count: 0)).make(commission)
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("paste is refused where the target's shape moves, before anything is opened")
    func pasteOfMoved() async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.compositing.blend = .paste
        recipe.compositing.shapeTransfer = 0.5
        let commission = Self.commission(recipe, in: folder)
        #expect(throws: RecipeError.self) { try commission.check() }
        await #expect(throws: RecipeError.self) {
            try await Self.composer(recipe).make(commission)
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("what is done to a swapped face goes by where a transfer of shape has brought it")
    func processedWhereItLies() async throws {
        /// Notes where it was to work.
        final class Noting: FaceProcessor {
            let step = "restorer"
            let seen = Mutex<[(SIMD2<Float>, SIMD2<Float>)]>([])

            func layer(for face: Face, in photograph: Photograph, original: SourceFace) -> SwapResult {
                seen.withLock { $0.append((face.landmarks5[2], original.face.landmarks5[2])) }
                let box = PixelBox(x: 0, y: 0, width: 1, height: 1)
                return SwapResult(
                    layer: Layer(
                        region: box, pixels: Raster(width: 1, height: 1, channels: 3), mask: Mask(width: 1, height: 1)),
                    steps: [])
            }
        }
        let folder = try Folder()
        let size = try Photograph.open(Self.example("chris.tif")).size
        let middle = SIMD3(Float(size.width) / 2, Float(size.height) / 2, 0)
        let mesh = CanonicalFace.mean.positions.map { $0 * (Float(size.width) / 4) + middle }
        var swapper = PaintingSwapper()
        swapper.warp = Warp(
            DisplacementField(size: size, from: mesh, to: mesh.map { $0 + SIMD3(12, -5, 0) }), of: PixelBox(size))
        let noting = Noting()
        var cast = Self.composer(swapper: swapper).cast
        cast.processors = [noting]
        _ = try await Composer(cast: cast).make(Self.commission(in: folder))
        let (there, before) = try #require(noting.seen.withLock { $0.first })
        #expect(before == SIMD2(middle.x, middle.y))
        let moved = there - before - SIMD2(12, -5)
        #expect((moved * moved).sum() < 1, "\(there - before)")
    }

    @Test("a cancelled work leaves nothing")
    func cancelled() async throws {
        let folder = try Folder()
        let task = Task {
            let composer = Self.composer(swapper: PaintingSwapper { withUnsafeCurrentTask { $0?.cancel() } })
            return try await composer.make(Self.commission(in: folder))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(folder.entries.isEmpty)
    }

    @Test(
        "the picture is fitted into the output resolution without distortion",
        arguments: [
            (PixelSize(width: 400, height: 400), PixelSize(width: 300, height: 400)),
            (PixelSize(width: 150, height: 4000), PixelSize(width: 150, height: 200)),
            (PixelSize(width: 1536, height: 2048), PixelSize(width: 1536, height: 2048)),
        ])
    func resolution(_ pair: (box: PixelSize, size: PixelSize)) async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.outputResolution = pair.box
        recipe.outputFormat = .png
        let work = try await Self.composer(recipe).make(Self.commission(recipe, in: folder))
        let master = try #require(work.record.files.first { $0.role == "master" })
        #expect(PixelSize(width: master.width, height: master.height) == pair.size)
        #expect(work.record.steps.last?.step == "output_resolution")
    }

    @Test(
        "each output format delivers its files",
        arguments: [
            (Recipe.OutputFormat.tiff, ["image.webp", "master.tif", "preview.jpg", "thumbnail.webp"]),
            (.png, ["image.webp", "master.png", "preview.jpg", "thumbnail.webp"]),
            (.webp, ["image.webp", "preview.jpg", "thumbnail.webp"]),
            (.jpeg, ["image.jpg", "preview.jpg", "thumbnail.webp"]),
        ])
    func formats(_ pair: (format: Recipe.OutputFormat, files: [String])) async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.outputFormat = pair.format
        let work = try await Self.composer(recipe).make(Self.commission(recipe, in: folder))
        #expect(work.record.files.map(\.file) == pair.files)
    }

    @Test("a picture without a face, or without the face that was asked for, is named")
    func noFace() async throws {
        let folder = try Folder()
        await #expect(throws: WorkError.noFace(file: "ana.webp")) {
            try await Self.composer(finder: MiddleFinder(count: 0)).make(Self.commission(in: folder))
        }
        var recipe = Recipe()
        recipe.face = .index(3)
        await #expect(throws: WorkError.noSuchFace(file: "chris.tif", key: "face", asked: "index 3", found: 2)) {
            try await Self.composer(recipe, finder: MiddleFinder(count: 2)).make(Self.commission(recipe, in: folder))
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("progress never falls, names every stage in order and ends at the whole")
    func progress() async throws {
        let folder = try Folder()
        let reports = Reports()
        _ = try await Self.composer().make(Self.commission(in: folder)) { reports.add($0) }
        let all = reports.all
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.fraction <= $1.fraction })
        let stages = all.map(\.stage).reduce(into: [WorkProgress.Stage]()) { if $0.last != $1 { $0.append($1) } }
        #expect(stages == WorkProgress.Stage.allCases)
        #expect(try #require(all.last).fraction > 0.999)
    }

    final class Reports: Sendable {
        private let list = Mutex<[WorkProgress]>([])

        var all: [WorkProgress] { list.withLock { $0 } }

        func add(_ progress: WorkProgress) { list.withLock { $0.append(progress) } }
    }
}
