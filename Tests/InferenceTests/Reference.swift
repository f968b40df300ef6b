import Foundation
import Inference
import Testing

/// What OpenVINO's Python binding computed with one of the default models: `Scripts/inference_reference.py`.
struct Reference: Decodable, Sendable, CustomTestStringConvertible {
    struct Output: Decodable, Sendable {
        let shape: [Int]
        /// Every how many values one was kept.
        let step: Int
        let largest: Float
        let values: [Float]
    }

    let model: String
    let outputs: [Output]

    var testDescription: String { model }

    static func all() throws -> [Reference] {
        try JSONDecoder().decode([Reference].self, from: Data(PackageResources.reference_json))
    }

    /// The inputs that the script gave to a model: 24-bit fractions, exact in float32, stretched to the range.
    static func inputs(of entry: ModelEntry) -> [Tensor] {
        entry.inputs.map { input in
            let count = input.shape.reduce(1, *)
            let values = (0..<count).map { index in
                Float((UInt32(truncatingIfNeeded: index) &* 2_654_435_761) >> 8) / Float(1 << 24)
                    * (input.range[1] - input.range[0]) + input.range[0]
            }
            return Tensor(shape: input.shape, values: values)
        }
    }
}
