import Inference

/// Inputs for a model that only its time is wanted of: noise within the range that the manifest gives, of a usual size.
struct SampleInputs {
    private let entry: ModelEntry
    /// Pixels of a side that is free.
    private let side: Int

    init(of entry: ModelEntry) {
        self.entry = entry
        if let upscaling = entry.upscaling {
            let multiple = max(1, upscaling.multiple)
            side = upscaling.fixedSide ?? (Self.usualSide + multiple - 1) / multiple * multiple
        } else {
            side = entry.crop?.side ?? Self.usualSide
        }
    }

    private static let usualSide = 128

    /// Of the inputs that the manifest leaves open.
    var fixedShapes: [String: [Int]] {
        let open = entry.inputs.filter { $0.shape.contains(-1) }
        return Dictionary(open.map { ($0.name, shape($0.shape)) }) { first, _ in first }
    }

    func tensors(for inputs: [TensorDescription]) -> [Tensor] {
        inputs.map { input in
            let shape = shape(input.shape)
            let range = entry.inputs.first { $0.name == input.name }?.range ?? [0, 1]
            let (low, high) = (range.first ?? 0, range.last ?? 1)
            // Knuth's multiplicative hash: noise that is the same in every run.
            let values = (0..<shape.reduce(1, *)).map { place in
                low + (high - low) * Float((UInt32(truncatingIfNeeded: place) &* 2_654_435_761) >> 8) / Float(1 << 24)
            }
            return Tensor(shape: shape, values: values)
        }
    }

    /// One picture, and the usual side where it is free.
    private func shape(_ open: [Int]) -> [Int] {
        open.enumerated().map { $1 != -1 ? $1 : $0 == 0 ? 1 : side }
    }
}
