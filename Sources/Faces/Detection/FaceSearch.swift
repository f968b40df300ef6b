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

    /// Candidates in groups of one face each, best first, and the whole photograph as the search saw it.
    func groups(
        in photograph: Photograph, colors: DisplayColors
    ) throws -> (groups: [[FaceCandidate]], excerpt: Excerpt) {
        let size = SIMD2(Float(photograph.size.width), Float(photograph.size.height))
        let whole = CropFrame(center: size / 2, side: size.max())
        let tile = Self.tileSide * max(1, size.max() / Self.longestSide)
        let isTiled = size.max() > tile
        let excerpt = Excerpt(
            of: photograph, region: PixelBox(photograph.size),
            factor: Excerpt.factor(side: min(tile, size.max()), samples: wide.samples), colors: colors)
        let overview = isTiled ? excerpt.reduced(toFit: wide.samples) : excerpt

        let glances: [Look] =
            [Look(detector: wide, excerpt: overview, frame: whole, threshold: Self.threshold)]
            + Self.turns.map { turn in
                let frame = CropFrame(center: whole.center, side: whole.side, axis: turn)
                return Look(detector: quick, excerpt: overview, frame: frame, threshold: Self.threshold)
            }
        let tiles = isTiled ? Self.tiles(over: size, side: tile) : []
        var found = try Self.candidates(glances + looks(at: tiles, of: excerpt, turn: Self.turns[0]))
        // A photograph that lies on its side shows nothing so far when its faces are small.
        for turn in Self.turns.dropFirst() where isTiled && found.isEmpty {
            found += try Self.candidates(looks(at: tiles, of: excerpt, turn: turn))
        }
        return (found.grouped(), excerpt)
    }

    private struct Look: Sendable {
        let detector: any FaceDetector
        let excerpt: Excerpt
        let frame: CropFrame
        let threshold: Float
    }

    private func looks(at tiles: [CropFrame], of excerpt: Excerpt, turn: SIMD2<Float>) -> [Look] {
        tiles.map { tile in
            let frame = CropFrame(center: tile.center, side: tile.side, axis: turn)
            return Look(detector: wide, excerpt: excerpt, frame: frame, threshold: Self.tileThreshold)
        }
    }

    private static func candidates(_ looks: [Look]) throws -> [FaceCandidate] {
        try looks.concurrentMap { look in
            try look.detector.detect(in: look.excerpt, at: look.frame, threshold: look.threshold)
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
