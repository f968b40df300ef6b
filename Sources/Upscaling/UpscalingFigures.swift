import Synchronization

/// What an enlargement did.
public final class UpscalingFigures: Sendable {
    public let tiles: Int
    /// The largest tile, pixels.
    public let tileSize: Int
    /// Whether tiles are smaller than asked, to save memory.
    public let isTileReduced: Bool
    private let drawn = Mutex(0.0)

    /// Share of the picture, by detail, that the network drew; 0 until the last row was read.
    public var share: Double { drawn.withLock { $0 } }

    init(tiles: Int, tileSize: Int, isTileReduced: Bool) {
        self.tiles = tiles
        self.tileSize = tileSize
        self.isTileReduced = isTileReduced
    }

    func set(share: Double) { drawn.withLock { $0 = share } }
}
