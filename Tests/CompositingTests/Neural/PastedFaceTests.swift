import Compositing
import Faces
import Oracles
import Raster
import Testing

@Suite("Laying a swapped crop into its target") struct PastedFaceTests {
    @Test(
        "the mixed codes are FaceFusion's, or one beside them",
        .enabled(if: Oracle.isAvailable, SwapOracle.absence), arguments: ["paste", "paste_corner", "paste_small"])
    func mixed(name: String) throws {
        let array = { (part: String) in try SwapOracle.array("\(name)/\(part)") }
        let frame = try array("in/frame")
        let m = try array("in/matrix").doubles
        let crop = SwappedCrop(
            pixels: Raster(width: 64, height: 64, channels: 3, values: try array("in/crop").floats),
            mask: Mask(width: 64, height: 64, values: try array("in/mask").floats),
            matrix: CropMatrix(xx: m[0], xy: m[1], tx: m[2], yx: m[3], yy: m[4], ty: m[5]))
        let size = PixelSize(width: frame.shape[1], height: frame.shape[0])
        let codes = try #require(frame.bytes)
        let ours = try PastedFace(crop, in: size).mixed(into: codes, size: size, channels: 3)
        let off = zip(ours, try array("out/pasted").doubles).map { abs(Double($0) - $1) }
        #expect(try #require(off.max()) <= 1)
        // Most are the same: one beside comes from sums that round otherwise.
        #expect(off.count { $0 > 0 } < off.count / 100)
        #expect(zip(ours, codes).contains { $0 != $1 })
    }

    @Test("an alpha channel stays")
    func alpha() throws {
        let crop = SwappedCrop(
            pixels: Raster(width: 8, height: 8, channels: 3, repeating: 1),
            mask: Mask(width: 8, height: 8, repeating: 1),
            matrix: CropMatrix(xx: 1, xy: 0, tx: -2, yx: 0, yy: 1, ty: -2))
        let size = PixelSize(width: 12, height: 12)
        let codes = (0..<size.area * 4).map { UInt8($0 % 4 == 3 ? 77 : 10) }
        let mixed = try PastedFace(crop, in: size).mixed(into: codes, size: size, channels: 4)
        #expect(mixed.enumerated().allSatisfy { $0.offset % 4 != 3 || $0.element == 77 })
        #expect(mixed[(5 * 12 + 5) * 4] == 255)
        #expect(mixed[0] == 10)
    }

    @Test("a crop beside the picture is refused")
    func outside() {
        let crop = SwappedCrop(
            pixels: Raster(width: 8, height: 8, channels: 3), mask: Mask(width: 8, height: 8),
            matrix: CropMatrix(xx: 1, xy: 0, tx: 100, yx: 0, yy: 1, ty: 0))
        #expect(throws: CompositingError.faceOutsidePicture) {
            try PastedFace(crop, in: PixelSize(width: 40, height: 40))
        }
    }
}
