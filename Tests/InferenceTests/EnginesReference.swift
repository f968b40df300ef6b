import Foundation
import Inference

/// Networks that `Tests/Support/engines_reference.py` writes when the tests run, and what NumPy and ONNX Runtime's Python
/// binding make of them.
struct EnginesReference: Decodable {
    /// A network of one element type: it gives its input back, as float32, and its second value.
    struct Conversion: Decodable {
        let type: String
        let values: [Float]
        /// What is left of the values in that type.
        let expected: [Float]
    }

    struct Network: Decodable {
        let inputs: [Values]
        let outputs: [Values]
    }

    struct Values: Decodable {
        let shape: [Int]
        let values: [Float]

        var tensor: Tensor { Tensor(shape: shape, values: values) }
    }

    let types: [Conversion]
    let mixed: Network
    let nsfw: Network

    static let isThere = python != nil
    static let absence = "no Python with onnx in .deps/oracles: ./Scripts/test_oracles.sh"

    private static let python = Installation.current.folders(named: "oracles").map { $0.appending(path: "bin/python3") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    /// The folder of the networks, and the reference; made once.
    static func made() throws -> (folder: URL, reference: EnginesReference) { try result.get() }

    private static let result = Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-engines-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit {
            try? FileManager.default.removeItem(
                at: FileManager.default.temporaryDirectory.appending(path: "likeness-engines-\(getpid())"))
        }
        let process = Process()
        process.executableURL = python
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Support/engines_reference.py").path,
            folder.path, try Setup.store().file(for: "open_nsfw").path,
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let reference = try decoder.decode(
            EnginesReference.self, from: Data(contentsOf: folder.appending(path: "reference.json")))
        return (folder: folder, reference: reference)
    }

    private struct Failure: Error { var status: Int32 }
}
