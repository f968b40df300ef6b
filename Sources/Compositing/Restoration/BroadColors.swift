import Raster

extension Raster {
    /// This square picture with the broad colours of another one: FaceFusion's colour matching.
    ///
    /// Three times, at finer and finer grids, what the other differs by is averaged on the grid and added to this
    /// picture, which then stands for the other. FaceFusion cuts to 8 bits after each of the four additions, which
    /// darkens its result by about two of 255; nothing is cut here.
    func takingBroadColors(of other: Raster) -> Raster {
        var guide = other
        for grid in [16, Self.even(16 + Double(width - 16) / 3), Self.even(16 + Double(width - 16) * 2 / 3)] {
            guide = corrected(towards: guide, grid: grid)
        }
        return corrected(towards: guide, grid: width)
    }

    private static func even(_ side: Double) -> Int { Int((side / 2).rounded(.toNearestOrEven)) * 2 }

    private func corrected(towards guide: Raster, grid: Int) -> Raster {
        let difference = guide.averaged(toSide: grid) - averaged(toSide: grid)
        let corrected = self + (grid == width ? difference : difference.cubic(toSide: width))
        return corrected.map { min(1, max(0, $0)) }
    }
}
