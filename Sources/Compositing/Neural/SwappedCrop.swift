import Faces
import Raster

/// A crop that a network has drawn, before it is laid into the photograph.
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

    /// The crop in the photograph's pixels, as a layer.
    /// - Throws: `CompositingError.faceOutsidePicture`.
    func layer(over photograph: Photograph) throws(CompositingError) -> Layer {
        try PastedFace(self, in: photograph.size).layer(over: photograph)
    }
}
