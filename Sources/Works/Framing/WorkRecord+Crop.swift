import Raster

extension WorkRecord {
    /// The part of the target that the work shows, in pixels of the target.
    /// - Parameter size: of the target.
    package func crop(within size: PixelSize) -> PixelBox {
        guard let figures = steps.first(where: { $0.step == "crop" })?.figures,
            let x = figures["x"], let y = figures["y"], let width = figures["width"], let height = figures["height"]
        else { return PixelBox(size) }
        return PixelBox(x: Int(x), y: Int(y), width: Int(width), height: Int(height)).intersection(PixelBox(size))
    }
}
