import Raster

extension Raster {
    /// This square picture with the broad colours of another one: FaceFusion's colour matching.
    ///
    /// Three times, at finer and finer grids, what the other differs by is averaged on the grid and added to this
    /// picture, which then stands for the other. FaceFusion cuts to 8 bits after each step, which darkens its result by
    /// about two of 255; nothing is cut here.
    func takingBroadColors(of other: Raster) -> Raster {
        var guide = other
        for scale in 0..<3 {
            let side = 16 + (Double(width) - 16) * Double(scale) / 3
            // Even, as FaceFusion keeps sizes.
            let grid = max(2, Int((side / 2).rounded(.toNearestOrEven)) * 2)
            let difference = guide.averaged(toSide: grid) - averaged(toSide: grid)
            guide = combined(with: difference.cubic(toSide: width)) { min(1, max(0, $0 + $1)) }
        }
        return guide
    }
}
