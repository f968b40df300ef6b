import Foundation
import Inference
import Raster
import SmallNetworks
import Testing
import Upscaling

@Suite("Probing of networks")
struct NetworkProbeTests {
    /// A file of one test's own.
    private final class File {
        let url: URL

        init(_ network: SmallNetwork) throws {
            url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).onnx")
            try network.file.write(to: url)
        }

        deinit { try? FileManager.default.removeItem(at: url) }
    }

    private static func traits(
        of network: SmallNetwork, known: NetworkProbe.Known = .init()
    ) throws -> NetworkProbe.Traits {
        let file = try File(network)
        return try NetworkProbe(of: file.url, named: "it.onnx", engine: Engines.load(), known: known).traits()
    }

    @Test(
        "scale, sides, range and order of colours are found by running the network",
        arguments: [
            (SmallNetwork.plain, 1, nil, [0, 1], "RGB"), (.wideBGR, 1, nil, [0, 255], "BGR"),
            (.windows, 8, nil, [0, 1], "RGB"), (.fixed, 64, 64, [0, 1], "RGB"),
        ] as [(SmallNetwork, Int, Int?, [Float], String)])
    func finds(_ network: SmallNetwork, multiple: Int, fixedSide: Int?, range: [Float], colors: String) throws {
        let traits = try Self.traits(of: network)
        #expect(traits.upscaling.scale == 2)
        #expect(traits.upscaling.multiple == multiple)
        #expect(traits.upscaling.fixedSide == fixedSide)
        #expect(traits.input.name == "picture" && traits.input.range == range && traits.input.colors == colors)
        #expect(traits.input.shape == [1, 3, fixedSide ?? -1, fixedSide ?? -1])
        #expect(traits.output.shape == [1, 3, fixedSide.map { 2 * $0 } ?? -1, fixedSide.map { 2 * $0 } ?? -1])
        #expect(traits.colorDistance < 0.02)
        // What goes in and comes out alone takes 120 bytes a pixel.
        #expect((100...20_000).contains(traits.upscaling.bytesPerPixel), "\(traits.upscaling.bytesPerPixel)")
    }

    @Test("a bundled network is found to be what the manifest says")
    func bundled() throws {
        let store = try ModelStore()
        let entry = try store.entry(named: "realesr-animevideov3-x2")
        let traits = try NetworkProbe(of: store.file(for: entry.name), engine: Engines.load()).traits()
        #expect(traits.upscaling.scale == entry.upscaling?.scale && traits.upscaling.multiple == 1)
        #expect(traits.input.range == entry.inputs[0].range && traits.input.colors == entry.inputs[0].colors)
    }

    @Test("what the person says is believed")
    func known() throws {
        let traits = try Self.traits(
            of: .windows, known: .init(scale: 2, multiple: 16, range: 0...255, isBGR: true))
        #expect(traits.upscaling.multiple == 16)
        #expect(traits.input.range == [0, 255] && traits.input.colors == "BGR")
    }

    @Test(
        "what is no upscaler is refused with what it does instead",
        arguments: [
            (SmallNetwork.sameSize, "it.onnx: is no upscaler: it made [1, 3, 61, 67] of [1, 3, 61, 67]"),
            (.otherPicture, "it.onnx: is no upscaler, or wants its pixels in a way that was not tried"),
            (.twoInputs, "it.onnx: has 2 inputs and 1 outputs"),
        ])
    func refused(_ network: SmallNetwork, says: String) throws {
        let error = #expect(throws: ProbeError.self) { try Self.traits(of: network) }
        #expect(error?.description.hasPrefix(says) == true, "\(String(describing: error))")
    }

    @Test("what the person says and the network does not do is refused")
    func contradiction() throws {
        #expect(throws: ProbeError.otherScale(file: "it.onnx", asked: 4, found: 2)) {
            try Self.traits(of: .plain, known: .init(scale: 4))
        }
        let error = #expect(throws: ProbeError.self) { try Self.traits(of: .windows, known: .init(multiple: 4)) }
        guard case .noSizeFits("it.onnx", [4], _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("cancelling stops before the next run")
    func cancels() throws {
        let file = try File(.plain)
        let probe = NetworkProbe(of: file.url, engine: try Engines.load()) { true }
        #expect(throws: CancellationError.self) { try probe.traits() }
    }

    @Test("a network with one fixed size sees tiles of that size", arguments: [40, 64, 90, 200])
    func fixedTiles(_ side: Int) throws {
        let file = try File(.fixed)
        let (engine, url) = (try Engines.load(), file.url)
        let network = UpscalingNetwork(name: "fixed", scale: 2, fixedSide: 64, bytesPerPixel: 1000) { across, down in
            #expect(across == 64 && down == 64)
            return try engine.load(url, options: ModelOptions(inputShapes: ["picture": [1, 3, down, across]]))
        }
        let codes = (0..<side * side * 3).map { UInt16(truncatingIfNeeded: $0 &* 2477) }
        let picture = Photograph(
            size: PixelSize(width: side, height: side), channels: 3, values: .bits16(codes), colorSpace: .sRGB)
        let (large, figures) = try withExtendedLifetime(file) { try Upscaler(network).enlarge(picture) }
        #expect(large.size == PixelSize(width: 2 * side, height: 2 * side))
        #expect(figures.tileSize == 64 && !figures.isTileReduced)
    }
}
