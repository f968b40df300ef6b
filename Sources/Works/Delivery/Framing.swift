import Raster

extension PixelSize {
    /// The largest size with these proportions inside `box`, sides rounded to whole pixels.
    package func fitted(into box: PixelSize) -> PixelSize {
        // Compared as products: which side limits is exact whatever the size.
        if width * box.height >= height * box.width {
            return PixelSize(width: box.width, height: max(1, (height * box.width + width / 2) / width))
        }
        return PixelSize(width: max(1, (width * box.height + height / 2) / height), height: box.height)
    }

    /// This size, made smaller when its long side is above `longSide`.
    package func reduced(toLongSide longSide: Int) -> PixelSize {
        max(width, height) <= longSide ? self : fitted(into: PixelSize(width: longSide, height: longSide))
    }
}
