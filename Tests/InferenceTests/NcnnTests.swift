import Foundation
import Inference
import Testing

/// Networks in ncnn's files, against ncnn itself: `Tests/Support/ncnn_reference.py` made the reference.
@Suite("ncnn files")
struct NcnnTests {
    private struct Reference: Decodable {
        var param: String
        var weights: Data
        var width: Int
        var height: Int
        var picture: Data
        var resultShape: [Int]
        var result: Data

        private enum CodingKeys: String, CodingKey {
            case param, weights, width, height, picture, result
            case resultShape = "result_shape"
        }

        static func read() throws -> Reference {
            try JSONDecoder().decode(Reference.self, from: Data(PackageResources.ncnn_reference_json))
        }
    }

    private static func floats(_ data: Data) -> [Float] {
        data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    private static func load(_ param: String, _ weights: Data, in folder: URL, shape: [Int]) throws -> any Model {
        let file = folder.appending(path: "network.param")
        try Data(param.utf8).write(to: file)
        try weights.write(to: folder.appending(path: "network.bin"))
        return try Engines.load().load(file, options: ModelOptions(inputShapes: ["input": shape]))
    }

    @Test("every kind of layer gives what ncnn gives")
    func matchesNcnn() throws {
        let reference = try Reference.read()
        try Setup.withFolder { folder in
            let shape = [1, 3, reference.height, reference.width]
            let model = try Self.load(reference.param, reference.weights, in: folder, shape: shape)
            let output = try #require(
                try model.run([Tensor(shape: shape, values: Self.floats(reference.picture))]).first)
            #expect(output.shape == [1] + reference.resultShape)
            let worst = zip(output.values, Self.floats(reference.result)).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst < 2e-5, "\(worst)")
        }
    }

    @Test("a damaged network is refused with the place", arguments: [0, 4, 100, -4])
    func damagedWeights(_ kept: Int) throws {
        let reference = try Reference.read()
        let weights = kept >= 0 ? reference.weights.prefix(kept) : reference.weights + Data(count: 4)
        try Setup.withFolder { folder in
            let error = #expect(throws: InferenceError.self) {
                try Self.load(reference.param, Data(weights), in: folder, shape: [1, 3, 7, 9])
            }
            let text = error?.description ?? ""
            #expect(text.contains("network.param"))
            #expect(text.contains(kept >= 0 ? "bytes of weights" : "belong to no layer"), "\(text)")
        }
    }

    @Test("a layer that is not known is named with its line")
    func unknownLayer() throws {
        let reference = try Reference.read()
        try Setup.withFolder { folder in
            let error = #expect(throws: InferenceError.self) {
                try Self.load(
                    reference.param.replacing("PixelShuffle shuffle", with: "Teleport shuffle"), reference.weights,
                    in: folder, shape: [1, 3, 7, 9])
            }
            #expect(
                error?.description.contains("line 13, shuffle: layers of type Teleport") == true,
                "\(String(describing: error))")
        }
    }
}
