import Foundation
import Inference
import Testing

@Suite("models pull, and models add for faces")
struct ModelsPullTests {
    /// A folder with files in place of the network, and one for the person's own models.
    private struct Place {
        let folder: Folder
        let environment: [String: String]

        init() throws {
            folder = try Folder()
            environment = ["XDG_CACHE_HOME": folder("cache").path]
            try FileManager.default.createDirectory(at: folder("mirror"), withIntermediateDirectories: true)
        }

        func run(_ arguments: [String]) throws -> Binary.Outcome {
            try Binary.run(["models"] + arguments, environment: environment)
        }

        /// Puts a file, and the CRC-32 that goes with "123456789", where the mirror has them.
        func mirror(_ name: String, _ text: String = "123456789", sum: String? = "cbf43926") throws {
            try Data(text.utf8).write(to: folder("mirror/\(name).onnx"))
            if let sum { try Data(sum.utf8).write(to: folder("mirror/\(name).hash")) }
        }

        var mirror: [String] { ["--from", folder("mirror").path] }

        var own: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder("cache/likeness/models").path)
                .filter { $0 != ".models.lock" }.sorted()) ?? []
        }
    }

    @Test("without a terminal and without --accept-licence nothing is fetched, and what to add is said")
    func notAccepted() throws {
        let place = try Place()
        try place.mirror("blendswap_256")
        let outcome = try place.run(["pull", "blendswap_256"] + place.mirror)
        #expect(outcome.status == 2 && outcome.output.isEmpty && place.own.isEmpty)
        #expect(outcome.errors.contains("may not be sold") && outcome.errors.contains("mapooon"))
        #expect(outcome.errors.contains("add --accept-licence"))
    }

    @Test("a pulled model is verified from then on, with what it requires, and can be removed")
    func life() throws {
        let place = try Place()
        for name in ["simswap_256", "crossface_simswap"] { try place.mirror(name) }
        let pulled = try place.run(["pull", "simswap_256", "--accept-licence"] + place.mirror)
        #expect(pulled.status == 0, "\(pulled.errors)")
        #expect(pulled.output.hasPrefix("crossface_simswap: is here") && pulled.output.contains("simswap_256: is here"))
        #expect(pulled.output.contains("CRC-32") && place.own.count == 3)
        let again = try place.run(["pull", "simswap_256"])
        #expect(again.status == 0 && again.output == "simswap_256: is here already\n")
        let list = try place.run(["list", "--task", "face_swapping"])
        #expect(!list.output.contains("xseg_1"))
        #expect(list.output.split(separator: "\n").first { $0.hasPrefix("simswap_256") }?.contains("verified") == true)
        #expect(try place.run(["remove", "simswap_256"]).status == 0)
        #expect(place.own == ["crossface_simswap.onnx", "models.json"])
    }

    @Test(
        "what cannot be pulled is refused, and nothing is kept",
        arguments: [
            (["blazeface"], 2, "set-up installs it"), (["nobody"], 2, "is no model that is known"),
            (["swinir_medium"], 2, "convert it to swinir_medium.onnx"), (["xseg_1"], 2, "has no file xseg_1.onnx"),
            (["gfpgan_1.4"], 1, "expected SHA-256 accc4757"), (["gfpgan_1.3"], 1, "expected CRC-32 0badcafe"),
            ([], 2, "Missing expected argument"),
        ] as [([String], Int32, String)])
    func refused(_ names: [String], _ status: Int32, says: String) throws {
        let place = try Place()
        try place.mirror("gfpgan_1.4", sum: nil)
        try place.mirror("gfpgan_1.3", sum: "0badcafe")
        let outcome = try place.run(["pull", "--accept-licence"] + names + place.mirror)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(place.own.isEmpty)
    }

    @Test("a network of a family is added with its crop, under a known name with its licence and requirements")
    func added() throws {
        let place = try Place()
        let swapper = place.folder("ghost_1_256.onnx")
        try SwapperFile.data(side: 64).write(to: swapper)
        let own = try place.run([
            "add", swapper.path, "--task", "face_swapping", "--family", "ghost", "--name", "mine", "--mean", "0,0,0",
            "--json",
        ])
        #expect(own.status == 0, "\(own.errors)")
        let entry = try JSONDecoder().decode(ModelEntry.self, from: Data(own.output.utf8))
        #expect(
            entry.crop
                == .init(family: "ghost", template: "arcface_112_v1", side: 64, deviation: [0.5, 0.5, 0.5]))
        #expect(entry.licence.id == "unknown" && entry.requires == ["crossface_ghost"])

        let wrongSide = try place.run(["add", swapper.path, "--task", "face_swapping", "--side", "256"])
        #expect(wrongSide.status == 2 && wrongSide.errors.contains("target [1, 3, 64, 64]"), "\(wrongSide.errors)")
        let filled = try place.run(["add", swapper.path, "--task", "face_swapping"])
        #expect(filled.status == 0 && filled.output.contains("family ghost, sees 64 pixels over arcface_112_v1"))

        let deep = place.folder("me.dfm")
        try SwapperFile.data(side: 64).write(to: deep)
        let foreign = try place.run(["add", deep.path, "--task", "face_swapping", "--family", "deep_swapper"])
        #expect(foreign.status == 2 && foreign.errors.contains("me.dfm: is no network of the family deep_swapper"))
    }

    @Test(
        "what a face model is added with has to make sense",
        arguments: [
            (["--task", "face_swapping"], "--family: say to which family"),
            (["--task", "face_swapping", "--family", "roop"], "\"roop\" is no family"),
            (["--task", "face_parsing", "--family", "ghost"], "the family ghost are for face_swapping"),
            (["--task", "face_swapping", "--family", "ghost", "--template", "x"], "\"x\" is no template"),
            (["--task", "face_swapping", "--family", "ghost", "--deviation", "1,0,1"], "--deviation"),
            (["--task", "face_swapping", "--family", "ghost", "--scale", "2"], "--scale: is not for"),
            (["--task", "upscale", "--family", "ghost"], "--family: is not for"),
        ])
    func unfit(_ arguments: [String], says: String) throws {
        let place = try Place()
        let file = place.folder("mine.onnx")
        try SwapperFile.data(side: 64).write(to: file)
        let outcome = try place.run(["add", file.path] + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(place.own.isEmpty)
    }
}

/// A network with the ports of a swapper: a source's embedding scales the target.
private enum SwapperFile {
    static func data(side: Int) -> Data {
        var file = ONNXFile(name: "swapper")
        file.inputs = [
            .init(name: "source", shape: [.fixed(1), .fixed(512)]),
            .init(name: "target", shape: [.fixed(1), .fixed(3), .fixed(side), .fixed(side)]),
        ]
        file.outputs = [.init(name: "output", shape: [.fixed(1), .fixed(3), .fixed(side), .fixed(side)])]
        file.nodes = [
            .init(operation: "ReduceMean", inputs: ["source"], output: "scale", attributes: ["keepdims": .int(0)]),
            .init(operation: "Mul", inputs: ["target", "scale"], output: "output"),
        ]
        return file.encoded()
    }
}
