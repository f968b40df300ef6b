import CKernels
import Inference
import Raster

/// Enlarges photographs with a super-resolution network, tile by tile.
///
///     let upscaler = Upscaler(try UpscalingNetwork(named: "real_esrgan_4x", from: store, engine: engine))
///     let large = try upscaler.enlarge(photograph)
///
/// The network sees the picture's own code values as float32. What it adds is detail; the colour of every place larger
/// than a few pixels, and whatever is smooth in the original, stays the original's in 16 bits: a network trained on
/// 8-bit pictures knows nothing finer, and would draw steps and ripples into a sky. The same picture, settings, model
/// and engine give the same bytes.
public struct Upscaler: Sendable {
    public struct Settings: Sendable, Equatable {
        /// Edge of the square of the original that the network sees at once, in pixels.
        public var tileSize = 512
        /// Pixels that neighbouring tiles share.
        public var tileOverlap = 64
        /// 0 (Lanczos alone) … 1 (the network alone).
        public var strength: Float = 1
        /// Bytes that one run of the network may take; tiles are made smaller to keep to it.
        public var memory = 800 << 20

        public init() {}
    }

    /// What was done.
    public struct Figures: Sendable, Equatable {
        public var tiles: Int
        /// The largest tile, pixels.
        public var tileSize: Int
        /// Whether tiles are smaller than asked, to save memory.
        public var isTileReduced: Bool
        /// Share of the picture, by detail, that the network drew.
        public var share: Double
    }

    private let network: UpscalingNetwork
    private let settings: Settings

    /// Blur, in pixels of the original, above which colour is the original's.
    private static let colorSigma: Float = 4
    /// Detail of the original, root mean square of code values 0…1, below which a place counts as smooth, and above
    /// which the network draws it alone. The rounding of 8 bits is 0.3/255.
    private static let smooth: ClosedRange<Float> = 0.35 / 255...1.0 / 255

    public init(_ network: UpscalingNetwork, settings: Settings = Settings()) {
        self.network = network
        var settings = settings
        if let side = network.fixedSide {
            settings.tileSize = side
            settings.tileOverlap = min(settings.tileOverlap, side / 4)
        }
        self.settings = settings
    }

    /// The largest tile side that the settings' memory lets the network see.
    package var tileSize: Int {
        let affordable = Int((Double(settings.memory) / Double(max(1, network.bytesPerPixel))).squareRoot())
        let least = settings.tileOverlap + max(16, network.multiple)
        return min(settings.tileSize, max(least, affordable / 16 * 16))
    }

    /// The picture, `scale` times as large, in 16 bits.
    /// - Parameters:
    ///   - report: is called with the share that is done, 0…1, after every tile.
    ///   - isCancelled: is asked before every tile.
    /// - Throws: `UpscalingError`; `InferenceError`; `CancellationError`.
    public func enlarge(
        _ photograph: Photograph, report: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> (picture: Photograph, figures: Figures) {
        let least = settings.tileOverlap + max(8, network.multiple)
        guard settings.tileSize >= least || network.fixedSide != nil else {
            throw UpscalingError.tileTooSmall(tile: settings.tileSize, least: least)
        }
        let scale = network.scale
        let plan = TilePlan(
            over: photograph.size, tile: tileSize, overlap: settings.tileOverlap, multiple: network.multiple)
        let size = PixelSize(width: photograph.size.width * scale, height: photograph.size.height * scale)
        let large = photograph.resized(to: size)
        // The sheet alone keeps the codes, so that it changes them where they are.
        let frame = large.with(.bits16([]))
        var sheet = TileSheet(over: large.codes16, size: size, channels: photograph.channels, plan: plan, scale: scale)
        let codes = photograph.codes16
        let model = try network.compile(plan.across.length, plan.down.length)
        var done = 0
        for row in plan.down.starts.indices {
            for column in plan.across.starts.indices {
                if isCancelled() { throw CancellationError() }
                let tile = try self.tile(
                    at: (plan.across.starts[column], plan.down.starts[row]), of: codes, photograph, plan, model)
                sheet.add(tile, column: column, row: row)
                done += 1
                report(Double(done) / Double(plan.count))
            }
            sheet.lay(throughTileRow: row, strength: settings.strength)
        }
        let figures = Figures(
            tiles: plan.count, tileSize: max(plan.across.length, plan.down.length),
            isTileReduced: tileSize < settings.tileSize && plan.count > 1, share: sheet.share)
        return (frame.with(.bits16(sheet.codes)), figures)
    }

    /// What the network makes of one tile, with the correction of its colours and how much of it counts.
    private func tile(
        at corner: (x: Int, y: Int), of codes: [UInt16], _ photograph: Photograph, _ plan: TilePlan,
        _ model: any Model
    ) throws -> EnlargedTile {
        let (across, down, scale) = (plan.across.length, plan.down.length, network.scale)
        let area = across * down
        let seen = [Float](unsafeUninitializedCapacity: area * 3) { buffer, count in
            count = area * 3
            codes.withUnsafeBufferPointer { codes in
                guard let codes = codes.baseAddress, let to = buffer.baseAddress else { return }
                var request = kernel_tile_request(
                    codes: codes, width: photograph.size.width, height: photograph.size.height,
                    channels: photograph.channels, x: corner.x, y: corner.y, across: across, down: down)
                kernel_tile_read(&request, to)
            }
        }
        let span = network.range.upperBound - network.range.lowerBound
        let given = Self.scaled(
            Self.ordered(seen, isBGR: network.isBGR), gain: span, offset: network.range.lowerBound, limits: false)
        let outputs = try model.run([Tensor(shape: [1, 3, down, across], values: given)])
        let shape = [1, 3, down * scale, across * scale]
        guard let output = outputs.first, output.shape == shape else {
            throw UpscalingError.wrongOutput(
                model: network.name, expected: shape, found: outputs.first?.shape ?? [])
        }
        let drawn = Self.scaled(
            Self.ordered(output.values, isBGR: network.isBGR), gain: 1 / span,
            offset: -network.range.lowerBound / span, limits: true)
        let planes = (0..<3).map {
            Raster(width: across, height: down, channels: 1, values: Array(seen[$0 * area..<($0 + 1) * area]))
        }
        return EnlargedTile(
            planes: drawn,
            change: Self.change(from: drawn, to: planes, scale: scale, margin: plan.across.margin),
            share: Self.share(of: planes),
            across: across, down: down)
    }

    private static func scaled(_ values: [Float], gain: Float, offset: Float, limits: Bool) -> [Float] {
        if gain == 1 && offset == 0 && !limits { return values }
        return [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            count = values.count
            guard let to = buffer.baseAddress else { return }
            kernel_tile_scale(values, gain, offset, limits ? 1 : 0, to, values.count)
        }
    }

    private static func ordered(_ planes: [Float], isBGR: Bool) -> [Float] {
        guard isBGR else { return planes }
        let area = planes.count / 3
        return Array(planes[2 * area..<3 * area] + planes[area..<2 * area] + planes[0..<area])
    }

    /// What brings the broad colours of the enlarged planes back to the original's, told without the tile's margin,
    /// where the network lacks surroundings.
    private static func change(from drawn: [Float], to planes: [Raster], scale: Int, margin: Int) -> [Raster] {
        var valid = planes[0]
        for y in 0..<valid.height {
            for x in 0..<valid.width {
                let inside = min(min(x, valid.width - 1 - x), min(y, valid.height - 1 - y)) >= margin
                valid[x, y, 0] = inside ? 1 : 0
            }
        }
        let support = valid.blurred(sigma: colorSigma).map { max($0, 1e-3) }
        return planes.enumerated().map { index, plane in
            var mean = plane
            let area = plane.values.count * scale * scale
            drawn.withUnsafeBufferPointer { drawn in
                mean.values.withUnsafeMutableBufferPointer { to in
                    guard let from = drawn.baseAddress, let to = to.baseAddress else { return }
                    kernel_tile_mean(from + index * area, plane.width, plane.height, scale, to)
                }
            }
            return ((plane - mean) * valid).blurred(sigma: colorSigma).combined(with: support) { $0 / $1 }
        }
    }

    /// How much of each place the network draws, 0…1: a slope is smooth however steep.
    private static func share(of planes: [Raster]) -> Raster {
        let light = planes[0].combined(with: planes[1], +).combined(with: planes[2]) { ($0 + $1) / 3 }
        let detail = light - light.blurred(sigma: 1.5)
        return (detail * detail).blurred(sigma: 2).map { energy in
            let t = (max(0, energy).squareRoot() - smooth.lowerBound) / (smooth.upperBound - smooth.lowerBound)
            let share = min(1, max(0, t))
            return share * share * (3 - 2 * share)
        }
    }
}

/// A tile after the network.
struct EnlargedTile: Sendable {
    /// R, G and B, code values 0…1.
    let planes: [Float]
    /// To be added to them, at the original's scale.
    let change: [Raster]
    /// How much of them counts, at the original's scale.
    let share: Raster
    let across: Int
    let down: Int
}
