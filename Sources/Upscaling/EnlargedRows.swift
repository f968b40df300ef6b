import Inference
import Raster
import Synchronization

/// An enlarged picture that is made as it is read: the tiles of one row of them, then the picture's rows that they
/// finish.
///
/// What is in memory beside the original is one row of tiles. A class, for a copy would hold that twice: whoever has a
/// reference reads on where the last one stopped.
package final class EnlargedRows: RowSource {
    package let form: PictureForm
    /// Told when the last row was read.
    package let figures: UpscalingFigures

    private let upscaler: Upscaler
    private let original: PictureForm
    private let plan: TilePlan
    private let report: @Sendable (Double) -> Void
    private let isCancelled: @Sendable () -> Bool
    private let state: Mutex<State>

    private struct State {
        var lanczos: ResampledRows
        var sheet: TileSheet
        var codes: [UInt16]
        var models: [any Model]
        var tileRow = 0
    }

    init(
        of photograph: Photograph, by upscaler: Upscaler, report: @escaping @Sendable (Double) -> Void,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        try upscaler.check(photograph)
        let scale = upscaler.network.scale
        let size = PixelSize(width: photograph.size.width * scale, height: photograph.size.height * scale)
        plan = TilePlan(
            over: photograph.size, tile: upscaler.tileSize, overlap: upscaler.overlap, multiple: upscaler.multiple)
        let (across, down) = (plan.across.length, plan.down.length)
        let models = try upscaler.networks.map { try $0.compile(across, down) }
        let lanczos = ResampledRows(PhotographRows(photograph), to: size)
        form = lanczos.form
        figures = UpscalingFigures(
            tiles: plan.count, tileSize: max(across, down),
            isTileReduced: upscaler.tileSize < upscaler.settings.tileSize && plan.count > 1)
        original = photograph.form
        state = Mutex(
            State(
                lanczos: lanczos, sheet: TileSheet(over: size, plan: plan, scale: scale, band: PhotographRows.band),
                codes: photograph.codes16, models: models))
        self.upscaler = upscaler
        self.report = report
        self.isCancelled = isCancelled
    }

    package func next() throws -> RowBand? {
        try state.withLock { state in
            guard var band = try state.lanczos.next() else { return nil }
            while state.sheet.finished < band.rows.upperBound {
                try drawTiles(&state, from: band.rows.lowerBound)
            }
            state.sheet.lay(over: &band, channels: form.channels)
            if band.rows.upperBound == form.size.height {
                figures.set(share: state.sheet.share)
                // An encoder may hold on to this for long: let go of what takes memory.
                state.models = []
                state.codes = []
                state.sheet.clear()
                NativeMemory.giveBack()
            }
            return band
        }
    }

    /// Adds the next row of tiles. Rows above `top` have been read.
    private func drawTiles(_ state: inout State, from top: Int) throws {
        state.sheet.makeRoom(from: top)
        let (columns, row) = (plan.across.starts, state.tileRow)
        for column in columns.indices {
            if isCancelled() { throw CancellationError() }
            let corner = (x: columns[column], y: plan.down.starts[row])
            let seen = SeenTile(
                of: state.codes, form: original, at: corner, across: plan.across.length, down: plan.down.length)
            for (network, strength) in upscaler.strengths(at: corner, across: seen.across, down: seen.down) {
                let tile = try EnlargedTile(
                    seen, by: upscaler.networks[network], state.models[network],
                    margins: (plan.across.margins(of: column), plan.down.margins(of: row)), strength: strength)
                if let tile { state.sheet.add(tile, column: column, row: row) }
            }
            report(Double(row * columns.count + column + 1) / Double(plan.count))
        }
        state.sheet.end(row: row)
        state.tileRow += 1
    }
}
