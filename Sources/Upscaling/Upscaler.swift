import Inference
import Raster

/// Enlarges photographs with a super-resolution network, tile by tile.
///
///     let upscaler = Upscaler(try UpscalingNetwork(named: "real_esrgan_4x", from: store, engine: engine))
///     let large = try upscaler.enlarge(photograph).picture
///
/// The network sees the picture's own code values as float32. What it adds is detail; the colour of every place larger
/// than a few pixels, and whatever is smooth in the original, stays the original's in 16 bits: a network trained on
/// 8-bit pictures knows nothing finer, and would draw steps and ripples into a sky. The same picture, settings, model
/// and engine give the same bytes.
public struct Upscaler: Sendable {
    public struct Settings: Sendable, Equatable {
        /// Edge of the square of the original that the network sees at once, in pixels.
        public var tileSize = 512
        /// Pixels that neighbouring tiles share; nil for what the network needs.
        public var tileOverlap: Int?
        /// 0 (Lanczos alone) … 1 (the network alone).
        public var strength: Float = 1
        /// Bytes that one run of the network may take; tiles are made smaller to keep to it.
        public var memory = 800 << 20

        public init() {}
    }

    /// What is done otherwise where the faces are.
    public struct Faces: Sendable {
        /// 1 where a face is, 0 elsewhere; of the original's size.
        public var mask: Mask
        /// What enlarges them; nil for the network of the rest.
        public var network: UpscalingNetwork?
        /// As `Settings.strength`.
        public var strength: Float

        public init(mask: Mask, network: UpscalingNetwork? = nil, strength: Float) {
            self.mask = mask
            self.network = network
            self.strength = strength
        }
    }

    let network: UpscalingNetwork
    let settings: Settings
    private let faces: Faces?

    public init(_ network: UpscalingNetwork, settings: Settings = Settings(), faces: Faces? = nil) {
        self.network = network
        self.faces = faces
        var settings = settings
        // A network that takes one size alone decides.
        if let side = [network.fixedSide, faces?.network?.fixedSide].compactMap({ $0 }).first {
            settings.tileSize = side
            settings.tileOverlap = min(settings.tileOverlap ?? network.overlap, side / 4)
        }
        self.settings = settings
    }

    /// The picture, `network.scale` times as large, in 16 bits.
    /// - Parameters:
    ///   - report: is called with the share that is done, 0…1, after every tile.
    ///   - isCancelled: is asked before every tile.
    /// - Throws: `UpscalingError`; `InferenceError`; `CancellationError`.
    public func enlarge(
        _ photograph: Photograph, report: @escaping @Sendable (Double) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> (picture: Photograph, figures: UpscalingFigures) {
        let rows = try rows(of: photograph, report: report, isCancelled: isCancelled)
        return (try Photograph(rows), rows.figures)
    }

    /// The same picture, made as it is read.
    /// - Throws: `UpscalingError`; `InferenceError`.
    package func rows(
        of photograph: Photograph, report: @escaping @Sendable (Double) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> EnlargedRows {
        try EnlargedRows(of: photograph, by: self, report: report, isCancelled: isCancelled)
    }
}

extension Upscaler {
    /// The network of the rest and, when it is another, that of the faces.
    var networks: [UpscalingNetwork] {
        guard let other = faces?.network, other.name != network.name else { return [network] }
        return [network, other]
    }

    /// What the sides of a tile must be multiples of, for every network.
    var multiple: Int { networks.map(\.multiple).reduce(1, Self.leastCommonMultiple) }

    /// Pixels that neighbouring tiles share.
    var overlap: Int { settings.tileOverlap ?? networks.map(\.overlap).max() ?? 0 }

    /// The largest tile side that the settings' memory lets the networks see.
    package var tileSize: Int {
        let bytes = networks.map(\.bytesPerPixel).reduce(0, +)
        let affordable = Int((Double(settings.memory) / Double(max(1, bytes))).squareRoot())
        let least = overlap + max(16, multiple)
        return min(settings.tileSize, max(least, affordable / 16 * 16))
    }

    /// - Throws: `UpscalingError`.
    func check(_ photograph: Photograph) throws(UpscalingError) {
        let least = overlap + max(8, multiple)
        guard settings.tileSize >= least || networks.allSatisfy({ $0.fixedSide == settings.tileSize }) else {
            throw .tileTooSmall(tile: settings.tileSize, least: least)
        }
        guard let faces else { return }
        precondition(faces.mask.size == photograph.size, "the faces' mask is of the picture's size")
        if let other = faces.network, other.scale != network.scale {
            throw .otherScale(model: other.name, scale: other.scale, expected: network.scale)
        }
    }

    /// How much each network that takes part counts in a tile, at each of its places.
    func strengths(at corner: (x: Int, y: Int), across: Int, down: Int) -> [(network: Int, strength: Raster)] {
        var here = Raster(width: across, height: down, channels: 1, repeating: 0)
        guard let faces else { return settings.strength > 0 ? [(0, here.map { _ in settings.strength })] : [] }
        for y in 0..<down {
            for x in 0..<across {
                // Beyond the picture's edge, where nothing counts, the edge goes on.
                let (column, row) = (corner.x + x, corner.y + y)
                here[x, y, 0] =
                    faces.mask[
                        min(max(0, column), faces.mask.width - 1), min(max(0, row), faces.mask.height - 1)]
            }
        }
        let (rest, inside) = (settings.strength, faces.strength)
        // A network that counts nowhere in the tile does not run.
        let parts =
            networks.count == 1
            ? [(0, here.map { rest + (inside - rest) * $0 })]
            : [(0, here.map { rest * (1 - $0) }), (1, here.map { inside * $0 })]
        return parts.filter { _, strength in strength.values.contains { $0 > 0 } }
    }

    private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
        var (x, y) = (a, b)
        while y != 0 { (x, y) = (y, x % y) }
        return a / max(1, x) * b
    }
}
