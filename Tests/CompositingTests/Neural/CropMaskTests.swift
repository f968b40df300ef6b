import Compositing
import Faces
import Oracles
import Raster
import Testing

@Suite("Masks of a crop, beside FaceFusion's formulas", .enabled(if: Oracle.isAvailable, SwapOracle.absence))
struct CropMaskTests {
    @Test(
        "each mask is OpenCV's within a hundred-thousandth, an occluder's within three thousandths",
        arguments: [
            "box", "box_sharp", "box_boosted", "occlusion", "occlusion_many", "area", "area_mouth", "region",
            "all_masks", "deep_masked",
        ])
    func masks(name: String) throws {
        let swapCase = try SwapCase(name)
        let swapper = try swapCase.swapper()
        let identity = try swapper.prepare(swapCase.sources)
        let crop = try swapCase.result("crop")
        let target = try swapCase.target
        let frame = try swapCase.frame
        let laid = try swapper.swappedCrop(identity, in: frame, face: target).matrix
        let seen = Raster(
            width: crop.shape[1], height: crop.shape[0], channels: 3, values: crop.floats.map { $0 / 255 })
        let result = try swapper.swapped(seen, laidBy: laid, identity: identity, face: target)
        let off = farthest(result.mask.values, try swapCase.result("mask").floats)
        // FaceFusion rounds the crop to 8 bits once more when it brings it to the occluder's size.
        let isResized = swapper.neural.masks.contains(.occlusion) && crop.shape[0] != 256
        #expect(off < (isResized ? 3e-3 : 1e-5))
    }

    @Test("hulls are filled pixel for pixel as OpenCV fills them")
    func polygons() throws {
        let points = try SwapOracle.array("polygons/out/points").integers
        let filled = try SwapOracle.array("polygons/out/filled").floats
        for shape in 0..<points.count / 48 {
            let corners = (0..<24).map {
                SIMD2(points[(shape * 24 + $0) * 2], points[(shape * 24 + $0) * 2 + 1])
            }
            let ours = ConvexArea(of: corners).filled(side: 96).values
            #expect(ours == Array(filled[shape * 96 * 96..<(shape + 1) * 96 * 96]), "shape \(shape)")
        }
    }

    @Test(
        "Gaussians are OpenCV's, also where they are wider than the picture",
        arguments: [0.5, 2.0, 5.0, 6.25, 19.0])
    func blur(sigma: Double) throws {
        let picture = try SwapOracle.array("blurs/out/picture")
        let raster = Raster(width: 53, height: 41, channels: 3, values: picture.floats)
        let wanted = try SwapOracle.array("blurs/out/blurred_\(sigma)").floats
        #expect(farthest(raster.smoothed(sigma: sigma).values, wanted) < 1e-6)
    }

    @Test("erosion is OpenCV's to the bit")
    func erosion() throws {
        let picture = try SwapOracle.array("blurs/out/picture")
        let values = picture.floats
        let plane = Raster(
            width: 53, height: 41, channels: 1, values: stride(from: 0, to: values.count, by: 3).map { values[$0] })
        #expect(plane.eroded().values == (try SwapOracle.array("blurs/out/eroded").floats))
    }
}
