import Foundation

/// A super-resolution network whose enlarging part runs in bands of rows.
///
/// What such a network holds at the enlarged scale is by far the most of its memory, and looks only a few rows far: in
/// bands it gives the same values.
struct BandedModel: Model {
    /// Rows of the input that a band enlarges.
    static let band = 16

    let inputs: [TensorDescription]
    let outputs: [TensorDescription]
    private let body: any Model
    private let tail: any Model
    private let parts: NcnnParts
    private let (across, down): (Int, Int)
    /// Rows that the tail sees at once.
    private let window: Int

    /// - Parameters:
    ///   - shape: of the input, 1×3×H×W.
    ///   - compile: compiles an ONNX model for a shape of its input.
    init(_ parts: NcnnParts, shape: [Int], compile: (Data, [Int]) throws -> any Model) throws {
        (down, across) = (shape[2], shape[3])
        window = min(down, Self.band + 2 * parts.reach)
        self.parts = parts
        body = try compile(parts.body, shape)
        tail = try compile(parts.tail, [1, parts.channels, window, across])
        inputs = [TensorDescription(name: "input", shape: shape)]
        outputs = [
            TensorDescription(name: "output", shape: [1, 3, down * parts.scale, across * parts.scale])
        ]
    }

    func run(_ tensors: [Tensor]) throws -> [Tensor] {
        let features = try body.run(tensors)
        guard let features = features.first else { return [] }
        let (scale, length) = (parts.scale, across * parts.scale)
        let area = down * scale * length
        var values = [Float](repeating: 0, count: 3 * area)
        for first in stride(from: 0, to: down, by: Self.band) {
            // The outermost bands end where the picture does: there the network sees what it would see whole.
            let top = min(max(0, first - parts.reach), down - window)
            let results = try tail.run([rows(top..<top + window, of: features)])
            guard let part = results.first else { return [] }
            let count = min(Self.band, down - first) * scale * length
            for channel in 0..<3 {
                let from = channel * window * scale * length + (first - top) * scale * length
                let to = channel * area + first * scale * length
                values.replaceSubrange(to..<to + count, with: part.values[from..<from + count])
            }
        }
        return [Tensor(shape: [1, 3, down * scale, length], values: values)]
    }

    private func rows(_ rows: Range<Int>, of features: Tensor) -> Tensor {
        var values: [Float] = []
        values.reserveCapacity(parts.channels * rows.count * across)
        for channel in 0..<parts.channels {
            let first = (channel * down + rows.lowerBound) * across
            values += features.values[first..<first + rows.count * across]
        }
        return Tensor(shape: [1, parts.channels, rows.count, across], values: values)
    }
}
