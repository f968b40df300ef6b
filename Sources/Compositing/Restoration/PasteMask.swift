import Raster

/// How the mask of a crop is made that a processor pastes back: a soft box, less what hides the face.
public struct PasteMask: Sendable {
    /// Where a crop (sRGB code values, 0…1) shows the face and where something before it: 1…0.
    public typealias Occlusion = @Sendable (Raster) throws -> Mask

    /// Width of the soft rim, 0…1: a share of half the crop.
    public var blur: Float
    /// Nil where nothing is asked.
    public var occlusion: Occlusion?

    /// FaceFusion's defaults.
    public init(blur: Float = 0.3, occlusion: Occlusion? = nil) {
        self.blur = blur
        self.occlusion = occlusion
    }

    /// - Parameter crop: a square.
    func mask(of crop: Raster) throws -> Mask {
        let box = CropMask.box(side: crop.width, padding: .init(), blur: blur)
        guard let occlusion else { return CropMask.combined([box]) }
        return CropMask.combined([box, Raster(try occlusion(crop))])
    }
}
