import Compositing
import Faces
import Foundation
import Inference
import Raster

/// Our way from a picture's file to another with its face swapped: FaceFusion's steps, with nothing of the compositor's.
struct SwapRun {
    /// Milliseconds.
    struct Times {
        var all: Double
        var network: Double
        /// Reading the picture's file and writing the result's.
        var files: Double
        /// Of all cores.
        var processor: Double
    }

    private let swapper: NeuralSwapper
    private let identity: any Identity
    private let clock: ModelClock
    private let order: SwapPeer.Order
    /// Milliseconds to load the network and to prepare the source.
    let loading: Double

    /// - Parameter cache: where rewritten networks are kept.
    init(
        _ order: SwapPeer.Order, with engine: any Engine, precision: Precision, cache: URL?
    ) throws {
        let start = ContinuousClock.now
        let options = ModelOptions(precision: precision, threads: order.threads, cacheDirectory: cache)
        let clock = ModelClock()
        let network = TimedModel(model: try engine.load(order.network, options: options), clock: clock)
        swapper = try NeuralSwapper(
            name: "inswapper", crop: order.crop, network: network,
            map: EmbeddingMap(contentsOf: order.network), neural: NeuralSettings(blur: order.blur))
        var source = order.face
        source.embedding = order.embedding
        let nothing = Photograph(
            size: PixelSize(width: 1, height: 1), channels: 3, values: .bits8([0, 0, 0]), colorSpace: .sRGB)
        identity = try swapper.prepare([SourceFace(photograph: nothing, face: source)])
        self.clock = clock
        self.order = order
        loading = (ContinuousClock.now - start).seconds * 1000
    }

    func callAsFunction(_ picture: URL, to result: URL) throws -> Times {
        let (start, processor, network) = (ContinuousClock.now, Self.processorSeconds, clock.seconds)
        let target = try Photograph.open(picture)
        let opened = ContinuousClock.now
        guard case .bits8(let codes) = target.values else {
            throw BenchmarkError.peerFailed(peer: SwapPeer.name, reason: "\(picture.path): is not of 8 bits")
        }
        let crop = try swapper.swappedCrop(identity, in: target, face: order.face)
        let pasted = try PastedFace(crop, in: target.size)
        let mixed = pasted.mixed(into: codes, size: target.size, channels: target.channels)
        let made = ContinuousClock.now
        try Photograph(
            size: target.size, channels: target.channels, values: .bits8(mixed), colorSpace: target.colorSpace
        ).writePNG(to: result)
        let end = ContinuousClock.now
        return Times(
            all: (end - start).seconds * 1000, network: (clock.seconds - network) * 1000,
            files: ((opened - start) + (end - made)).seconds * 1000,
            processor: (Self.processorSeconds - processor) * 1000)
    }

    /// Of all threads of this process so far.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
