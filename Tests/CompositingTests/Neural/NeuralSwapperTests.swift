import Compositing
import Faces
import Foundation
import Inference
import Raster
import Testing

/// A swapper whose network is a formula: what stands around it is looked at.
@Suite("The neural swapper") struct NeuralSwapperTests {
    private let crop = ModelEntry.Crop(family: "hyperswap", template: "arcface_128", side: 64)

    /// Paints the crop grey, brighter with the first number of the source.
    private func network(side: Int = 64) -> StubModel {
        StubModel(
            inputs: [
                TensorDescription(name: "target", shape: [1, 3, side, side]),
                TensorDescription(name: "source", shape: [1, 512]),
            ]) { tensors in
                let level = 0.5 + 0.4 * tensors[1].values[0]
                return [
                    Tensor(shape: [1, 3, side, side], values: tensors[0].values.map { 0.5 * $0 + 0.5 * level })
                ]
            }
    }

    private func swapper(
        name: String = "grey", crop: ModelEntry.Crop? = nil, neural: NeuralSettings = NeuralSettings(),
        merge: EmbeddingMerge = .mean
    ) throws -> NeuralSwapper {
        try NeuralSwapper(name: name, crop: crop ?? self.crop, network: network(), neural: neural, merge: merge)
    }

    private func embedding(_ first: Float) -> [Float] {
        [first, (1 - first * first).squareRoot()] + [Float](repeating: 0, count: 510)
    }

    private func face(embedding: [Float]?, sharpness: Float = 0.7) -> Face {
        let mesh = PaintedFace { _ in .one }.mesh
        return Face(
            box: Box(x: 150, y: 150, width: 340, height: 360), score: 1, mesh: mesh,
            landmarks68: CanonicalFace.landmarks68.map { SIMD2(mesh[$0].x, mesh[$0].y) },
            landmarks5: CanonicalFace.mean.landmarks5(of: mesh), pose: Pose(yaw: 0, pitch: 0, roll: 0), share: 0.2,
            quality: FaceQuality(sharpness: sharpness, exposure: 0.5, clipped: 0),
            embedding: embedding.map(FaceEmbedding.init))
    }

    private func photograph(space: ColorSpace = .sRGB) -> Photograph {
        var numbers = TestNumbers(seed: 5)
        let size = PaintedFace.size
        // Shallow noise on skin, with odd codes that 8 bits do not have.
        let codes = (0..<size.area * 3).map { UInt16([39_001, 31_007, 27_011][$0 % 3] + Int(numbers.next() * 900)) }
        return Photograph(size: size, channels: 3, values: .bits16(codes), colorSpace: space)
    }

    private func source(_ first: Float, sharpness: Float = 0.7) -> SourceFace {
        SourceFace(photograph: photograph(), face: face(embedding: embedding(first), sharpness: sharpness))
    }

    @Test(
        "pixels outside the swapper's mask keep their 16-bit codes, and those inside change",
        arguments: [ColorSpace.sRGB, .displayP3])
    func layer(space: ColorSpace) throws {
        let swapper = try swapper()
        let target = photograph(space: space)
        let face = face(embedding: embedding(0))
        let identity = try swapper.prepare([source(0.9)])
        let pasted = try PastedFace(swapper.swappedCrop(identity, in: target, face: face), in: target.size)
        var settings = CompositingSettings()
        settings.colorCorrection = .none
        settings.illuminationWarping = false
        settings.sharpnessPreserve = false
        let result = try swapper.swap(identity, into: target, face: face, settings: settings)
        #expect(result.steps.first?.step == "swapper")
        let region = result.layer.region
        #expect(region.intersection(pasted.region) == pasted.region)
        let after = target.applying(result.layer)
        guard case .bits16(let before) = target.values, case .bits16(let codes) = after.values else {
            throw CancellationError()
        }
        var changed = 0
        for y in 0..<target.size.height {
            for x in 0..<target.size.width {
                let pixel = y * target.size.width + x
                let (i, j) = (x - region.x, y - region.y)
                let inside = i >= 0 && j >= 0 && i < region.width && j < region.height
                if inside && result.layer.mask[i, j] > 0 {
                    changed += 1
                } else if codes[pixel * 3] != before[pixel * 3] {
                    Issue.record("\(x), \(y) changed")
                }
            }
        }
        #expect(changed > 10_000)
    }

    @Test("the rendered face holds the crop's light, and the target's where the crop does not reach")
    func light() throws {
        let swapper = try swapper()
        let target = photograph()
        let face = face(embedding: embedding(0))
        let crop = try swapper.swappedCrop(swapper.prepare([source(0.9)]), in: target, face: face)
        let pasted = try PastedFace(crop, in: target.size)
        let rendered = pasted.rendered(into: target, mesh: face.mesh)
        let mask = try #require(rendered.mask)
        let (x, y) = (320 - rendered.region.x, 330 - rendered.region.y)
        let code = Double(pasted.pixels[320 - pasted.region.x, 330 - pasted.region.y, 1])
        let light = pow((code + 0.055) / 1.055, 2.4)
        #expect(abs(Double(rendered.pixels[x, y, 1]) - light) < 1e-5)
        #expect(mask[x, y] > 0.99 && rendered.coverage[x, y] == 1)
        #expect(rendered.eyes.values.contains(1))
        #expect(rendered.normals.values.contains { $0 < -0.9 })
        for pixel in mask.values.indices where rendered.coverage.values[pixel] == 0 {
            #expect(rendered.pixels.values[pixel * 3] == rendered.target.values[pixel * 3])
            #expect(mask.values[pixel] == 0)
        }
        #expect(rendered.target.size == rendered.region.size && mask.size == rendered.region.size)
    }

    @Test("the weight adds and takes off the target's identity, and one half needs none")
    func weight() throws {
        let level = { (weight: Float, target: [Float]?) in
            let swapper = try swapper(neural: NeuralSettings(weight: weight))
            let crop = try swapper.swappedCrop(
                swapper.prepare([source(0.6)]), in: photograph(), face: face(embedding: target))
            return crop.pixels.values.reduce(0, +) / Float(crop.pixels.values.count)
        }
        let own = try level(0.5, nil)
        // 0.4 · 0.5 of what the first number of the balanced embedding moves by.
        #expect(abs(try level(0, embedding(1)) - own - 0.2 * (0.6 * 0.65 + 0.35 - 0.6)) < 1e-4)
        #expect(abs(try level(1, embedding(1)) - own - 0.2 * (0.6 * 1.35 - 0.35 - 0.6)) < 1e-4)
        #expect(throws: CompositingError.missingEmbedding(role: "target")) { try level(0.4, nil) }
    }

    @Test("several sources count alike, or the better ones more")
    func merge() throws {
        let level = { (merge: EmbeddingMerge) in
            let swapper = try swapper(merge: merge)
            let identity = try swapper.prepare([source(0.9, sharpness: 0.8), source(-0.3, sharpness: 0.2)])
            return try swapper.swappedCrop(identity, in: photograph(), face: face(embedding: nil)).pixels.values[0]
        }
        let base = try swapper().swappedCrop(
            swapper().prepare([source(0)]), in: photograph(), face: face(embedding: nil)
        ).pixels.values[0]
        #expect(abs(try level(.mean) - base - 0.2 * 0.3) < 1e-5)
        // 0.8 and 0.2 of the weight.
        #expect(abs(try level(.quality) - base - 0.2 * (0.8 * 0.9 - 0.2 * 0.3)) < 1e-5)
    }

    @Test("what is missing or does not fit is named")
    func refusals() throws {
        #expect(throws: CompositingError.noSource) { try swapper().prepare([]) }
        #expect(throws: CompositingError.missingEmbedding(role: "source")) {
            try swapper().prepare([SourceFace(photograph: photograph(), face: face(embedding: nil))])
        }
        #expect(throws: CompositingError.foreignIdentity) {
            let identity = try swapper(name: "other").prepare([source(0)])
            return try swapper().swappedCrop(identity, in: photograph(), face: face(embedding: nil))
        }
        for boost in [100, 32, 1088] {
            #expect(throws: CompositingError.unfitPixelBoost(found: boost, side: 64)) {
                try swapper(neural: NeuralSettings(pixelBoost: boost))
            }
        }
        #expect(throws: CompositingError.nothingMasked(field: "masks")) {
            try swapper(neural: NeuralSettings(masks: []))
        }
        #expect(throws: CompositingError.missingNetwork(role: "occluder", of: "mask occlusion")) {
            try swapper(neural: NeuralSettings(masks: [.occlusion])).swappedCrop(
                swapper().prepare([source(0)]), in: photograph(), face: face(embedding: nil))
        }
        #expect(throws: CompositingError.unknownFamily(network: "grey", field: "family", found: "gfpgan")) {
            try swapper(crop: ModelEntry.Crop(family: "gfpgan", template: "ffhq_512", side: 64))
        }
        #expect(
            throws: CompositingError.wrongNetwork(
                network: "grey", expected: "target [1, 3, 128, 128]", found: "[1, 3, 64, 64]")
        ) {
            try swapper(crop: ModelEntry.Crop(family: "hyperswap", template: "arcface_128", side: 128))
        }
        var flat = face(embedding: nil)
        flat.mesh = []
        #expect(throws: CompositingError.missingMesh) {
            try swapper().swap(
                swapper().prepare([source(0)]), into: photograph(), face: flat, settings: CompositingSettings())
        }
    }
}
