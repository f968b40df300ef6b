import Foundation
import Inference
import Raster

/// Tells people apart: ArcFace (`arcface_w600k_r50`), whose embeddings swappers and face selection take.
public struct FaceEmbedder: Sendable {
    private static let side = 112
    private static let length = 512

    private let network: FaceNetwork

    /// - Throws: `InferenceError`; `FacesError.wrongModel` when the file is not this network.
    public init(file: URL, engine: any Engine, options: ModelOptions = ModelOptions()) throws {
        network = try FaceNetwork(
            role: "face recogniser", file: file, input: [1, 3, Self.side, Self.side], outputs: [Self.length],
            engine: engine, options: options)
    }

    /// What the network makes of a face, 512 numbers, looked at where its five landmarks are.
    /// - Throws: `FacesError.degenerateLandmarks`, `InferenceError`.
    public func embedding(of face: Face, in photograph: Photograph) throws -> FaceEmbedding {
        try embedding(at: face.landmarks5.map { SIMD2<Double>($0) }, in: photograph)
    }

    /// - Parameter landmarks5: in the coordinates of `Face`.
    package func embedding(at landmarks5: [SIMD2<Double>], in photograph: Photograph) throws -> FaceEmbedding {
        let matrix = try CropMatrix(at: landmarks5, in: .arcface112v2, side: Self.side)
        let crop = photograph.sampled(by: matrix, to: PixelSize(width: Self.side, height: Self.side))
        return FaceEmbedding(values: try network(NetworkColors.centered.tensor(of: crop))[0])
    }
}
