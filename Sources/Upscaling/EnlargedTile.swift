import CKernels
import Inference
import Raster

/// A tile after the network.
struct EnlargedTile: Sendable {
    /// What the network gave: three planes, in its own order and range.
    private let planes: [Float]
    /// Which of them are R, G and B.
    private let order: [Int]
    /// What makes code values 0…1 of them, which are limited to that.
    private let (gain, offset): (Float, Float)
    /// To be added to them, at the original's scale.
    private let change: [Raster]
    /// How much of them counts, at the original's scale.
    private let share: Raster
    let across: Int
    let down: Int

    typealias Margins = (across: (before: Int, after: Int), down: (before: Int, after: Int))

    /// Blur, in pixels of the original, above which colour is the original's.
    private static let colorSigma: Float = 4
    /// Detail of the original, root mean square of code values 0…1, below which a place counts as smooth, and above
    /// which the network draws it alone. The rounding of 8 bits is 0.3/255.
    private static let smooth: ClosedRange<Float> = 0.35 / 255...1.0 / 255

    /// What `network` makes of `seen`, with the correction of its colours; nil where it counts nowhere, and does not run.
    /// - Parameters:
    ///   - model: the network compiled for the tile's size.
    ///   - margins: pixels at the tile's sides that are not looked at.
    ///   - strength: how much the network counts at each place.
    /// - Throws: `UpscalingError.wrongOutput`; `InferenceError`.
    init?(
        _ seen: SeenTile, by network: UpscalingNetwork, _ model: any Model, margins: Margins, strength: Raster
    ) throws {
        let (scale, range) = (network.scale, network.range)
        (across, down) = (seen.across, seen.down)
        let original = seen.planes
        share = Self.share(of: original).combined(with: strength, *)
        guard share.values.contains(where: { $0 > 0 }) else { return nil }
        let span = range.upperBound - range.lowerBound
        order = network.isBGR ? [2, 1, 0] : [0, 1, 2]
        (gain, offset) = (1 / span, -range.lowerBound / span)
        let given = Self.scaled(Self.ordered(seen.values, order), gain: span, offset: range.lowerBound)
        let outputs = try model.run([Tensor(shape: [1, 3, down, across], values: given)])
        let shape = [1, 3, down * scale, across * scale]
        guard let output = outputs.first, output.shape == shape else {
            throw UpscalingError.wrongOutput(
                model: network.name, expected: shape, found: outputs.first?.shape ?? [])
        }
        planes = output.values
        let means = Self.means(of: planes, order: order, gain: gain, offset: offset, like: original, scale: scale)
        change = Self.change(from: means, to: original, margins: margins)
    }

    /// Calls `body` with what the kernel needs to know of the tile; where it goes is the sheet's concern.
    func withRequest(scale: Int, _ body: (kernel_tile_sum) -> Void) {
        planes.withUnsafeBufferPointer { planes in
            change[0].values.withUnsafeBufferPointer { red in
                change[1].values.withUnsafeBufferPointer { green in
                    change[2].values.withUnsafeBufferPointer { blue in
                        share.values.withUnsafeBufferPointer { share in
                            guard let base = planes.baseAddress else { return }
                            let area = across * down * scale * scale
                            var request = kernel_tile_sum()
                            request.planes = (base + order[0] * area, base + order[1] * area, base + order[2] * area)
                            (request.gain, request.offset) = (gain, offset)
                            request.change = (red.baseAddress, green.baseAddress, blue.baseAddress)
                            request.share = share.baseAddress
                            (request.across, request.down, request.scale) = (across, down, scale)
                            body(request)
                        }
                    }
                }
            }
        }
    }

    private static func scaled(_ values: [Float], gain: Float, offset: Float) -> [Float] {
        if gain == 1 && offset == 0 { return values }
        return [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            count = values.count
            guard let to = buffer.baseAddress else { return }
            kernel_tile_scale(values, gain, offset, to, values.count)
        }
    }

    private static func ordered(_ planes: [Float], _ order: [Int]) -> [Float] {
        guard order != [0, 1, 2] else { return planes }
        let area = planes.count / 3
        return Array(order.map { planes[$0 * area..<($0 + 1) * area] }.joined())
    }

    /// R, G and B of the enlarged planes, at the original's scale.
    private static func means(
        of drawn: [Float], order: [Int], gain: Float, offset: Float, like planes: [Raster], scale: Int
    ) -> [Raster] {
        zip(order, planes).map { index, plane in
            var mean = plane
            let area = plane.values.count * scale * scale
            drawn.withUnsafeBufferPointer { drawn in
                mean.values.withUnsafeMutableBufferPointer { to in
                    guard let base = drawn.baseAddress, let target = to.baseAddress else { return }
                    // Each band reads and writes rows of its own.
                    nonisolated(unsafe) let (from, to) = (base + index * area, target)
                    Rows.parallel(plane.height, band: 64) { rows in
                        kernel_tile_mean(
                            from + rows.lowerBound * plane.width * scale * scale, plane.width, rows.count, scale, gain,
                            offset, to + rows.lowerBound * plane.width)
                    }
                }
            }
            return mean
        }
    }

    /// What brings the broad colours of the enlarged planes back to the original's, told without the tile's margins,
    /// where the network lacks surroundings.
    private static func change(from means: [Raster], to planes: [Raster], margins: Margins) -> [Raster] {
        var valid = planes[0]
        let columns = margins.across.before..<valid.width - margins.across.after
        let rows = margins.down.before..<valid.height - margins.down.after
        for y in 0..<valid.height {
            for x in 0..<valid.width { valid[x, y, 0] = columns.contains(x) && rows.contains(y) ? 1 : 0 }
        }
        let support = valid.blurred(sigma: colorSigma).map { max($0, 1e-3) }
        return zip(planes, means).map { plane, mean in
            ((plane - mean) * valid).blurred(sigma: colorSigma).combined(with: support) { $0 / $1 }
        }
    }

    /// How much of each place the network draws, 0…1: a slope is smooth however steep.
    private static func share(of planes: [Raster]) -> Raster {
        let light = planes[0].combined(with: planes[1], +).combined(with: planes[2]) { ($0 + $1) / 3 }
        let detail = light - light.blurred(sigma: 1.5)
        return (detail * detail).blurred(sigma: 2).map { max(0, $0).squareRoot().smoothStep(smooth) }
    }
}

/// The part of the original that a network sees at once.
struct SeenTile: Sendable {
    /// R, G and B, code values 0…1.
    let values: [Float]
    let across: Int
    let down: Int

    /// - Parameters:
    ///   - codes: of the whole picture; beyond its edges it is mirrored.
    ///   - corner: the tile's left top pixel.
    init(of codes: [UInt16], form: PictureForm, at corner: (x: Int, y: Int), across: Int, down: Int) {
        self.across = across
        self.down = down
        values = [Float](unsafeUninitializedCapacity: across * down * 3) { buffer, count in
            count = across * down * 3
            codes.withUnsafeBufferPointer { codes in
                guard let codes = codes.baseAddress, let to = buffer.baseAddress else { return }
                var request = kernel_tile_request(
                    codes: codes, width: form.size.width, height: form.size.height, channels: form.channels,
                    x: corner.x, y: corner.y, across: across, down: down)
                kernel_tile_read(&request, to)
            }
        }
    }

    var planes: [Raster] {
        let area = across * down
        return (0..<3).map {
            Raster(width: across, height: down, channels: 1, values: Array(values[$0 * area..<($0 + 1) * area]))
        }
    }
}
