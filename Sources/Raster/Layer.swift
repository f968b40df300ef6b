/// Pixels that are laid over a photograph: the result of a swap or a restoration, over its region only.
public struct Layer: Sendable {
    /// What the mask mixes where it lies between 0 and 1.
    public enum Mixing: Sendable, Hashable {
        /// Light, as a camera would.
        case light
        /// The photograph's own code values, as programs do that know nothing of light.
        case codes
    }

    /// Where the layer lies, in pixels of the photograph.
    public var region: PixelBox
    /// Linear RGB relative to the photograph's own colour space, the size of `region`.
    public var pixels: Raster
    /// The size of `region`; pixels where it is 0 keep the photograph's exact code values.
    public var mask: Mask
    public var mixing: Mixing

    public init(region: PixelBox, pixels: Raster, mask: Mask, mixing: Mixing = .light) {
        precondition(pixels.size == region.size && mask.size == region.size, "a layer's planes have its region's size")
        precondition(pixels.channels == 3, "a layer is RGB")
        self.region = region
        self.pixels = pixels
        self.mask = mask
        self.mixing = mixing
    }
}
