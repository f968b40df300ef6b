import Foundation
import Inference
import Raster

/// Guesses gender, age and group from looks: FairFace.
public struct FaceClassifier: Sendable {
    private static let side = 224

    private let network: FaceNetwork

    /// - Throws: `InferenceError`; `FacesError.wrongModel` when the file is not this network.
    public init(file: URL, engine: any Engine, options: ModelOptions = ModelOptions()) throws {
        network = try FaceNetwork(
            role: "face classifier", file: file, input: [1, 3, Self.side, Self.side], outputs: [1, 1, 1],
            engine: engine, options: options)
    }

    /// - Throws: `FacesError.degenerateLandmarks`, `InferenceError`.
    public func traits(of face: Face, in photograph: Photograph) throws -> FaceTraits {
        try traits(at: face.landmarks5.map { SIMD2<Double>($0) }, in: photograph)
    }

    /// - Parameter landmarks5: in the coordinates of `Face`.
    package func traits(at landmarks5: [SIMD2<Double>], in photograph: Photograph) throws -> FaceTraits {
        let matrix = try CropMatrix(at: landmarks5, in: .arcface112v2, side: Self.side)
        let crop = photograph.sampled(by: matrix, to: PixelSize(width: Self.side, height: Self.side))
        let classes = try network(NetworkColors.imageNet.tensor(of: crop)).map { Int($0[0]) }
        return FaceTraits(
            gender: classes[1] == 1 ? .female : .male,
            age: Self.ages.indices.contains(classes[2]) ? Self.ages[classes[2]] : Self.oldest,
            race: Self.races.indices.contains(classes[0]) ? Self.races[classes[0]] : Self.races[0])
    }

    /// FairFace's groups (Kärkkäinen and Joo 2021), in the order of its classes.
    private static let ages = [0...2, 3...9, 10...19, 20...29, 30...39, 40...49, 50...59, 60...69]
    private static let oldest = 70...100
    /// FaceFusion's names of FairFace's groups; it has one for both of Asia's east.
    private static let races = ["white", "black", "latino", "asian", "asian", "indian", "arabic"]
}
