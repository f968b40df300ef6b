import CKernels
import Raster

/// Where tiles come together, as sums that are still open.
///
/// Holds as many rows as one row of tiles is high and a band more, whatever the picture's size.
struct TileSheet {
    private let size: PixelSize
    private let plan: TilePlan
    private let scale: Int
    private let columnWeights: [[Float]]
    /// R, G, B times weight, and weight, of the rows from `first` on.
    private var sums: [Float]
    private var first = 0
    private let height: Int
    /// Rows that no later row of tiles reaches end here.
    private(set) var finished = 0
    private var drawn = 0.0

    /// Share of the picture that the tiles made up so far.
    var share: Double { drawn / Double(max(1, size.area)) }

    /// - Parameters:
    ///   - size: of the enlarged picture.
    ///   - band: the most rows that are laid at once.
    init(over size: PixelSize, plan: TilePlan, scale: Int, band: Int) {
        self.size = size
        self.plan = plan
        self.scale = scale
        columnWeights = plan.across.starts.indices.map { plan.across.weights(of: $0, scale: scale) }
        height = min(size.height, plan.down.length * scale + band)
        let (width, height) = (size.width, height)
        sums = [Float](unsafeUninitializedCapacity: width * height * 4) { buffer, count in
            count = width * height * 4
            guard let base = buffer.baseAddress else { return }
            Self.clear(base, rows: height, width: width)
        }
    }

    /// To be called before the tiles of a row are added: rows above `row`, which were laid, are let go of.
    mutating func makeRoom(from row: Int) {
        let count = min(row - first, height)
        guard count > 0 else { return }
        let width = size.width
        let kept = (height - count) * width * 4
        sums.withUnsafeMutableBufferPointer { sums in
            guard let base = sums.baseAddress else { return }
            base.update(from: base + (sums.count - kept), count: kept)
            Self.clear(base + kept, rows: count, width: width)
        }
        first += count
    }

    /// On all cores: to touch new memory takes longer than to fill it.
    private static func clear(_ rows: UnsafeMutablePointer<Float>, rows count: Int, width: Int) {
        // Safe: each band writes its own rows alone.
        nonisolated(unsafe) let rows = rows
        Rows.parallel(count) { band in
            (rows + band.lowerBound * width * 4).update(repeating: 0, count: band.count * width * 4)
        }
    }

    /// To be called when every row was laid.
    mutating func clear() { sums = [] }

    mutating func add(_ tile: EnlargedTile, column: Int, row: Int) {
        let rows = plan.down.weights(of: row, scale: scale)
        let (x, y) = (plan.across.starts[column] * scale, plan.down.starts[row] * scale - first)
        let (width, height, scale, columns) = (size.width, height, scale, columnWeights[column])
        sums.withUnsafeMutableBufferPointer { sums in
            tile.withRequest(scale: scale) { request in
                columns.withUnsafeBufferPointer { columns in
                    rows.withUnsafeBufferPointer { rows in
                        var request = request
                        (request.columns, request.rows) = (columns.baseAddress, rows.baseAddress)
                        (request.sum, request.width, request.height) = (sums.baseAddress, width, height)
                        (request.x, request.y) = (x, y)
                        // Safe: each band adds to its own rows alone.
                        nonisolated(unsafe) let whole = request
                        Rows.parallel(tile.down * scale, band: 64) { band in
                            var line = [Float](repeating: 0, count: 4 * (tile.across + 1))
                            var lows = [UInt32](repeating: 0, count: tile.across * scale)
                            var parts = [Float](repeating: 0, count: tile.across * scale)
                            Self.add(whole, band, &line, &lows, &parts)
                        }
                    }
                }
            }
        }
    }

    private static func add(
        _ tile: kernel_tile_sum, _ rows: Range<Int>, _ line: UnsafeMutablePointer<Float>,
        _ lows: UnsafeMutablePointer<UInt32>, _ parts: UnsafeMutablePointer<Float>
    ) {
        let scratch = kernel_tile_scratch(line: line, lows: lows, parts: parts)
        withUnsafePointer(to: tile) { kernel_tile_add($0, scratch, rows.lowerBound, rows.upperBound) }
    }

    /// Says that every tile of `row` was added.
    mutating func end(row: Int) {
        let starts = plan.down.starts
        finished = row + 1 < starts.count ? max(0, starts[row + 1] * scale) : size.height
    }

    /// Lays finished rows over those of the picture that Lanczos enlarged.
    mutating func lay(over band: inout RowBand, channels: Int) {
        precondition(band.rows.lowerBound >= first && band.rows.upperBound <= finished, "finished rows are laid")
        let (width, count) = (size.width, band.rows.count)
        let offset = (band.rows.lowerBound - first) * width * 4
        drawn += sums.withUnsafeBufferPointer { sums in
            band.codes.withUnsafeMutableBufferPointer { codes in
                guard let base = sums.baseAddress, let target = codes.baseAddress else { return 0 }
                // Safe: each row is read and written once.
                nonisolated(unsafe) let (from, to) = (base + offset, target)
                return Array(0..<count).concurrentMap { row in
                    kernel_tile_lay(from + row * width * 4, to + row * width * channels, channels, width)
                }.reduce(0, +)
            }
        }
    }
}
