import Foundation
import Inference
import Testing

/// What a network declares other than float32 is converted at its ports.
@Suite("Element types", .enabled(if: EnginesReference.isThere, Comment(rawValue: EnginesReference.absence)))
struct ElementTypeTests {
    static let types = ["float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8", "bool"]

    @Test(
        "values go in and come out as NumPy converts them, results without a dimension too",
        arguments: Engines.known, types)
    func conversions(_ engine: String, _ type: String) throws {
        let (folder, reference) = try EnginesReference.made()
        let conversion = try #require(reference.types.first { $0.type == type })
        let model = try Engines.load(named: engine).load(
            folder.appending(path: "\(type).onnx"), options: ModelOptions(threads: 1))
        #expect(model.outputs.last?.shape == [])
        let results = try model.run([Tensor(shape: [conversion.values.count], values: conversion.values)])
        #expect(results.map(\.shape) == [[conversion.values.count], [conversion.values.count], []])
        #expect(results[0].values == conversion.expected)
        #expect(results[1].values == conversion.expected)
        #expect(results[2].values == [conversion.expected[1]])
    }

    @Test(
        "a network with a float16 picture, a double weight and int64 classes gives what ONNX Runtime's binding gives",
        arguments: Engines.known, [false, true])
    func mixed(_ engine: String, fixed: Bool) throws {
        let (folder, reference) = try EnginesReference.made()
        let shapes = fixed ? ["picture": [1, 3, 6, 5]] : [:]
        let model = try Engines.load(named: engine).load(
            folder.appending(path: "mixed.onnx"), options: ModelOptions(threads: 1, inputShapes: shapes))
        let results = try model.run(reference.mixed.inputs.map(\.tensor))
        let expected = reference.mixed.outputs
        #expect(results.map(\.shape) == expected.map(\.shape))
        // A float16 has 10 bits of fraction: one step of the largest values, which are below 1.
        let error = zip(results[0].values, expected[0].values).map { abs($0 - $1) }.max() ?? .infinity
        #expect(error <= 1.0 / 1024)
        #expect(results[1].values == expected[1].values)
        #expect(results[2].values == expected[2].values)
    }
}
