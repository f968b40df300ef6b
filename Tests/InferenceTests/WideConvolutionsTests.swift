import Foundation
import Inference
import Oracles
import Testing

/// Rewritten convolutions, against ONNX Runtime's own: `Tests/Support/wide_convolutions.py` writes networks and results.
@Suite(
    "wide convolutions",
    .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct WideConvolutionsTests {
    private struct Case {
        var picture: Tensor
        var results: [Tensor]

        static func all(in folder: URL) throws -> [Case] {
            try String(contentsOf: folder.appending(path: "wide.txt"), encoding: .utf8).split(separator: "\n").map {
                let tensors = try $0.split(separator: ",").map { word in
                    let parts = word.split(separator: ":")
                    let data = try Data(contentsOf: folder.appending(path: String(parts[1])))
                    return Tensor(
                        shape: parts[0].split(separator: " ").compactMap { Int($0) },
                        values: data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) })
                }
                return Case(picture: tensors[0], results: Array(tensors.dropFirst()))
            }
        }
    }

    private static func options(
        _ picture: Tensor, threads: Int = 2, cache: URL
    ) -> ModelOptions {
        ModelOptions(threads: threads, cacheDirectory: cache, inputShapes: ["picture": picture.shape])
    }

    @Test(
        "they give what the plain ones give, whatever the padding and the size, within the digits of float32",
        arguments: Engines.known)
    func agreement(_ name: String) async throws {
        try await Setup.withFolder(writtenBy: "wide_convolutions.py") { folder in
            let file = folder.appending(path: "wide.onnx")
            for test in try Case.all(in: folder) {
                let model = try Engines.load(named: name)
                    .load(file, options: Self.options(test.picture, cache: folder.appending(path: "cache")))
                let results = try model.run([test.picture])
                try #require(results.map(\.shape) == test.results.map(\.shape))
                for (output, (found, expected)) in zip(model.outputs, zip(results, test.results)) {
                    // Seven has no divisor with squares of four: every place of a square is looked at.
                    let places = stride(from: 0, to: expected.values.count, by: 7)
                    let kept = places.map { expected.values[$0] }
                    let range = (kept.max() ?? 0) - (kept.min() ?? 0)
                    let worst = places.map { abs(found.values[$0] - expected.values[$0]) }.max() ?? .infinity
                    #expect(worst <= 2e-5 * range, "\(output.name): \(worst / range) of the range")
                }
            }
        }
    }

    @Test(
        "the same bits come from one thread or two, whether the cache had the network, takes it, or cannot",
        arguments: Engines.known)
    func determinism(_ name: String) async throws {
        try await Setup.withFolder(writtenBy: "wide_convolutions.py") { folder in
            let (file, cache) = (folder.appending(path: "wide.onnx"), folder.appending(path: "cache"))
            let picture = try #require(try Case.all(in: folder).first).picture
            let engine = try Engines.load(named: name)
            let first = try engine.load(file, options: Self.options(picture, cache: cache)).run([picture])
            let kept = try FileManager.default.contentsOfDirectory(atPath: cache.path)
            #expect(kept.count == 1)
            // No folder can be made within a file: nothing is kept then.
            let closed = folder.appending(path: "picture-32.bin/cache")
            for options in [
                Self.options(picture, cache: cache), Self.options(picture, threads: 1, cache: cache),
                Self.options(picture, cache: closed),
            ] {
                #expect(try engine.load(file, options: options).run([picture]) == first)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: cache.path) == kept)
        }
    }

    @Test("only what is wide is rewritten; what is not, or cannot be told, is loaded as it is")
    func others() async throws {
        try await Setup.withFolder(writtenBy: "wide_convolutions.py") { folder in
            func network(_ name: String, _ shapes: [String: [Int]] = [:]) throws -> FasterNetwork {
                let file = folder.appending(path: "\(name).onnx")
                return try FasterNetwork(of: file, shapes: shapes, cache: folder)
            }
            for name in [
                "narrow", "shallow", "pointwise", "large", "strided", "dilated", "grouped", "half", "tiny", "light",
                "open",
            ] {
                let plain = try network(name)
                #expect(!plain.isRewritten, "\(name)")
                #expect(plain.file == folder.appending(path: "\(name).onnx"))
            }
            let wide = try network("wide", ["picture": [1, 256, 32, 32]])
            let reader = try ONNXReader(contentsOf: wide.file)
            let names = try reader.initializers().map(\.name)
            #expect(names.filter { $0.hasSuffix(".filters") }.count == 9)
            #expect(!names.contains("filters") && !names.contains("wider") && names.contains("bias"))
            let store = try Setup.store()
            if let safety = store.manifest.models.first(where: { $0.file == "open-nsfw.onnx" }) {
                #expect(
                    try !FasterNetwork(of: store.file(for: safety.name), shapes: [:], cache: folder).isRewritten)
            }
        }
    }

    @Test("a damaged network is the engine's to refuse")
    func damaged() throws {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "network.onnx")
            try Data([0x3A, 0xFF]).write(to: file)
            #expect(try !FasterNetwork(of: file, shapes: [:], cache: folder).isRewritten)
            #expect(throws: InferenceError.self) { try Setup.engine().load(file, options: ModelOptions()) }
        }
    }
}
