import Foundation
import Inference
import Raster
import Testing
import Upscaling
import Works

@Suite("Delivery")
struct DeliveryTests {
    private typealias Folder = ComposerTests.Folder

    /// Enlarges by repeating pixels, and brightens by `light`: what a network would do, where it can be foretold.
    private struct Repeating: Model {
        let across: Int
        let down: Int
        let light: Float
        var inputs: [TensorDescription] { [TensorDescription(name: "input", shape: [1, 3, down, across])] }
        var outputs: [TensorDescription] { [TensorDescription(name: "output", shape: [1, 3, 2 * down, 2 * across])] }

        func run(_ tensors: [Tensor]) throws -> [Tensor] {
            var values: [Float] = []
            for channel in 0..<3 {
                for y in 0..<2 * down {
                    for x in 0..<2 * across {
                        // Every second pixel of a row brighter, the next darker: detail that keeps the mean.
                        let sign: Float = x % 2 == 0 ? 1 : -1
                        values.append(
                            tensors[0].values[(channel * down + y / 2) * across + x / 2] + sign * light)
                    }
                }
            }
            return [Tensor(shape: [1, 3, 2 * down, 2 * across], values: values)]
        }
    }

    private static func network(_ name: String, light: Float) -> UpscalingNetwork {
        UpscalingNetwork(name: name, scale: 2, overlap: 32, bytesPerPixel: 100) {
            Repeating(across: $0, down: $1, light: light)
        }
    }

    private static func composer(_ recipe: Recipe, faces: UpscalingNetwork? = nil) -> Composer {
        var cast = ComposerTests.composer(recipe).cast
        cast.upscaler = network("rest", light: 0.05)
        cast.faceUpscaler = faces
        return Composer(cast: cast)
    }

    @Test("an enlarged picture that is made while it is encoded is the one that is made beforehand")
    func streamed() async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.upsampler = "rest"
        recipe.tileSize = 96
        var commission = ComposerTests.commission(recipe, in: folder)
        commission.keepsMask = true
        let work = try await Self.composer(recipe).make(commission)
        let plain = try Folder()
        _ = try await ComposerTests.composer().make(ComposerTests.commission(in: plain))

        let before = try Photograph.open(plain.work.appending(path: "master.tif"))
        var settings = Upscaler.Settings()
        settings.tileSize = 96
        let (wanted, figures) = try Upscaler(Self.network("rest", light: 0.05), settings: settings).enlarge(before)
        let master = try Photograph.open(folder.work.appending(path: "master.tif"))
        #expect(figures.tiles > 4 && master.values == wanted.values)
        let step = try #require(work.record.steps.first { $0.step == "upscale" })
        #expect(step.figures["tiles"] == Double(figures.tiles))
        let share = try #require(step.figures["share"])
        #expect(abs(share - figures.share) < 1e-9, "the record rounds")
        #expect(work.record.files.map(\.role).sorted() == ["image", "mask", "master", "preview", "thumbnail"])
        let image = try Photograph.open(folder.work.appending(path: "image.webp"))
        #expect(image.values == wanted.dithered(seed: recipe.compositing.seed).values)
    }

    @Test("faces take another network or another strength, the rest does not notice")
    func faces() async throws {
        let folders = try [Folder(), Folder(), Folder()]
        defer { withExtendedLifetime(folders) {} }
        var recipe = Recipe()
        recipe.upsampler = "rest"
        _ = try await Self.composer(recipe).make(ComposerTests.commission(recipe, in: folders[0]))
        recipe.faceUpscaleStrength = 0
        _ = try await Self.composer(recipe).make(ComposerTests.commission(recipe, in: folders[1]))
        recipe.faceUpscaleStrength = nil
        _ = try await Self.composer(recipe, faces: Self.network("faces", light: 0.2))
            .make(ComposerTests.commission(recipe, in: folders[2]))
        let masters = try folders.map { try Photograph.open($0.work.appending(path: "master.tif")) }
        let size = masters[0].size
        let lanczos = try Photograph.open(ComposerTests.example("chris.tif")).resized(to: size)
        func differing(_ a: Photograph, _ b: Photograph, _ box: PixelBox) -> Int {
            let (a, b) = (a.cropped(to: box).codes16, b.cropped(to: box).codes16)
            return zip(a, b).filter { $0 != $1 }.count
        }
        // Of the clothes.
        let corner = PixelBox(
            x: 0, y: size.height * 9 / 10, width: size.width / 10, height: size.height / 10)
        #expect(differing(masters[0], masters[1], corner) == 0 && differing(masters[0], masters[2], corner) == 0)
        #expect(differing(masters[0], lanczos, corner) > 0)
        // The upper middle of the face, above the disc that the swapper painted.
        let brow = PixelBox(x: size.width / 2 - 20, y: size.height / 4 - 40, width: 40, height: 20)
        #expect(differing(masters[1], lanczos, brow) == 0)
        #expect(differing(masters[0], masters[2], brow) > brow.size.area)
    }

    @Test("the output profile is the files', and their colours are the same")
    func profile() async throws {
        let folders = try [Folder(), Folder()]
        defer { withExtendedLifetime(folders) {} }
        _ = try await ComposerTests.composer().make(ComposerTests.commission(in: folders[0]))
        var recipe = Recipe()
        recipe.outputProfile = .displayP3
        _ = try await ComposerTests.composer(recipe).make(ComposerTests.commission(recipe, in: folders[1]))
        let masters = try folders.map { try Photograph.open($0.work.appending(path: "master.tif")) }
        #expect(masters[1].colorSpace.profile == ColorSpace.displayP3.profile)
        let back = masters[1].resized(to: masters[1].size, in: masters[0].colorSpace).codes16
        let worst = zip(back, masters[0].codes16).map { abs(Int($0) - Int($1)) }.max() ?? .max
        // A sixteenth of a step of 8 bits.
        #expect(worst <= 16, "\(worst)")
        let image = try Photograph.open(folders[1].work.appending(path: "image.webp"))
        #expect(image.colorSpace.profile == ColorSpace.displayP3.profile)
    }

    @Test("limits of bytes are kept, and what was given up is recorded")
    func maxBytes() async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.maxBytes = [.image: 60_000, .preview: 40_000, .thumbnail: 25_000]
        let work = try await ComposerTests.composer(recipe).make(ComposerTests.commission(recipe, in: folder))
        for (role, limit) in recipe.maxBytes {
            let file = try #require(work.record.files.first { $0.role == role.rawValue })
            let bytes = try Data(contentsOf: folder.work.appending(path: file.file)).count
            #expect(bytes <= limit && bytes == file.bytes)
            #expect(file.note?.contains("bytes, signed: ") == true, "\(file.note ?? "")")
        }
        #expect(work.record.files.first { $0.role == "master" }?.note == nil)
        // No attempt is left behind.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.work.path).count
                == work.record.files.count + 2)
    }

    @Test("a master gives up nothing: a limit that it cannot keep is an error, and nothing is written")
    func masterLimit() async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.maxBytes = [.master: 30_000]
        let error = await #expect(throws: WorkError.self) {
            try await ComposerTests.composer(recipe).make(ComposerTests.commission(recipe, in: folder))
        }
        guard case .tooManyBytes(file: "master.tif", let bytes, limit: 30_000) = error else {
            Issue.record("not \(String(describing: error))")
            return
        }
        #expect(bytes > 30_000 && folder.entries.isEmpty)
    }

    @Test("layers hold the target as it was, and the mask says exactly where it changed")
    func layers() async throws {
        let folder = try Folder()
        var recipe = Recipe()
        recipe.masterLayers = true
        _ = try await ComposerTests.composer(recipe).make(ComposerTests.commission(recipe, in: folder))
        let master = folder.work.appending(path: "master.tif")
        let pages = try (0..<3).map { page in
            let plain = folder.url.appending(path: "\(page).tif")
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["tiffcp", "-c", "none", "\(master.path),\(page)", plain.path]
            try process.run()
            process.waitUntilExit()
            return try Photograph.open(plain)
        }
        let target = try Photograph.open(ComposerTests.example("chris.tif"))
        #expect(pages[1].codes16 == target.codes16)
        let (composite, mask) = (pages[0].codes16, pages[2].codes16)
        let changedOutside = (0..<target.size.area).filter { pixel in
            mask[pixel * 3] == 0 && (0..<3).contains { composite[pixel * 3 + $0] != target.codes16[pixel * 3 + $0] }
        }
        #expect(changedOutside.isEmpty && mask.contains { $0 > 0 })
    }
}
