import Faces
import Foundation
import Inference

/// The square matrix at the end of an inswapper's file, which carries a recogniser's embedding into the network's
/// space.
package struct EmbeddingMap: Sendable {
    /// Rows and columns.
    private let side: Int
    private let values: [Float]

    /// Reads the last initializer of an ONNX file (float32 or float16).
    /// - Throws: `InferenceError`; `CompositingError.wrongNetwork` when it is no square matrix.
    package init(contentsOf file: URL) throws {
        let (shape, values) = try ONNXReader(contentsOf: file).lastInitializer()
        try self.init(shape: shape, values: values, network: file.lastPathComponent)
    }

    package init(shape: [Int], values: [Float], network: String) throws(CompositingError) {
        guard shape.count == 2, shape[0] == shape[1], shape[0] > 0, values.count == shape[0] * shape[1] else {
            throw .wrongNetwork(network: network, expected: "a square last initializer", found: "\(shape)")
        }
        side = shape[0]
        self.values = values
    }

    /// `embedding · M / ‖embedding‖`.
    /// - Throws: `CompositingError.wrongNetwork` when the embedding is of another length.
    func callAsFunction(_ embedding: [Float], network: String) throws(CompositingError) -> [Float] {
        guard embedding.count == side else {
            throw .wrongNetwork(
                network: network, expected: "an embedding of \(embedding.count) values", found: "\(side)")
        }
        var sums = [Double](repeating: 0, count: side)
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<side {
                    let value = Double(embedding[row])
                    for column in 0..<side { sums[column] += value * Double(values[row * side + column]) }
                }
            }
        }
        let length = embedding.length
        return sums.map { Float(length > 0 ? $0 / length : $0) }
    }
}
