import CKernels
import Inference
import Raster

/// A tile after the network.
struct EnlargedTile: Sendable {
    /// R, G and B, code values 0…1.
    private let planes: [Float]
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

    /// What `network` makes of `seen`, with the correction of its colours.
    /// - Parameters:
    ///   - model: the network compiled for the tile's size.
    ///   - margins: pixels at the tile's sides that are not looked at.
    ///   - strength: how much the network counts at each place.
    /// - Throws: `UpscalingError.wrongOutput`; `InferenceError`.
    init(
        _ seen: SeenTile, by network: UpscalingNetwork, _ model: any Model, margins: Margins, strength: Raster
    ) throws {
        let (scale, range) = (network.scale, network.range)
        (across, down) = (seen.across, seen.down)
        let span = range.upperBound - range.lowerBound
        let given = Self.scaled(
            Self.ordered(seen.values, isBGR: network.isBGR), gain: span, offset: range.lowerBound, limits: false)
        let outputs = try model.run([Tensor(shape: [1, 3, down, across], values: given)])
        let shape = [1, 3, down * scale, across * scale]
        guard let output = outputs.first, output.shape == shape else {
            throw UpscalingError.wrongOutput(
                model: network.name, expected: shape, found: outputs.first?.shape ?? [])
        }
        planes = Self.scaled(
            Self.ordered(output.values, isBGR: network.isBGR), gain: 1 / span, offset: -range.lowerBound / span,
            limits: true)
        let original = seen.planes
        change = Self.change(from: planes, to: original, scale: scale, margins: margins)
        share = Self.share(of: original).combined(with: strength, *)
    }

    /// Calls `body` with the parts as C sees them.
    func withPlanes(
        _ body: (
            UnsafePointer<Float>?, (UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?),
            UnsafePointer<Float>?
        ) -> Void
    ) {
        planes.withUnsafeBufferPointer { planes in
            change[0].values.withUnsafeBufferPointer { red in
                change[1].values.withUnsafeBufferPointer { green in
                    change[2].values.withUnsafeBufferPointer { blue in
                        share.values.withUnsafeBufferPointer { share in
                            body(
                                planes.baseAddress, (red.baseAddress, green.baseAddress, blue.baseAddress),
                                share.baseAddress)
                        }
                    }
                }
            }
        }
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
    private static func change(from drawn: [Float], to planes: [Raster], scale: Int, margins: Margins) -> [Raster] {
        var valid = planes[0]
        let columns = margins.across.before..<valid.width - margins.across.after
        let rows = margins.down.before..<valid.height - margins.down.after
        for y in 0..<valid.height {
            for x in 0..<valid.width { valid[x, y, 0] = columns.contains(x) && rows.contains(y) ? 1 : 0 }
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
