import Faces
import Inference
import Raster

/// A deep swapper (`.dfm`): one person's face in one network, which also says where its picture holds.
struct DeepNetwork: Sendable {
    private static let picture = "in_face:0"
    private static let morph = "morph_value:0"
    /// Sharpening of what it sees: the picture 1.75 times, less 0.75 of its blur.
    private static let sharpening: Float = 0.75
    private static let sharpeningSigma = 2.0
    private static let edgeSigma = 6.25

    let network: NamedNetwork
    let template: WarpTemplate
    /// Of its picture, in pixels: the graph's own.
    let side: Int

    /// - Parameter side: for graphs that leave it open.
    /// - Throws: `CompositingError.wrongNetwork` when it is no deep swapper.
    init(_ network: NamedNetwork, template: WarpTemplate, side: Int) throws(CompositingError) {
        let shape = try network.input(Self.picture).shape
        guard shape.count == 4, shape[1] == shape[2], shape[3] == 3 || shape[3] == -1 else {
            throw network.wrong("\(Self.picture) of [1, side, side, 3]", found: "\(shape)")
        }
        self.network = network
        self.template = template
        self.side = shape[1] > 0 ? shape[1] : side
    }

    /// The swapped crop in the colours of the target's, and the network's own mask.
    /// - Parameter crop: of the target, sRGB code values of 0 … 1.
    /// - Throws: `CompositingError.wrongNetwork`; `InferenceError`.
    func swapped(_ crop: Raster, morph: Float) throws -> (pixels: Raster, mask: Raster) {
        var tensors = [Self.picture: tensor(of: sharpened(crop))]
        if let input = network.model.inputs.first(where: { $0.name == Self.morph }) {
            let shape = input.shape.isEmpty ? [1] : input.shape.map { max(1, $0) }
            tensors[Self.morph] = Tensor(
                shape: shape, values: [Float](repeating: morph, count: shape.reduce(1, *)))
        }
        let outputs = try network.run(tensors)
        guard outputs.count == 3, let swapped = raster(of: outputs[1]), let target = plane(of: outputs[0]),
            let source = plane(of: outputs[2])
        else {
            throw network.wrong(
                "a mask, a picture and a mask of \(side) × \(side)",
                found: outputs.map { "\($0.shape)" }.joined(separator: ", "))
        }
        return (ColorMatch.matched(swapped, to: crop), mask(target, source))
    }

    private func sharpened(_ crop: Raster) -> Raster {
        // FaceFusion blurs 8 bits here, for which OpenCV takes the shorter filter.
        let blurred = crop.smoothed(sigma: Self.sharpeningSigma, cut: .bits8)
        return crop.combined(with: blurred) {
            min(1, max(0, (1 + Self.sharpening) * $0 - Self.sharpening * $1))
        }
    }

    private func mask(_ target: Raster, _ source: Raster) -> Raster {
        target.combined(with: source) { min(1, max(0, min($0, $1))) }.eroded().eroded()
            .smoothed(sigma: Self.edgeSigma)
    }

    /// 1 × height × width × blue, green, red.
    private func tensor(of crop: Raster) -> Tensor {
        Tensor(shape: [1, crop.height, crop.width, 3], values: crop.reversedChannels().values)
    }

    private func raster(of tensor: Tensor) -> Raster? {
        guard tensor.values.count == side * side * 3 else { return nil }
        return Raster(width: side, height: side, channels: 3, values: tensor.values).reversedChannels()
            .map { min(1, max(0, $0)) }
    }

    private func plane(of tensor: Tensor) -> Raster? {
        guard tensor.values.count == side * side else { return nil }
        return Raster(width: side, height: side, channels: 1, values: tensor.values)
    }
}

extension Raster {
    /// Red and blue exchanged.
    func reversedChannels() -> Raster {
        precondition(channels == 3, "a picture of three channels")
        return byRows(size) { from, to, rows in
            for i in rows.lowerBound * width..<rows.upperBound * width {
                (to[i * 3], to[i * 3 + 1], to[i * 3 + 2]) = (from[i * 3 + 2], from[i * 3 + 1], from[i * 3])
            }
        }
    }
}
