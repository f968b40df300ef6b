import Foundation
import Inference
import Testing

@Suite("OpenVINO")
struct OpenVINOTests {
    @Test("every default model computes what the library's own binding computes", arguments: try Reference.all())
    func agreesWithReference(_ reference: Reference) throws {
        let store = try Setup.store()
        let entry = try store.entry(named: reference.model)
        let model = try store.load(reference.model, with: Setup.engine(), options: ModelOptions(threads: 1))
        let results = try model.run(Reference.inputs(of: entry))

        try #require(results.count == reference.outputs.count)
        for (result, expected) in zip(results, reference.outputs) {
            #expect(result.shape == expected.shape)
            let kept = stride(from: 0, to: result.values.count, by: expected.step).map { result.values[$0] }
            try #require(kept.count == expected.values.count)
            let error = zip(kept, expected.values).map { abs($0 - $1) }.max() ?? .infinity
            // Processors of other levels sum in another order.
            #expect(error <= 2e-4 * expected.largest)
        }
    }

    @Test("runs at the same time do not disturb each other: the same bits as alone")
    func concurrentRuns() async throws {
        let store = try Setup.store()
        let entry = try store.entry(named: "face_landmark")
        let model = try store.load("face_landmark", with: Setup.engine(), options: ModelOptions(threads: 1))
        let inputs = (0..<8).map { index in
            Reference.inputs(of: entry).map { Tensor(shape: $0.shape, values: $0.values.map { $0 * Float(index) / 8 }) }
        }
        let alone = try inputs.map { try model.run($0) }
        #expect(alone[1] != alone[7])

        let together = try await withThrowingTaskGroup(of: (Int, [Tensor]).self) { group in
            for round in 0..<48 {
                group.addTask { (round % inputs.count, try model.run(inputs[round % inputs.count])) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.count == 48)
        for (index, results) in together { #expect(results == alone[index]) }
    }

    @Test("two threads give the same bits as one", arguments: ["blazeface_short_range", "face_landmark"])
    func threadCount(_ name: String) throws {
        let (store, engine) = (try Setup.store(), try Setup.engine())
        let inputs = Reference.inputs(of: try store.entry(named: name))
        let one = try store.load(name, with: engine, options: ModelOptions(threads: 1)).run(inputs)
        let two = try store.load(name, with: engine, options: ModelOptions(threads: 2)).run(inputs)
        #expect(one == two)
    }

    @Test("fast arithmetic stays near float32")
    func fastPrecision() throws {
        let (store, engine) = (try Setup.store(), try Setup.engine())
        let inputs = Reference.inputs(of: try store.entry(named: "face_landmark"))
        let exact = try store.load("face_landmark", with: engine).run(inputs)[0].values
        let fast = try store.load("face_landmark", with: engine, options: ModelOptions(precision: .fast))
            .run(inputs)[0].values
        let error = zip(exact, fast).map { abs($0 - $1) }.max() ?? .infinity
        #expect(error < 4, "pixels of the 192-pixel crop")
    }

    @Test("inputs of another shape or number are refused by name")
    func wrongInputs() throws {
        let model = try Setup.store().load("blazeface", with: Setup.engine())
        let small = Tensor(shape: [1, 64, 64, 3], values: [Float](repeating: 0, count: 64 * 64 * 3))
        #expect(
            throws: InferenceError.wrongShape(
                model: "face_detection_short_range.tflite", input: "input", expected: [1, 128, 128, 3],
                found: [1, 64, 64, 3])
        ) { try model.run([small]) }
        #expect(
            throws: InferenceError.wrongInputCount(
                model: "face_detection_short_range.tflite", expected: 1, found: 2)
        ) { try model.run([small, small]) }
    }

    @Test("a fixed shape is taken before the model is compiled, and refused for an input that is not there")
    func fixedShapes() throws {
        let file = try Setup.store().file(for: "blazeface_short_range")
        let engine = try Setup.engine()
        let options = ModelOptions(inputShapes: ["input": [1, 128, 128, 3]])
        #expect(try engine.load(file, options: options).inputs.map(\.shape) == [[1, 128, 128, 3]])
        #expect(
            throws: InferenceError.unknownInput(model: file.lastPathComponent, input: "picture", known: ["input"])
        ) { try engine.load(file, options: ModelOptions(inputShapes: ["picture": [1, 128, 128, 3]])) }
    }

    @Test("compiled models are kept in the cache folder, and work from there")
    func cache() throws {
        try Setup.withFolder { folder in
            let (store, engine) = (try Setup.store(), try Setup.engine())
            let inputs = Reference.inputs(of: try store.entry(named: "blazeface"))
            let options = ModelOptions(threads: 1, cacheDirectory: folder)
            let first = try store.load("blazeface", with: engine, options: options).run(inputs)
            #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            #expect(try store.load("blazeface", with: engine, options: options).run(inputs) == first)
        }
    }

    @Test("a file that is no model says what the engine makes of it")
    func noModel() throws {
        try Setup.withFolder { folder in
            let file = folder.appending(path: "empty.onnx")
            try Data("no model".utf8).write(to: file)
            let engine = try Setup.engine()
            #expect {
                try engine.load(file, options: ModelOptions())
            } throws: { error in
                guard case .engineFailed("OpenVINO", "empty.onnx", _, let reason)? = error as? InferenceError else {
                    return false
                }
                return !reason.isEmpty && !reason.contains("\n")
            }
        }
    }
}
