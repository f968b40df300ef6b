import Faces
import Raster

/// A swapped crop, before it is laid into the target.
package struct SwappedCrop: Sendable {
    /// sRGB code values 0 … 1, square.
    package var pixels: Raster
    /// 0 … 1, of the same size.
    package var mask: Mask
    /// From the photograph to the crop.
    package var matrix: CropMatrix

    package init(pixels: Raster, mask: Mask, matrix: CropMatrix) {
        precondition(pixels.size == mask.size && pixels.channels == 3, "a crop and its mask have one size")
        self.pixels = pixels
        self.mask = mask
        self.matrix = matrix
    }
}
