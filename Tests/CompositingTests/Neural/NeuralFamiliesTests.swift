import Compositing
import Faces
import Foundation
import Inference
import Oracles
import Raster
import Testing

@Suite("Swapping with networks, beside FaceFusion's formulas", .enabled(if: Oracle.isAvailable, SwapOracle.absence))
struct NeuralFamiliesTests {
    private static let families = [
        "blendswap_256", "uniface_256", "ghost_1_256", "hififace_unofficial_256", "hyperswap_1a_256", "inswapper_128",
        "inswapper_128_fp16", "simswap_256", "simswap_unofficial_512", "inswapper_plain", "boost_2", "boost_4",
        "boost_simswap",
    ]

    /// The crop that FaceFusion made, of 8 bits.
    private func crop(of swapCase: SwapCase) throws -> Raster {
        let crop = try swapCase.result("crop")
        return Raster(
            width: crop.shape[1], height: crop.shape[0], channels: 3, values: crop.floats.map { $0 / 255 })
    }

    @Test("crops lie where FaceFusion lays them, within a ten-thousandth of a pixel", arguments: families + ["deep"])
    func matrix(name: String) throws {
        let swapCase = try SwapCase(name)
        let wanted = try swapCase.result("matrix").doubles
        let swapper = try swapCase.swapper()
        let identity = try swapper.prepare(swapCase.sources)
        let crop = try swapper.swappedCrop(identity, in: swapCase.frame, face: swapCase.target)
        for corner in [SIMD2(0.0, 0), SIMD2(329, 0), SIMD2(0, 289), SIMD2(329, 289)] {
            let there = SIMD2(
                wanted[0] * corner.x + wanted[1] * corner.y + wanted[2],
                wanted[3] * corner.x + wanted[4] * corner.y + wanted[5])
            let off = crop.matrix(corner) - there
            #expect(max(abs(off.x), abs(off.y)) < 1e-4)
        }
    }

    @Test("networks are given what FaceFusion gives them, and their answer is read alike", arguments: families)
    func tensors(name: String) throws {
        let swapCase = try SwapCase(name)
        var watched: WatchedModel?
        let swapper = try swapCase.swapper { model in
            let watch = WatchedModel(model)
            watched = watch
            return watch
        }
        let identity = try swapper.prepare(swapCase.sources)
        let target = try swapCase.target
        let matrix = try CropMatrix(of: target.landmarks5, in: .arcface128, side: 128)
        let result = try swapper.swapped(crop(of: swapCase), laidBy: matrix, identity: identity, face: target)

        let given = try #require(watched).given
        let source = try swapCase.result("source").floats
        // Blendswap's and uniface's picture of the source is cut out by OpenCV in 8 bits.
        let pictured = source.count > 512
        for tensors in given {
            #expect(farthest(try #require(tensors["source"]).values, source) < (pictured ? 1.6 / 255 : 1e-5))
        }
        // The pictures of a boosted crop run in any order; each is given once.
        let prepared = try swapCase.result("prepared")
        let all = prepared.floats
        let size = all.count / prepared.shape[0]
        #expect(given.count == prepared.shape[0])
        for part in 0..<prepared.shape[0] {
            let wanted = Array(all[part * size..<(part + 1) * size])
            let nearest = try given.map { farthest(try #require($0["target"]).values, wanted) }.min()
            #expect(try #require(nearest) < 1e-5)
        }
        let limit: Float = pictured ? 5e-3 : name.hasSuffix("fp16") ? 4e-3 : 2e-5
        let off = farthest(result.pixels.values, try swapCase.result("swapped").floats)
        #expect(off < limit)
    }

    /// How far the codes of a pasted crop are from FaceFusion's: at most, and in the mean.
    private func distance(_ crop: SwappedCrop, in swapCase: SwapCase) throws -> (most: Double, mean: Double) {
        let frame = try swapCase.frame
        guard case .bits8(let codes) = frame.values else { throw CancellationError() }
        let ours = try PastedFace(crop, in: frame.size).mixed(into: codes, size: frame.size, channels: 3)
        let off = zip(ours, try swapCase.result("pasted").doubles).map { abs(Double($0) - $1) }
        return (off.max() ?? 0, off.reduce(0, +) / Double(off.count))
    }

    @Test(
        "from FaceFusion's crop on, the picture differs by one code value at most",
        arguments: families + ["box", "all_masks"])
    func pasted(name: String) throws {
        let swapCase = try SwapCase(name)
        let swapper = try swapCase.swapper()
        let (identity, target) = (try swapper.prepare(swapCase.sources), try swapCase.target)
        let matrix = try swapper.swappedCrop(identity, in: swapCase.frame, face: target).matrix
        let crop = try swapper.swapped(crop(of: swapCase), laidBy: matrix, identity: identity, face: target)
        let off = try distance(crop, in: swapCase)
        #expect(off.most <= 1)
        // One beside comes from sums that lie at a whole number, such as those of white.
        #expect(off.mean < 0.05)
    }

    @Test("our own crop, which is not rounded, leads close by", arguments: families + ["box", "all_masks"])
    func wholeWay(name: String) throws {
        let swapCase = try SwapCase(name)
        let swapper = try swapCase.swapper()
        let crop = try swapper.swappedCrop(
            swapper.prepare(swapCase.sources), in: swapCase.frame, face: swapCase.target)
        let off = try distance(crop, in: swapCase)
        // FaceFusion rounds what the network sees to 8 bits, and the network makes more of it: most where its colours
        // are divided by ImageNet's deviation.
        #expect(off.most <= (swapCase.family == "simswap_256" ? 4 : 2))
        #expect(off.mean < 0.2)
    }

    @Test("a deep swapper's picture and mask are FaceFusion's, but for its cuts to 8 bits", arguments: ["deep"])
    func deep(name: String) throws {
        let swapCase = try SwapCase(name)
        var watched: WatchedModel?
        let swapper = try swapCase.swapper { model in
            let watch = WatchedModel(model)
            watched = watch
            return watch
        }
        #expect(try swapper.cropSide == 224)
        let target = try swapCase.target
        let matrix = try CropMatrix(of: target.landmarks5, in: .dflWholeFace, side: 224)
        let result = try swapper.swapped(
            crop(of: swapCase), laidBy: matrix, identity: try swapper.prepare([]), face: target)
        let given = try #require(watched?.given.first)
        // Its sharpened picture is rounded once after the blur and once more after the sum.
        let prepared = try swapCase.result("prepared").floats
        #expect(farthest(try #require(given["in_face:0"]).values, prepared) < 1 / 255)
        #expect(try #require(given["morph_value:0"]).values == [0.6])
        #expect(farthest(result.mask.values, try swapCase.result("mask").floats) < 1e-3)
        let matched = try swapCase.result("matched").floats.map { $0 / 255 }
        #expect(farthest(result.pixels.values, matched) < 4.0 / 255)
        // It cuts four times to 8 bits, always downwards.
        let mean = zip(result.pixels.values, matched).reduce(0) { $0 + $1.0 - $1.1 } / Float(matched.count)
        #expect(mean > 0 && mean < 2.0 / 255)
    }
}
