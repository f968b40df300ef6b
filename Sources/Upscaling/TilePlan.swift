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
    /// The same at the picture's own edges, where every plan sees the same mirrored pixels.
    package let rim: Int

    /// Mirrored pixels beyond the picture's edges: enough that the network does not see an edge there.
    private static let usualRim = 16
    /// Pixels over which neighbours are blended, where their overlap has room for more.
    private static let widestBlend = 16

    /// - Parameters:
    ///   - count: pixels of the picture along the axis.
    ///   - tile: longest tile.
    ///   - overlap: pixels that neighbours share. Each throws away all of its half but what they are blended over.
    ///   - multiple: what a tile's length must be a multiple of.
    package init(count: Int, tile: Int, overlap: Int, multiple: Int) {
        margin = max(overlap * 3 / 8, (overlap - Self.widestBlend) / 2)
        self.count = count
        rim = min(margin, Self.usualRim)
        let needed = count + 2 * rim
        if needed <= tile {
            length = (needed + multiple - 1) / multiple * multiple
            starts = [-rim]
            return
        }
        let longest = max(multiple, tile / multiple * multiple)
        let step = max(1, longest - overlap)
        let tiles = (needed - overlap + step - 1) / step
        // No longer than so many tiles have to be.
        let just = (needed + (tiles - 1) * overlap + tiles - 1) / tiles
        let length = min(longest, (just + multiple - 1) / multiple * multiple)
        // Evenly spread, so that no tile shows much of what its neighbour shows.
        let first = -rim
        starts = (0..<tiles).map { first + $0 * (needed - length) / max(1, tiles - 1) }
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

    /// What is thrown away before and behind tile `index`.
    package func margins(of index: Int) -> (before: Int, after: Int) {
        (index == 0 ? rim : margin, index == starts.count - 1 ? starts[index] + length - count : margin)
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
