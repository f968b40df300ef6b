import Raster

/// Black that is laid around a picture before a detector sees it, so that it finds faces which fill the picture or
/// touch its border. In percent, 0…100: 100 adds half of the picture's height above or below, of its width left or
/// right.
public struct DetectorMargins: Sendable, Hashable, Codable {
    public var top: Int
    public var right: Int
    public var bottom: Int
    public var left: Int

    public init(top: Int = 0, right: Int = 0, bottom: Int = 0, left: Int = 0) {
        self.top = top
        self.right = right
        self.bottom = bottom
        self.left = left
    }

    /// Where the picture's corner lies in the padded one, and how large that is.
    func padding(of size: PixelSize) -> (corner: SIMD2<Double>, size: PixelSize) {
        let pixels = { (length: Int, percent: Int) in Int(Double(length) * (0.005 * Double(min(100, max(0, percent)))))
        }
        let (x, y) = (pixels(size.width, left), pixels(size.height, top))
        let padded = PixelSize(
            width: size.width + x + pixels(size.width, right), height: size.height + y + pixels(size.height, bottom))
        return (SIMD2(Double(x), Double(y)), padded)
    }
}
