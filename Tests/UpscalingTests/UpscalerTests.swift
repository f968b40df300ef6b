import Foundation
import Inference
import Raster
import Synchronization
import Testing
import Upscaling

@Suite("Upscaler")
struct UpscalerTests {
    private static let engine = Result { try Engines.load() }
    private static let store = Result { try ModelStore() }

    /// The small bundled network: the same tiles and blending as the large one's, in a fraction of the time.
    fileprivate static func network(_ precision: Precision = .f32) throws -> UpscalingNetwork {
        try UpscalingNetwork(
            named: "realesr-animevideov3", from: store.get(), engine: engine.get(),
            options: ModelOptions(precision: precision))
    }

    fileprivate static func photograph(_ size: PixelSize, _ code: (Int, Int, Int) -> Double) -> Photograph {
        var codes: [UInt16] = []
        for y in 0..<size.height {
            for x in 0..<size.width {
                for c in 0..<3 { codes.append(UInt16((min(1, max(0, code(x, y, c))) * 65535).rounded())) }
            }
        }
        return Photograph(size: size, channels: 3, values: .bits16(codes), colorSpace: .sRGB)
    }

    /// Edges, thin lines and texture at every place.
    fileprivate static let busy = photograph(PixelSize(width: 150, height: 130)) { x, y, c in
        let rings = sin(Double(x * x + y * y) / 90) * 0.25
        let lines: Double = (x + 2 * y) % 23 < 2 ? -0.3 : 0
        let blocks: Double = (x / 17 + y / 13) % 2 == 0 ? 0.15 : -0.15
        return 0.5 + rings + lines + blocks + Double(c) * 0.05
    }

    fileprivate static func settings(tile: Int, overlap: Int = 64) -> Upscaler.Settings {
        var settings = Upscaler.Settings()
        settings.tileSize = tile
        settings.tileOverlap = overlap
        return settings
    }

    @Test("the result does not depend on the tiles beyond 1/255", arguments: [96, 112, 150])
    func tilesDoNotShow(tile: Int) throws {
        let network = try Self.network()
        let whole = try Upscaler(network, settings: Self.settings(tile: 512)).enlarge(Self.busy)
        let tiled = try Upscaler(network, settings: Self.settings(tile: tile)).enlarge(Self.busy)
        #expect(whole.figures.tiles == 1 && tiled.figures.tiles > 1)
        let most = zip(whole.picture.codes16, tiled.picture.codes16).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(most <= 257, "\(Double(most) / 257)/255")
    }

    @Test("a 16-bit slope stays one: at least 12 effective bits, at both precisions", arguments: Precision.allCases)
    func slopeStaysSmooth(precision: Precision) throws {
        // Less than one 8-bit step from edge to edge, so that any rounding to 8 bits would flatten it.
        let low = 100.2 / 255
        let ramp = Self.photograph(PixelSize(width: 160, height: 96)) { x, _, c in
            low + Double(x) / 160 / 255 + Double(c) * 0.1
        }
        let (large, figures) = try Upscaler(Self.network(precision), settings: Self.settings(tile: 96)).enlarge(ramp)
        #expect(figures.tiles > 1)
        let scale = 4
        var square = 0.0
        var count = 0.0
        for y in stride(from: 0, to: large.size.height, by: 3) {
            for x in 8 * scale..<large.size.width - 8 * scale {
                let wanted = low + ((Double(x) + 0.5) / Double(scale) - 0.5) / 160 / 255
                let found = Double(large.codes16[(y * large.size.width + x) * 3]) / 65535
                square += (found - wanted) * (found - wanted)
                count += 1
            }
        }
        // A quantiser of b bits has an error of 2^-b / √12.
        let bits = -log2((square / count).squareRoot() * 12.0.squareRoot())
        #expect(bits >= 12, "\(bits) bits")
    }

    @Test("broad colours are the original's, and the network's detail is there")
    func coloursAreKept() throws {
        let (large, figures) = try Upscaler(Self.network()).enlarge(Self.busy)
        #expect(figures.share > 0.9)
        // Means of code values over blocks far wider than the blur, in both pictures.
        let block = 40
        let mean = { (photograph: Photograph, x: Int, y: Int, side: Int, channel: Int) -> Double in
            var sum = 0.0
            for j in y * side..<(y + 1) * side {
                for i in x * side..<(x + 1) * side {
                    sum += Double(photograph.codes16[(j * photograph.size.width + i) * 3 + channel])
                }
            }
            return sum / Double(side * side) / 65535
        }
        for (x, y) in [(0, 0), (2, 1), (1, 2)] {
            for channel in 0..<3 {
                let (found, wanted) = (mean(large, x, y, 4 * block, channel), mean(Self.busy, x, y, block, channel))
                #expect(abs(found - wanted) < 0.75 / 255, "\(found) for \(wanted)")
            }
        }
        let lanczos = Self.busy.resized(to: large.size)
        let different = zip(large.codes16, lanczos.codes16).filter { abs(Int($0) - Int($1)) > 257 }.count
        #expect(different > large.codes16.count / 10)
    }

    @Test("strength 0 is Lanczos, exactly")
    func noStrengthIsLanczos() throws {
        var settings = Self.settings(tile: 96)
        settings.strength = 0
        let (large, _) = try Upscaler(Self.network(), settings: settings).enlarge(Self.busy)
        #expect(large.codes16 == Self.busy.resized(to: large.size).codes16)
    }

    @Test("tiles are made smaller to keep to the memory, and that is said")
    func tilesKeepToMemory() throws {
        var network = try Self.network()
        network.bytesPerPixel = 1 << 16
        var settings = Self.settings(tile: 512, overlap: 32)
        settings.memory = 96 * 96 << 16
        let upscaler = Upscaler(network, settings: settings)
        #expect(upscaler.tileSize == 96)
        #expect(try upscaler.enlarge(Self.busy).figures.isTileReduced)
    }

    @Test("a model for another task is refused by name")
    func refusesOtherTasks() throws {
        #expect(throws: UpscalingError.noUpscaler(model: "blazeface_back", task: "face_detection")) {
            try UpscalingNetwork(named: "blazeface_back", from: Self.store.get(), engine: Self.engine.get())
        }
    }

    @Test("cancelling stops before the next tile")
    func cancels() throws {
        let asked = Mutex(0)
        #expect(throws: CancellationError.self) {
            try Upscaler(Self.network(), settings: Self.settings(tile: 96)).enlarge(
                Self.busy,
                isCancelled: {
                    asked.withLock { asked in
                        asked += 1
                        return asked > 2
                    }
                })
        }
        #expect(asked.withLock { $0 } == 3)
    }
}

extension UpscalerTests {
    private struct Unwanted: Error {}

    @Test("a network does not run where the picture has no detail")
    func smoothTilesAreLeftOut() throws {
        var network = try Self.network()
        network.compile = { _, _ in Refusing() }
        let plain = Self.photograph(PixelSize(width: 150, height: 130)) { x, y, _ in 0.3 + Double(x + y) / 4000 }
        let (large, figures) = try Upscaler(network, settings: Self.settings(tile: 96)).enlarge(plain)
        #expect(figures.tiles > 1 && figures.share == 0)
        #expect(large.codes16 == plain.resized(to: large.size).codes16)
        #expect(throws: Unwanted.self) { try Upscaler(network).enlarge(Self.busy) }
    }

    private struct Refusing: Model {
        var inputs: [TensorDescription] { [] }
        var outputs: [TensorDescription] { [] }
        func run(_ tensors: [Tensor]) throws -> [Tensor] { throw Unwanted() }
    }
}
