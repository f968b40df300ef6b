import Inference
import Testing

@Suite("Families of networks")
struct ModelFamilyTests {
    private func crop(
        _ family: String, _ inputs: [(String, [Int])], _ outputs: [[Int]], side: Int? = nil
    ) throws -> ModelEntry.Crop {
        try ModelFamily.named(family).crop(
            of: "mine.onnx", inputs: inputs.map { .init(name: $0.0, shape: $0.1) },
            outputs: outputs.map { .init(name: "o", shape: $0) }, side: side)
    }

    @Test("a file's own side is taken, whatever the order of its inputs; an open one is the family's")
    func side() throws {
        let swap = try crop("inswapper", [("target", [1, 3, 256, 256]), ("source", [1, 512])], [[1, 3, 256, 256]])
        #expect(swap.side == 256 && swap.template == "arcface_128")
        let open = try crop("inswapper", [("target", [-1, 3, -1, -1]), ("source", [-1, 512])], [[-1, 3, -1, -1]])
        #expect(open.side == 128)
        let deep = try crop("deep_swapper", [("in_face:0", [-1, 320, 320, 3])], [[], [], []])
        #expect(deep.side == 320 && deep.template == "dfl_whole_face")
        let weighted = try crop("codeformer", [("input", [1, 3, 512, 512]), ("weight", [1])], [[1, 3, 512, 512]])
        #expect(weighted.deviation == [0.5, 0.5, 0.5])
    }

    @Test(
        "what is no network of the family is refused with what was found",
        arguments: [
            ("inswapper", "target", [1, 3, 128, 128], 3), ("gfpgan", "image", [1, 3, 512, 512], 3),
            ("xseg", "input", [1, 3, 256, 256], 1), ("bisenet", "input", [1, 3, 512, 512], 3),
        ])
    func foreign(_ family: String, _ input: String, _ shape: [Int], _ channels: Int) {
        #expect {
            try crop(family, [(input, shape)], [[1, channels] + shape.dropFirst(2)])
        } throws: { error in
            guard case .foreignFamily("mine.onnx", family, _, let expected, let found)? = error as? InferenceError
            else {
                return false
            }
            return !expected.isEmpty && found.contains("\(shape)")
        }
    }

    @Test("a side that is given has to be the file's")
    func givenSide() throws {
        let inputs = [("input", [1, 3, 512, 512])]
        #expect(try crop("gpen", inputs, [[1, 3, 512, 512]], side: 512).side == 512)
        #expect(throws: InferenceError.self) { try crop("gpen", inputs, [[1, 3, 512, 512]], side: 256) }
        #expect(throws: InferenceError.self) { try crop("gpen", inputs, [[1, 3, 256, 256]]) }
    }

    @Test("a family that nobody knows is refused with those that are known")
    func unknown() {
        #expect(throws: InferenceError.unknownFamily(name: "roop", known: ModelFamily.all.map(\.name))) {
            try ModelFamily.named("roop")
        }
    }
}
