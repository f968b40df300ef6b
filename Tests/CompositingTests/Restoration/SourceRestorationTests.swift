import Compositing
import Faces
import Foundation
import Inference
import Oracles
import Raster
import Testing

@Suite("Cleaning a poor source")
struct SourceRestorationTests {
    /// An example at half or a quarter of its size, and the face that the renderer put there: eyes, nose, mouth.
    private static func portrait(_ name: String) throws -> SourceFace {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let whole = try Photograph.open(root.appending(path: "Examples/\(name)"))
        let photograph = whole.resized(to: PixelSize(width: 384, height: 512))
        let five: [SIMD2<Float>] =
            name == "ana.webp"
            ? [[615.3, 686.3], [920.7, 686.2], [766.8, 834.5], [656.8, 996.6], [879.8, 1001.1]]
            : [[331.7, 350.6], [492.1, 354.6], [444.7, 459.6], [362.9, 530.3], [490.3, 529.3]]
        let scale = 384 / Float(whole.size.width)
        let center = five[2] * scale
        return SourceFace(
            photograph: photograph,
            face: Face(
                box: Box(x: center.x - 85, y: center.y - 105, width: 170, height: 200), score: 1,
                mesh: [SIMD3<Float>](repeating: SIMD3(center.x, center.y, 0), count: 468),
                landmarks68: [SIMD2<Float>](repeating: center, count: 68), landmarks5: five.map { $0 * scale },
                pose: Pose(yaw: 0, pitch: 0, roll: 0), share: 0.15,
                quality: FaceQuality(sharpness: 0.5, exposure: 0.5, clipped: 0)))
    }

    /// The picture with noise of a deviation of 0…1, the same every time.
    private static func noised(_ photograph: Photograph, by deviation: Double) -> Photograph {
        var state: UInt64 = 7
        var codes = photograph.codes16
        codes.withUnsafeMutableBufferPointer { codes in
            for at in codes.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // The sum of four numbers of 0…65535 is near enough to a normal distribution, of deviation 2 · 18919.
                let sum = Double(state & 0xFFFF) + Double(state >> 16 & 0xFFFF) + Double(state >> 32 & 0xFFFF)
                let normal = (sum + Double(state >> 48) - 2 * 65535) / (2 * 18919)
                codes[at] = UInt16(min(65535, max(0, Double(codes[at]) + normal * deviation * 65535)))
            }
        }
        return photograph.with(.bits16(codes))
    }

    /// What a recogniser sees of a face.
    private static func crop(_ photograph: Photograph, of face: Face) throws -> [Float] {
        let matrix = try CropMatrix(of: face.landmarks5, in: .arcface112v2, side: 112)
        return photograph.sampled(by: matrix, to: PixelSize(width: 112, height: 112)).values
    }

    /// In decibels, of values of 0…1.
    private static func likeness(_ a: [Float], _ b: [Float]) -> Double {
        let error = zip(a, b).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / Double(a.count)
        return -10 * log10(error)
    }

    @Test("noise is measured, and taken off what a recogniser sees by more than 4 dB", arguments: [0.03, 0.06])
    func noise(_ deviation: Double) throws {
        let clean = try Self.portrait("ana.webp")
        let noisy = SourceFace(photograph: Self.noised(clean.photograph, by: deviation), face: clean.face)
        let restored = try SourceRestoration().restore(noisy)
        let photograph = try #require(restored.photograph)
        let measured = try #require(restored.figures.figures["noise"])
        let wanted = try Self.crop(clean.photograph, of: clean.face)
        let before = Self.likeness(try Self.crop(noisy.photograph, of: clean.face), wanted)
        let after = Self.likeness(try Self.crop(photograph, of: clean.face), wanted)
        #expect(abs(measured - deviation) < 0.25 * deviation)
        #expect(after > before + 4)
        #expect(photograph.depth == 16)
    }

    @Test("pixels away from the face keep their codes")
    func outside() throws {
        let clean = try Self.portrait("chris.tif")
        let noisy = SourceFace(photograph: Self.noised(clean.photograph, by: 0.05), face: clean.face)
        let photograph = try #require(try SourceRestoration().restore(noisy).photograph)
        let (before, after) = (noisy.photograph.codes16, photograph.codes16)
        let width = photograph.size.width
        let changed = before.indices.filter { before[$0] != after[$0] }.map { ($0 / 3 % width, $0 / 3 / width) }
        let box = clean.face.box
        #expect(!changed.isEmpty)
        #expect(
            changed.allSatisfy {
                abs(Float($0.0) - box.center.x) < box.width && abs(Float($0.1) - box.center.y) < box.height
            })
    }

    @Test(
        "a blurred source is drawn anew by half where there is a restorer, and stays where there is none",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func blurred() async throws {
        var source = try Self.portrait("ana.webp")
        source.face.quality.sharpness = 0.1
        #expect(try SourceRestoration().restore(source).photograph == nil)
        let name = "gpen_bfr_256"
        let restorer = try NeuralRestorer(
            await RestorationOracle([name]).network(name), named: name,
            crop: ModelEntry.Crop(family: "gpen", template: "arcface_128", side: 256))
        let restored = try SourceRestoration(restorer: restorer).restore(source)
        let by = try restorer.layer(for: source.face, in: source.photograph, original: source).layer
        var half = by
        half.mask.values = by.mask.values.map { $0 / 0.8 * 0.5 }
        let photograph = try #require(restored.photograph)
        let wanted = source.photograph.applying(half).codes16
        #expect(zip(photograph.codes16, wanted).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(restored.figures.figures["blend"] == 0.5)
        source.face.quality.sharpness = 0.6
        #expect(try SourceRestoration(restorer: restorer).restore(source).photograph == nil)
    }

    @Test("a good source is left alone", arguments: ["ana.webp", "chris.tif"])
    func good(_ name: String) throws {
        let source = try Self.portrait(name)
        let result = try SourceRestoration(mode: .auto).restore(source)
        #expect(result.photograph == nil)
        #expect(try #require(result.figures.figures["noise"]) < Double(SourceRestoration.noiseLimit) / 2)
        #expect(try SourceRestoration(mode: .off).restore(source).photograph == nil)
    }
}
