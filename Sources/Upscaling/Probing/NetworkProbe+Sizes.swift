import Foundation
import Inference

extension NetworkProbe {
    /// A size of picture with which the network runs, and what follows from it.
    struct Fit {
        var width: Int
        var height: Int
        var scale: Int
        var multiple: Int
        var fixedSide: Int?
    }

    /// What a network's sides may have to be multiples of, least first: steps of U-shaped networks, and windows of 7, 8,
    /// 12 or 16 pixels, alone and in two levels.
    private static let multiples = [1, 2, 3, 4, 6, 7, 8, 10, 12, 14, 16, 24, 28, 32]
    /// Squares for which networks are traced, least first. Such a network may run with whole numbers of them too, but the
    /// masks of its windows were made for one.
    private static let squares = [48, 64, 96, 128, 192, 224, 256, 512]

    /// The least size for which memory is measured, and the longest run that is waited for.
    private static let (leastMeasured, longestRun) = (64, Duration.seconds(10))
    /// The size up to which it is measured: of a usual tile's order.
    private static let mostMeasured = 256
    /// Bytes a pixel where the system does not tell: the most that a bundled network takes.
    private static let usual = 12_000

    /// The least multiple with which the network runs and enlarges; else the only side.
    func fit(_ ports: Ports) throws -> Fit {
        var last: any Error = ProbeError.noSizeFits(file: name, multiples: [], reason: "no size was tried")
        let multiples = known.multiple.map { [$0] } ?? Self.multiples
        for multiple in multiples {
            let (width, height) = Self.sides(multiple)
            do {
                let scale = try scale(ports, width: width, height: height)
                return Fit(width: width, height: height, scale: scale, multiple: multiple)
            } catch let error where Self.isAboutSize(error) {
                last = error
            }
        }
        let declared = ports.width > 0 && ports.height > 0
        if declared && ports.width != ports.height {
            throw ProbeError.fixedOblong(file: name, width: ports.width, height: ports.height)
        }
        for side in declared ? [ports.width] : Self.squares where known.multiple == nil {
            do {
                let scale = try scale(ports, width: side, height: side)
                return Fit(width: side, height: side, scale: scale, multiple: side, fixedSide: side)
            } catch let error where Self.isAboutSize(error) {
                last = error
            }
        }
        if case ProbeError.noEnlargement = last { throw last }
        if case InferenceError.engineFailed(_, _, _, let reason) = last {
            throw ProbeError.noSizeFits(file: name, multiples: multiples, reason: reason)
        }
        throw last
    }

    /// Whether another size may be better.
    private static func isAboutSize(_ error: any Error) -> Bool {
        if case InferenceError.engineFailed = error { return true }
        // A picture of the same size is the answer of a network for another task.
        if case ProbeError.noEnlargement(_, let given, let found) = error { return found != given }
        return false
    }

    /// Two sides of which `multiple` is the largest common divisor, as far as that keeps the picture small: what needs
    /// a larger one fails with them.
    private static func sides(_ multiple: Int) -> (width: Int, height: Int) {
        switch multiple {
        case 1: (67, 61)
        case 2: (74, 62)
        case 3: (69, 57)
        case 4: (76, 68)
        case ..<13: (multiple * 13, multiple * 11)
        default: (multiple * 5, multiple * 3)
        }
    }

    private func scale(_ ports: Ports, width: Int, height: Int) throws -> Int {
        let model = try compiled(ports, width: width, height: height)
        let grey = [Float](repeating: 0.5, count: 3 * width * height)
        let found = try run(model, grey, width: width, height: height).shape
        let scale = found.count == 4 ? found[3] / width : 0
        try check(found, of: width, height, scale: scale)
        if let asked = known.scale, asked != scale {
            throw ProbeError.otherScale(file: name, asked: asked, found: scale)
        }
        return scale
    }

    private func check(_ found: [Int], of width: Int, _ height: Int, scale: Int) throws(ProbeError) {
        guard (2...Self.largestScale).contains(scale), found == [1, 3, height * scale, width * scale] else {
            throw .noEnlargement(file: name, given: [1, 3, height, width], found: found)
        }
    }

    /// Memory that a run takes for each pixel of its input, measured on the largest size whose run is not waited for
    /// too long; at least what goes in and comes out takes.
    func bytesPerPixel(_ ports: Ports, _ fit: Fit) throws -> Int {
        let exchanged = 2 * 3 * MemoryLayout<Float>.stride * (1 + fit.scale * fit.scale)
        var most = exchanged
        var side = fit.fixedSide ?? Self.measured(Self.leastMeasured, fit.multiple)
        while true {
            let model = try compiled(ports, width: side, height: side)
            let planes = [Float](repeating: 0.5, count: 3 * side * side)
            let start = ContinuousClock.now
            let growth = try PeakMemory.growth {
                try check(run(model, planes, width: side, height: side).shape, of: side, side, scale: fit.scale)
            }
            let took = ContinuousClock.now - start
            most = max(exchanged, growth.map { $0 / (side * side) } ?? Self.usual)
            let next = Self.measured(2 * side, fit.multiple)
            guard fit.fixedSide == nil, next <= Self.mostMeasured, took * 4 <= Self.longestRun else { break }
            side = next
        }
        return (most + 99) / 100 * 100
    }

    /// The multiple at or above `side`.
    private static func measured(_ side: Int, _ multiple: Int) -> Int {
        (side + multiple - 1) / multiple * multiple
    }
}
