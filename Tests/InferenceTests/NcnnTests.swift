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

    fileprivate static func load(_ param: String, _ weights: Data, in folder: URL, shape: [Int]) throws -> any Model {
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

/// What enlarges runs in bands where the size is known; whole where it is not.
extension NcnnTests {
    /// Two convolutions at the picture's scale, an addition, then two enlargements with convolutions between them.
    private static let enlarging = """
        7767517
        10 11
        Input data 0 1 data 0=-1 1=-1 2=3
        Convolution first 1 1 data a 0=8 1=3 4=1 5=1 6=216 9=2 -23310=1,2.000000e-01
        Split twice 1 2 a a1 a2
        Convolution second 1 1 a1 b 0=8 1=3 4=1 5=1 6=576
        BinaryOp joined 2 1 b a2 c 0=0
        Interp double 1 1 c d 0=1 1=2.0 2=2.0
        Convolution third 1 1 d e 0=8 1=3 4=1 5=1 6=576 9=2 -23310=1,2.000000e-01
        Interp again 1 1 e f 0=2 1=2.0 2=2.0
        Convolution fourth 1 1 f g 0=12 1=5 4=2 5=1 6=2400
        PixelShuffle shuffle 1 1 g h 0=2 1=0
        """

    @Test("a network in bands gives what it gives whole", arguments: [33, 61, 97])
    func bands(_ down: Int) throws {
        var generator = SystemRandomNumberGenerator()
        var weights = Data()
        for (count, biases) in [(216, 8), (576, 8), (576, 8), (2400, 12)] {
            weights += Data(count: 4)
            for _ in 0..<count + biases {
                let value = Float.random(in: -0.2...0.2, using: &generator)
                withUnsafeBytes(of: value) { weights += Data($0) }
            }
        }
        try Setup.withFolder { folder in
            let shape = [1, 3, down, 23]
            let values = (0..<3 * down * 23).map { Float(($0 * 7919) % 256) / 255 }
            let banded = try Self.load(Self.enlarging, weights, in: folder, shape: shape)
            let whole = try Engines.load().load(folder.appending(path: "network.param"), options: ModelOptions())
            let input = [Tensor(shape: shape, values: values)]
            let (one, other) = (try banded.run(input), try whole.run(input))
            #expect(one.first?.shape == other.first?.shape && one.first?.shape == [1, 3, down * 8, 23 * 8])
            let worst = zip(one.first?.values ?? [], other.first?.values ?? []).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst < 1e-4, "\(worst)")
        }
    }
}
