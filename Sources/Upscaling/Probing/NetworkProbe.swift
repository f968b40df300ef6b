import Foundation
import Inference

/// Finds out by running a network whether it is an upscaler, and how it wants its pixels.
///
/// ```swift
/// let traits = try NetworkProbe(of: file, engine: engine).traits()
/// ```
/// It is given a known picture in the ways that such networks are trained on; the way under which it restores the
/// picture best is its own. Sides are tried from free to multiples of 128, because networks with attention in windows
/// run with whole windows alone (Liang and others 2021, SwinIR).
public struct NetworkProbe: Sendable {
    /// What the person says of the network in place of the probe.
    public struct Known: Sendable, Equatable {
        /// A check: the factor is what the network does.
        public var scale: Int?
        public var multiple: Int?
        public var range: ClosedRange<Float>?
        public var isBGR: Bool?

        public init(
            scale: Int? = nil, multiple: Int? = nil, range: ClosedRange<Float>? = nil, isBGR: Bool? = nil
        ) {
            self.scale = scale
            self.multiple = multiple
            self.range = range
            self.isBGR = isBGR
        }
    }

    /// What the network was found to be.
    public struct Traits: Sendable, Equatable {
        public var input: ModelEntry.Input
        public var output: ModelEntry.Output
        public var upscaling: ModelEntry.Upscaling
        /// Root mean square of code values 0…1 between broad colours in and out.
        public var colorDistance: Float
    }

    public static let largestScale = 16

    let file: URL
    let name: String
    private let engine: any Engine
    let known: Known
    private let isCancelled: @Sendable () -> Bool

    /// So much less of an error decides for a way that is not the common one: the bundled networks, which want RGB and
    /// 0…1, leave 0.98 to 1.17 times the error when they are given BGR, and 6 to 12 times with 0…255.
    private static let clearlyBetter: Float = 0.6
    /// Broad colours, 0…1, that an upscaler keeps: the bundled ones are within 0.02, a network for another task gives
    /// the picture's own contrast, 0.2.
    private static let colorLimit: Float = 0.08

    /// - Parameters:
    ///   - name: what errors call the file; nil takes its own name.
    ///   - isCancelled: is asked before every run.
    public init(
        of file: URL, named name: String? = nil, engine: any Engine, known: Known = Known(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.file = file
        self.name = name ?? file.lastPathComponent
        self.engine = engine
        self.known = known
        self.isCancelled = isCancelled
    }

    /// Runs the network some ten times; how long that takes is up to the network.
    /// - Throws: `ProbeError`; `InferenceError` when the engine cannot read it; `CancellationError`.
    public func traits() throws -> Traits {
        let ports = try ports()
        let fit = try fit(ports)
        let (way, distance) = try way(ports, fit)
        guard distance.colors <= Self.colorLimit else {
            throw ProbeError.otherPicture(file: name, distance: Int((min(1, distance.colors) * 255).rounded()))
        }
        let bytes = try bytesPerPixel(ports, fit)
        let side = fit.fixedSide ?? -1
        let larger = side > 0 ? side * fit.scale : -1
        return Traits(
            input: .init(
                name: ports.input, shape: [1, 3, side, side], range: [way.range.lowerBound, way.range.upperBound],
                colors: way.isBGR ? "BGR" : "RGB"),
            output: .init(
                name: ports.output, shape: [1, 3, larger, larger],
                holds: "the enlarged picture, \(fit.scale) times as wide and as high"),
            upscaling: .init(
                scale: fit.scale, multiple: fit.multiple, fixedSide: fit.fixedSide, bytesPerPixel: bytes),
            colorDistance: distance.colors)
    }

    // MARK: Runs

    struct Ports {
        var input: String
        var output: String
        /// Declared sides of the input, pixels; −1 where any goes.
        var width: Int
        var height: Int
    }

    private func ports() throws -> Ports {
        let model = try engine.load(file, options: ModelOptions())
        guard model.inputs.count == 1, let input = model.inputs.first, let output = model.outputs.first else {
            throw ProbeError.otherPorts(
                file: name, reason: "has \(model.inputs.count) inputs and \(model.outputs.count) outputs")
        }
        let fits = input.shape.count == 4 && [1, -1].contains(input.shape[0]) && [3, -1].contains(input.shape[1])
        guard fits else {
            throw ProbeError.otherPorts(file: name, reason: "its input \(input.name) has the shape \(input.shape)")
        }
        return Ports(input: input.name, output: output.name, width: input.shape[3], height: input.shape[2])
    }

    /// The network for pictures of one size.
    func compiled(_ ports: Ports, width: Int, height: Int) throws -> any Model {
        if isCancelled() { throw CancellationError() }
        return try engine.load(file, options: ModelOptions(inputShapes: [ports.input: [1, 3, height, width]]))
    }

    func run(_ model: any Model, _ planes: [Float], width: Int, height: Int) throws -> Tensor {
        if isCancelled() { throw CancellationError() }
        let results = try model.run([Tensor(shape: [1, 3, height, width], values: planes)])
        return results.first ?? Tensor(shape: [0], values: [])
    }

    // MARK: Range and order of colours

    /// How pixels are given and taken.
    private struct Way {
        var range: ClosedRange<Float>
        var isBGR: Bool

        /// Planes 0…1, RGB, as the network wants them.
        func given(_ planes: [Float]) -> [Float] {
            ordered(planes).map { range.lowerBound + $0 * (range.upperBound - range.lowerBound) }
        }

        func taken(_ planes: [Float]) -> [Float] {
            ordered(planes.map { ($0 - range.lowerBound) / (range.upperBound - range.lowerBound) })
        }

        private func ordered(_ planes: [Float]) -> [Float] {
            guard isBGR else { return planes }
            let area = planes.count / 3
            return Array(planes[2 * area..<3 * area] + planes[area..<2 * area] + planes[0..<area])
        }
    }

    private func way(_ ports: Ports, _ fit: Fit) throws -> (Way, ProbePicture.Distance) {
        let picture = ProbePicture(width: fit.width, height: fit.height, scale: fit.scale)
        let model = try compiled(ports, width: fit.width, height: fit.height)
        var best: (way: Way, distance: ProbePicture.Distance)?
        // The common ways first: another must be clearly better.
        for range in known.range.map({ [$0] }) ?? [0...1, 0...255] {
            for isBGR in known.isBGR.map({ [$0] }) ?? [false, true] {
                let way = Way(range: range, isBGR: isBGR)
                let output = try run(model, way.given(picture.small), width: fit.width, height: fit.height)
                let distance = picture.distance(to: way.taken(output.values))
                if let known = best, distance.detail >= known.distance.detail * Self.clearlyBetter { continue }
                best = (way, distance)
            }
        }
        return best ?? (Way(range: 0...1, isBGR: false), .infinite)
    }
}
