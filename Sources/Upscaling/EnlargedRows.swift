import Inference
import Raster

/// An enlarged picture that is made as it is read: the tiles of one row of them, then the picture's rows that they
/// finish.
///
/// What is in memory beside the original is one row of tiles.
package struct EnlargedRows: RowSource {
    package let form: PictureForm
    /// Told when the last row was read.
    package let figures: UpscalingFigures

    private let photograph: Photograph
    private var codes: [UInt16]
    private let upscaler: Upscaler
    private let plan: TilePlan
    private let scale: Int
    private var models: [any Model]
    private let report: @Sendable (Double) -> Void
    private let isCancelled: @Sendable () -> Bool
    private var lanczos: ResampledRows
    private var sheet: TileSheet
    private var tileRow = 0

    init(
        of photograph: Photograph, by upscaler: Upscaler, report: @escaping @Sendable (Double) -> Void,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        try upscaler.check(photograph)
        scale = upscaler.network.scale
        let size = PixelSize(width: photograph.size.width * scale, height: photograph.size.height * scale)
        plan = TilePlan(
            over: photograph.size, tile: upscaler.tileSize, overlap: upscaler.overlap,
            multiple: upscaler.multiple)
        let (across, down) = (plan.across.length, plan.down.length)
        models = try upscaler.networks.map { try $0.compile(across, down) }
        lanczos = ResampledRows(PhotographRows(photograph), to: size)
        form = lanczos.form
        sheet = TileSheet(over: size, plan: plan, scale: scale, band: PhotographRows.band)
        figures = UpscalingFigures(
            tiles: plan.count, tileSize: max(across, down),
            isTileReduced: upscaler.tileSize < upscaler.settings.tileSize && plan.count > 1)
        codes = photograph.codes16
        self.photograph = photograph
        self.upscaler = upscaler
        self.report = report
        self.isCancelled = isCancelled
    }

    package mutating func next() throws -> RowBand? {
        guard var band = try lanczos.next() else { return nil }
        while sheet.finished < band.rows.upperBound { try drawTiles(from: band.rows.lowerBound) }
        sheet.lay(over: &band, channels: form.channels)
        if band.rows.upperBound == form.size.height {
            figures.set(share: sheet.share)
            // An encoder may hold on to this for long: let go of what takes memory.
            models = []
            codes = []
            sheet.clear()
        }
        return band
    }

    /// Adds the next row of tiles. Rows above `top` have been read.
    private mutating func drawTiles(from top: Int) throws {
        sheet.makeRoom(from: top)
        let columns = plan.across.starts
        for column in columns.indices {
            if isCancelled() { throw CancellationError() }
            let corner = (x: columns[column], y: plan.down.starts[tileRow])
            let seen = SeenTile(
                of: codes, form: photograph.form, at: corner, across: plan.across.length, down: plan.down.length)
            for (network, strength) in upscaler.strengths(at: corner, across: seen.across, down: seen.down) {
                let tile = try EnlargedTile(
                    seen, by: upscaler.networks[network], models[network],
                    margins: (plan.across.margins(of: column), plan.down.margins(of: tileRow)), strength: strength)
                sheet.add(tile, column: column, row: tileRow)
            }
            report(Double(tileRow * columns.count + column + 1) / Double(plan.count))
        }
        sheet.end(row: tileRow)
        tileRow += 1
    }
}
