import Raster

/// The squares, in even steps, in which a photograph's small faces are looked for.
package struct SearchTiles: Sendable, Equatable {
    /// Edge of the smallest tiles, in pixels of the photograph: a face 40 pixels wide fills 10 of the detector's 256
    /// samples there, the least that it finds in nine of ten cases.
    private static let smallestSide: Float = 1056
    /// Width of the smallest face that is found, as a share of what the detector sees at once.
    private static let smallestFace: Float = 40 / smallestSide
    /// Pixels that the smallest tiles share: more than the smallest face.
    private static let smallestOverlap: Float = 64
    /// Photographs with a longer side than this, in pixels, get larger tiles, so that the time has a bound.
    private static let longestSide: Float = 2720
    /// The shorter side over the longer one up to which six of those cover a photograph: what cameras call 4:3, and
    /// all that is longer. Nearer to a square there are nine.
    private static let cameraShape: Float = 0.76
    /// A count that rounding puts this much above a whole number is that number.
    private static let tolerance: Float = 1e-4

    /// Edge of a tile, in pixels of the photograph.
    package let side: Float
    /// Middles of the tiles in pixels of the photograph, row by row; empty where one look shows it all as well.
    package let centers: [SIMD2<Float>]

    package init(over picture: PixelSize) {
        let size = SIMD2(Float(picture.width), Float(picture.height))
        let longest = size.max()
        let overlap: Float
        if longest > Self.longestSide {
            // A face that is too small for the look at the whole photograph lies whole in one of the tiles.
            overlap = longest * Self.smallestFace
            side = Self.edge(over: size, overlap: overlap, count: size.min() > Self.cameraShape * longest ? 9 : 6)
        } else {
            overlap = Self.smallestOverlap
            side = Self.smallestSide
        }
        guard longest > side else {
            centers = []
            return
        }
        let across = Self.stops(size.x, side: side, overlap: overlap)
        let down = Self.stops(size.y, side: side, overlap: overlap)
        centers = down.flatMap { y in across.map { x in SIMD2(x, y) } }
    }

    /// The smallest edge with which at most `count` tiles cover a picture, in as many columns as suit its shape.
    private static func edge(over size: SIMD2<Float>, overlap: Float, count: Int) -> Float {
        let needed = { (length: Float, tiles: Int) -> Float in
            (length + Float(tiles - 1) * overlap) / Float(tiles)
        }
        let edges = (1...count).map { columns -> Float in
            max(needed(size.x, columns), needed(size.y, count / columns))
        }
        return max(smallestSide, edges.min() ?? size.max())
    }

    /// The tiles' middles along one side of the photograph.
    private static func stops(_ length: Float, side: Float, overlap: Float) -> [Float] {
        let count = max(1, Int(((length - overlap) / (side - overlap) - tolerance).rounded(.up)))
        guard count > 1 else { return [length / 2] }
        let step = (length - side) / Float(count - 1)
        return (0..<count).map { side / 2 + Float($0) * step }
    }
}
