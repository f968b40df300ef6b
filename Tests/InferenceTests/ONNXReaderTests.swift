import Foundation
import Inference
import Oracles
import Testing

/// Constants of ONNX files, against the onnx package: `Tests/Support/onnx_reader_models.py` writes files and readings.
@Suite("ONNX files")
struct ONNXReaderTests {
    @Test(
        "the last constant reads as the onnx package reads it, whatever its elements and however they are stored",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func lastInitializer() async throws {
        try await Setup.withFolder(writtenBy: "onnx_reader_models.py") { folder in
            for name in ["raw32", "typed32", "raw16", "typed16", "raw64", "typed64", "scalar", "empty"] {
                let expected = try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: false)
                    .map { $0.split(separator: " ") }
                let reader = try ONNXReader(contentsOf: folder.appending(path: "\(name).onnx"))
                let (shape, values) = try reader.lastInitializer()
                #expect(shape == expected[0].compactMap { Int($0) }, "\(name)")
                #expect(values.map(\.bitPattern) == expected[1].compactMap { UInt32($0) }, "\(name)")
                #expect(try reader.initializers().map(\.name) == ["first", "map"], "\(name)")
            }
        }
    }

    @Test("what we write reads back")
    func roundTrip() throws {
        let values: [Float] = [1, -2, 0.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 7]
        try Self.withFile(Self.small(values).encoded()) { file in
            let (shape, read) = try ONNXReader(contentsOf: file).lastInitializer()
            #expect(shape == [2, 3])
            #expect(read == values)
        }
    }

    @Test("a file cut at any byte, or with any byte changed, gives an error or other numbers, never a crash")
    func damage() throws {
        let whole = Self.small([1, 2, 3, 4, 5, 6]).encoded()
        for end in 0..<whole.count {
            try Self.withFile(whole.prefix(end)) { file in
                #expect(throws: InferenceError.self) { try ONNXReader(contentsOf: file).lastInitializer() }
            }
        }
        for place in whole.indices {
            for change: UInt8 in [0x80, 0x7F] {
                var bytes = whole
                bytes[place] ^= change
                try Self.withFile(bytes) { file in
                    _ = try? ONNXReader(contentsOf: file).lastInitializer()
                    _ = try? ONNXReader(contentsOf: file).initializers()
                }
            }
        }
    }

    /// Fields by hand: graph = 7, initializer = 5, dims = 1, data_type = 2, raw_data = 9, data_location = 14.
    @Test(
        "hostile lengths and shapes are refused with the reason",
        arguments: [
            ([], "no graph"),
            ([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "bytes where 0 are left"),
            ([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "more than ten bytes"),
            ([0x3B, 0x00], "unknown wire type 3"),
            ([0x02, 0x00], "numbered 0"),
            ([0x3A, 0x00], "no operator set"),
            ([0x3A, 0x00, 0x42, 0x00], "no constants"),
            (
                initializer([0x10, 0x01, 0x4A, 0x04, 0, 0, 0, 0, 0x08] + [UInt8](repeating: 0xFF, count: 9) + [1]),
                "negative"
            ),
            (
                initializer([0x10, 0x01, 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 0x08, 0x7F]),
                "any memory"
            ),
            (initializer([0x10, 0x01, 0x08, 0x02, 0x4A, 0x04, 0, 0, 0, 0]), "asks for 2"),
            (initializer([0x10, 0x07, 0x08, 0x00]), "type 7"),
            (initializer([0x10, 0x01, 0x08, 0x00, 0x70, 0x01]), "another file"),
            (initializer([UInt8](repeating: 0x08, count: 130)), "more than 64"),
        ] as [([UInt8], String)])
    func hostile(_ bytes: [UInt8], reason: String) throws {
        try Self.withFile(Data(bytes)) { file in
            let error = #expect(throws: InferenceError.self) { try ONNXReader(contentsOf: file).lastInitializer() }
            #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
            #expect(error?.description.contains("network.onnx") == true)
        }
    }

    private static func initializer(_ tensor: [UInt8]) -> [UInt8] {
        let graph = [0x2A] + length(tensor.count) + tensor
        return [0x3A] + length(graph.count) + graph + [0x42, 0x00]
    }

    private static func length(_ count: Int) -> [UInt8] {
        count < 0x80 ? [UInt8(count)] : [UInt8(count & 0x7F) | 0x80, UInt8(count >> 7)]
    }

    private static func small(_ values: [Float]) -> ONNXFile {
        var network = ONNXFile(name: "small")
        network.inputs = [ONNXFile.Port(name: "x", shape: [.fixed(2), .fixed(3)])]
        network.outputs = [ONNXFile.Port(name: "y", shape: [.fixed(2), .fixed(3)])]
        network.nodes = [ONNXFile.Node(operation: "Add", inputs: ["x", "map"], output: "y")]
        network.initializers = [
            ONNXFile.Initializer(name: "map", shape: [2, 3], values: values.withUnsafeBytes { Data($0) })
        ]
        return network
    }

    private static func withFile(_ bytes: Data, _ body: (URL) throws -> Void) throws {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "network.onnx")
            try bytes.write(to: file)
            try body(file)
        }
    }
}
