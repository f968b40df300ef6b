import Compositing
import Faces
import Foundation
import Inference
import Raster
import Testing

@Suite("Cleaning a poor source")
struct SourceRestorationTests {
    private static func portrait(_ name: String) throws -> SourceFace {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let whole = try Photograph.open(root.appending(path: "Examples/\(name)"))
        let photograph = whole.resized(to: PixelSize(width: 480, height: 640))
        let store = try ModelStore()
        let analyser = try FaceAnalyser(
            engine: Engines.load(),
            models: FaceModels(
                wideDetector: store.file(for: FaceModels.names.wide),
                quickDetector: store.file(for: FaceModels.names.quick), mesh: store.file(for: FaceModels.names.mesh)),
            options: ModelOptions(threads: 1))
        return SourceFace(photograph: photograph, face: try #require(try analyser.analyse(photograph).first))
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
        print("restored", deviation, measured, before, after)
        #expect(abs(measured - deviation) < 0.25 * deviation)
        #expect(after > before + 4)
        #expect(photograph.depth == 16)
    }

    @Test("pixels away from the face keep their codes")
    func outside() throws {
        let clean = try Self.portrait("ben.webp")
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

    @Test("a good source is left alone", arguments: ["ana.webp", "ben.webp", "chris.tif"])
    func good(_ name: String) throws {
        let source = try Self.portrait(name)
        let result = try SourceRestoration(mode: .auto).restore(source)
        print("good", name, result.figures)
        #expect(result.photograph == nil)
        #expect(try #require(result.figures.figures["noise"]) < Double(SourceRestoration.noiseLimit) / 2)
        #expect(try SourceRestoration(mode: .off).restore(source).photograph == nil)
    }
}
