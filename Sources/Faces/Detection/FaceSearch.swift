import Raster

/// Looks for faces in a whole photograph: large ones at a glance and whichever way they lie, small ones tile by tile.
struct FaceSearch: Sendable {
    /// The four ways a photograph may lie, as the direction of an upright face's horizontal.
    private static let turns: [SIMD2<Float>] = [SIMD2(1, 0), SIMD2(0, 1), SIMD2(-1, 0), SIMD2(0, -1)]
    /// Below this a detector sees faces in everything. What it lets through must still convince the landmarker.
    private static let threshold: Float = 0.4
    /// Faces at the limit of a tile's resolution score lower.
    private static let tileThreshold: Float = 0.3
    /// Edge of a tile in pixels of the photograph: a face 40 pixels wide fills 10 of the detector's 256 samples there,
    /// the least that it finds in nine of ten cases.
    private static let tileSide: Float = 1056
    /// Tiles overlap by more than the smallest face; the whole picture shows those that are larger than a third of it.
    private static let tileOverlap: Float = 64
    /// Photographs longer than this are searched in proportionally larger tiles, so that the time has a bound.
    private static let longestSide: Float = 2720

    private let wide: any FaceDetector
    private let quick: any FaceDetector

    /// - Parameters:
    ///   - wide: finds small faces; sees the whole picture and its tiles.
    ///   - quick: sees the whole picture four ways.
    init(wide: any FaceDetector, quick: any FaceDetector) {
        self.wide = wide
        self.quick = quick
    }

    /// Candidates in groups of one face each, best first.
    func groups(in photograph: Photograph, colors: DisplayColors) throws -> [[FaceCandidate]] {
        let size = SIMD2(Float(photograph.size.width), Float(photograph.size.height))
        let whole = CropFrame(center: size / 2, side: size.max())
        let tile = Self.tileSide * max(1, size.max() / Self.longestSide)
        let isTiled = size.max() > tile
        let excerpt = Excerpt(
            of: photograph, region: PixelBox(photograph.size),
            factor: Excerpt.factor(side: min(tile, size.max()), samples: wide.samples), colors: colors)
        let overview = isTiled ? excerpt.reduced(toFit: wide.samples) : excerpt

        var found = try wide.detect(in: overview, at: whole, threshold: Self.threshold)
        found += try Self.turns.concurrentMap { turn in
            let frame = CropFrame(center: whole.center, side: whole.side, axis: turn)
            return try quick.detect(in: overview, at: frame, threshold: Self.threshold)
        }.flatMap { $0 }
        guard isTiled else { return found.grouped() }
        let large = found.blended().filter { $0.score > 0.8 }
        let tiles = Self.tiles(over: size, side: tile).filter { tile in !large.contains { $0.covers(tile) } }
        found += try search(tiles, of: excerpt, turn: Self.turns[0])
        // A photograph that lies on its side shows nothing so far when its faces are small.
        for turn in Self.turns.dropFirst() where found.isEmpty {
            found += try search(tiles, of: excerpt, turn: turn)
        }
        return found.grouped()
    }

    private func search(_ tiles: [CropFrame], of excerpt: Excerpt, turn: SIMD2<Float>) throws -> [FaceCandidate] {
        try tiles.concurrentMap { tile in
            try wide.detect(
                in: excerpt, at: CropFrame(center: tile.center, side: tile.side, axis: turn),
                threshold: Self.tileThreshold)
        }.flatMap { $0 }
    }

    /// Squares that cover a picture in even steps.
    private static func tiles(over size: SIMD2<Float>, side: Float) -> [CropFrame] {
        let stops = { (length: Float) -> [Float] in
            let count = max(1, Int(((length - tileOverlap) / (side - tileOverlap)).rounded(.up)))
            guard count > 1 else { return [length / 2] }
            let step = (length - side) / Float(count - 1)
            return (0..<count).map { side / 2 + Float($0) * step }
        }
        return stops(size.y).flatMap { y in
            stops(size.x).map { x in CropFrame(center: SIMD2(x, y), side: side) }
        }
    }
}

extension FaceCandidate {
    /// Whether the face fills so much of an upright frame that no second one has room there.
    fileprivate func covers(_ frame: CropFrame) -> Bool {
        let corner = frame.center - frame.side / 2
        let tile = Box(x: corner.x, y: corner.y, width: frame.side, height: frame.side)
        let across = min(box.x + box.width, tile.x + tile.width) - max(box.x, tile.x)
        let down = min(box.y + box.height, tile.y + tile.height) - max(box.y, tile.y)
        return across > 0 && down > 0 && across * down > 0.85 * tile.area
    }
}
