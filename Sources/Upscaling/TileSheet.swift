import CKernels
import Raster

/// Where tiles come together: the rows that are still open as sums, those above as finished codes.
///
/// Holds as many rows of sums as one row of tiles is high, whatever the picture's size.
struct TileSheet: ~Copyable {
    /// The enlarged picture: Lanczos's, until the tiles are laid over it.
    private(set) var codes: [UInt16]

    private let size: PixelSize
    private let channels: Int
    private let plan: TilePlan
    private let scale: Int
    private let columnWeights: [[Float]]
    /// R, G, B times weight, and weight, of the rows from `first` on.
    private var sums: [Float]
    private var first = 0
    private let height: Int
    private var drawn = 0.0

    /// Share of the picture that the tiles made up so far.
    var share: Double { drawn / Double(max(1, size.area)) }

    init(over codes: [UInt16], size: PixelSize, channels: Int, plan: TilePlan, scale: Int) {
        self.codes = codes
        self.size = size
        self.channels = channels
        self.plan = plan
        self.scale = scale
        columnWeights = plan.across.starts.indices.map { plan.across.weights(of: $0, scale: scale) }
        height = min(size.height, plan.down.length * scale)
        sums = [Float](repeating: 0, count: size.width * height * 4)
    }

    mutating func add(_ tile: EnlargedTile, column: Int, row: Int) {
        let rows = plan.down.weights(of: row, scale: scale)
        let (x, y) = (plan.across.starts[column] * scale, plan.down.starts[row] * scale - first)
        let (width, height, scale, columns) = (size.width, height, scale, columnWeights[column])
        sums.withUnsafeMutableBufferPointer { sums in
            tile.planes.withUnsafeBufferPointer { planes in
                tile.change[0].values.withUnsafeBufferPointer { red in
                    tile.change[1].values.withUnsafeBufferPointer { green in
                        tile.change[2].values.withUnsafeBufferPointer { blue in
                            tile.share.values.withUnsafeBufferPointer { share in
                                columns.withUnsafeBufferPointer { columns in
                                    rows.withUnsafeBufferPointer { rows in
                                        // Safe: each band adds to its own rows alone.
                                        nonisolated(unsafe) let request = kernel_tile_sum(
                                            planes: planes.baseAddress,
                                            change: (red.baseAddress, green.baseAddress, blue.baseAddress),
                                            share: share.baseAddress, across: tile.across, down: tile.down,
                                            scale: scale, columns: columns.baseAddress, rows: rows.baseAddress,
                                            sum: sums.baseAddress, width: width, x: x, y: y, height: height)
                                        Rows.parallel(tile.down * scale, band: 64) { band in
                                            var scratch = [Float](repeating: 0, count: 4 * tile.across)
                                            withUnsafePointer(to: request) {
                                                kernel_tile_add($0, &scratch, band.lowerBound, band.upperBound)
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Finishes the rows that no later row of tiles reaches.
    mutating func lay(throughTileRow row: Int, strength: Float) {
        let starts = plan.down.starts
        let end = row + 1 < starts.count ? max(0, starts[row + 1] * scale) : size.height
        let count = min(size.height, end) - first
        guard count > 0 else { return }
        let (width, channels) = (size.width, channels)
        let offset = first * width * channels
        sums.withUnsafeBufferPointer { sums in
            codes.withUnsafeMutableBufferPointer { codes in
                guard let base = sums.baseAddress, let target = codes.baseAddress else { return }
                // Safe: each band reads and writes its own rows alone.
                nonisolated(unsafe) let (from, to) = (base, target + offset)
                Rows.parallel(count) { rows in
                    let start = rows.lowerBound * width
                    kernel_tile_lay(
                        from + start * 4, strength, to + start * channels, channels, rows.count * width)
                }
            }
        }
        var weight = 0.0
        for pixel in 0..<count * width { weight += Double(sums[pixel * 4 + 3]) }
        drawn += weight * Double(strength)
        let kept = (height - count) * width * 4
        sums.withUnsafeMutableBufferPointer { sums in
            for i in 0..<kept { sums[i] = sums[i + count * width * 4] }
            for i in kept..<sums.count { sums[i] = 0 }
        }
        first += count
    }
}
