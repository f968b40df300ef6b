import Faces
import Raster
import Testing

@Suite("Tiles of the search")
struct SearchTilesTests {
    /// Width in pixels of the smallest face that is found: 40 where a tile has 1056.
    private static func smallestFace(_ tiles: SearchTiles) -> Float { tiles.side * 40 / 1056 }

    @Test(
        "a panorama's tiles are as small as six allow, and a face that the whole picture is too coarse for lies in one",
        arguments: [PixelSize(width: 24_000, height: 4000), PixelSize(width: 4000, height: 24_000)])
    func panorama(_ size: PixelSize) {
        let tiles = SearchTiles(over: size)
        #expect(tiles.centers.count == 6)
        #expect(Self.smallestFace(tiles) < 200)
        let isWide = size.width > size.height
        let along = tiles.centers.map { isWide ? $0.x : $0.y }
        #expect(tiles.centers.allSatisfy { (isWide ? $0.y : $0.x) == 2000 } && tiles.side >= 4000)
        #expect(abs((along.first ?? 0) - tiles.side / 2) < 1)
        #expect(abs((along.last ?? 0) + tiles.side / 2 - 24_000) < 1)
        // Seen whole, the picture shows faces of 40 pixels where it has 1056.
        let overlap: Float = 24_000 * 40 / 1056
        #expect(zip(along, along.dropFirst()).allSatisfy { $1 - $0 <= tiles.side - overlap + 1 })
    }

    @Test(
        "photographs of cameras are searched in six tiles, or nine where they are nearly square",
        arguments: [
            (PixelSize(width: 6000, height: 4000), 6), (PixelSize(width: 4000, height: 3000), 6),
            (PixelSize(width: 3072, height: 4080), 6), (PixelSize(width: 8000, height: 4500), 6),
            (PixelSize(width: 6000, height: 6000), 9),
        ])
    func cameras(_ pair: (size: PixelSize, count: Int)) {
        let tiles = SearchTiles(over: pair.size)
        #expect(tiles.centers.count == pair.count)
        let longest = Float(max(pair.size.width, pair.size.height))
        #expect(Self.smallestFace(tiles) <= longest / 66, "as the error for a picture without a face says")
    }

    @Test(
        "photographs up to 2720 pixels long have the smallest tiles, in even steps",
        arguments: [
            (PixelSize(width: 1536, height: 2048), [528, 1008], [528, 1520]),
            (PixelSize(width: 2720, height: 1530), [528, 1360, 2192], [528, 1002]),
            (PixelSize(width: 2720, height: 2720), [528, 1360, 2192], [528, 1360, 2192]),
            (PixelSize(width: 2720, height: 800), [528, 1360, 2192], [400]),
            (PixelSize(width: 1056, height: 900), [], []),
        ] as [(PixelSize, [Float], [Float])])
    func smallest(_ layout: (size: PixelSize, across: [Float], down: [Float])) {
        let tiles = SearchTiles(over: layout.size)
        #expect(tiles.side == 1056)
        #expect(tiles.centers == layout.down.flatMap { y in layout.across.map { x in SIMD2(x, y) } })
    }
}
