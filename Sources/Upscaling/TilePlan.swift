import Raster

/// Where the tiles of one axis lie, and how they are blended: the weights of all tiles add up to 1 at every pixel.
package struct TileLine: Sendable, Equatable {
    /// Pixels of the picture that a tile shows.
    package let length: Int
    /// First pixel of each tile; below 0, and beyond the end, the picture is mirrored.
    package let starts: [Int]
    /// Pixels of the picture.
    package let count: Int
    /// Pixels at a tile's border whose surroundings the network did not see whole: they are thrown away.
    package let margin: Int

    /// - Parameters:
    ///   - count: pixels of the picture along the axis.
    ///   - tile: longest tile.
    ///   - overlap: pixels that neighbours share, of which each throws away the outer three eighths.
    ///   - multiple: what a tile's length must be a multiple of.
    package init(count: Int, tile: Int, overlap: Int, multiple: Int) {
        let margin = overlap * 3 / 8
        let needed = count + 2 * margin
        self.count = count
        self.margin = margin
        if needed <= tile {
            length = (needed + multiple - 1) / multiple * multiple
            starts = [-margin]
            return
        }
        let length = max(multiple, tile / multiple * multiple)
        let step = max(1, length - overlap)
        let tiles = (needed - overlap + step - 1) / step
        // Evenly spread, so that no tile shows much of what its neighbour shows.
        starts = (0..<tiles).map { -margin + $0 * (needed - length) / max(1, tiles - 1) }
        self.length = length
    }

    /// Weights of the pixels of tile `index`, enlarged by `scale`: 0 in its margins, 1 where it stands alone, falling in
    /// a straight line where two overlap.
    package func weights(of index: Int, scale: Int) -> [Float] {
        let start = starts[index]
        let before = index > 0 ? starts[index - 1] + length : nil
        let after = index + 1 < starts.count ? starts[index + 1] : nil
        return (0..<length * scale).map { pixel in
            let at = Float(start) + (Float(pixel) + 0.5) / Float(scale)
            guard at > 0, at < Float(count) else { return 0 }
            var weight: Float = 1
            if let before { weight *= Self.rise(at, from: start + margin, to: before - margin) }
            if let after { weight *= 1 - Self.rise(at, from: after + margin, to: start + length - margin) }
            return weight
        }
    }

    private static func rise(_ at: Float, from: Int, to: Int) -> Float {
        min(1, max(0, (at - Float(from)) / Float(max(1, to - from))))
    }
}

/// The tiles over a picture, row by row.
package struct TilePlan: Sendable {
    package let across: TileLine
    package let down: TileLine

    package var count: Int { across.starts.count * down.starts.count }

    package init(over size: PixelSize, tile: Int, overlap: Int, multiple: Int) {
        across = TileLine(count: size.width, tile: tile, overlap: overlap, multiple: multiple)
        down = TileLine(count: size.height, tile: tile, overlap: overlap, multiple: multiple)
    }
}
