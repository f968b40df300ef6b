import Raster

/// Looks for faces in a whole photograph: large ones at a glance and whichever way they lie, small ones tile by tile.
struct FaceSearch: Sendable {
    /// The four ways a photograph may lie, as the direction of an upright face's horizontal.
    private static let turns: [SIMD2<Float>] = [SIMD2(1, 0), SIMD2(0, 1), SIMD2(-1, 0), SIMD2(0, -1)]
    /// Below this a detector sees faces in everything. What it lets through must still convince the landmarker.
    private static let threshold: Float = 0.4
    /// Faces at the limit of a tile's resolution score lower.
    private static let tileThreshold: Float = 0.3

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
        let layout = SearchTiles(over: photograph.size)
        let isTiled = !layout.centers.isEmpty
        let excerpt = Excerpt(
            of: photograph, region: PixelBox(photograph.size),
            factor: Excerpt.factor(side: min(layout.side, size.max()), samples: wide.samples), colors: colors)
        let overview = isTiled ? excerpt.reduced(toFit: wide.samples) : excerpt

        let glances: [Look] =
            [Look(detector: wide, excerpt: overview, frame: whole, threshold: Self.threshold)]
            + Self.turns.map { turn in
                let frame = CropFrame(center: whole.center, side: whole.side, axis: turn)
                return Look(detector: quick, excerpt: overview, frame: frame, threshold: Self.threshold)
            }
        let tiles = layout.centers.map { CropFrame(center: $0, side: layout.side) }
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
}
