import Faces
import Raster

/// A swapped crop in the target's pixels: what of it lies in the picture.
package struct PastedFace: Sendable {
    /// The box of the crop's corners, cut to the picture.
    package var region: PixelBox
    /// sRGB code values 0 … 1 of the region's size; beyond the crop its edge is repeated.
    package var pixels: Raster
    /// 0 … 1 of the region's size; 0 beyond the crop.
    package var mask: Mask
    /// 1 where the crop reaches, 0 beyond.
    package var reach: Mask

    /// - Parameter size: of the picture.
    /// - Throws: `CompositingError.faceOutsidePicture` when nothing of the crop lies in it.
    package init(_ crop: SwappedCrop, in size: PixelSize) throws(CompositingError) {
        guard let inverse = crop.matrix.inverse else { throw .faceOutsidePicture }
        region = Self.region(of: crop.pixels.size, laidBy: inverse, in: size)
        guard !region.isEmpty else { throw .faceOutsidePicture }
        let map = inverse.shifted(by: SIMD2(Double(region.x), Double(region.y)))
        pixels = crop.pixels.sampled(by: map, to: region.size)
        mask = Raster(crop.mask).sampled(by: map, to: region.size, border: .zero).map { min(1, max(0, $0)) }.mask
        let whole = Raster(width: crop.pixels.width, height: crop.pixels.height, channels: 1, repeating: 1)
        reach = whole.sampled(by: map, to: region.size, border: .zero).mask
    }

    /// The corners are taken to whole pixels one by one, as FaceFusion's are: it turns them as whole numbers.
    private static func region(of crop: PixelSize, laidBy map: CropMatrix, in size: PixelSize) -> PixelBox {
        let (width, height) = (Double(crop.width), Double(crop.height))
        let corners = [map(.zero), map(SIMD2(width, 0)), map(SIMD2(width, height)), map(SIMD2(0, height))]
        let held = { (values: [Double], limit: Int) in
            values.map { Int(min(Double(limit), max(0, $0.rounded(.toNearestOrEven)))) }
        }
        let (xs, ys) = (held(corners.map(\.x), size.width), held(corners.map(\.y), size.height))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        return PixelBox(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)
    }
}
