import Foundation
import Inference
import SmallNetworks
import Testing
import Works

@Suite("models add and remove")
struct ModelsAddTests {
    /// A folder with a network's file in it and, apart from that, a place for the person's own models.
    private struct Place {
        let folder: Folder
        let file: URL
        /// The bundled models stay where they are; the person's own lie in the test's folder.
        let environment: [String: String]

        init(_ network: SmallNetwork, named name: String = "Sharp2.onnx") throws {
            folder = try Folder()
            file = folder(name)
            try network.file.write(to: file)
            environment = ["XDG_CACHE_HOME": folder("cache").path]
        }

        func run(_ arguments: [String]) throws -> Binary.Outcome {
            try Binary.run(arguments, environment: environment)
        }

        var own: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder("cache/likeness/models").path)
                .filter { $0 != ".models.lock" }.sorted()) ?? []
        }
    }

    @Test("an added model is listed, verified, named by upscale with its licence, and removed")
    func life() throws {
        let place = try Place(.plain)
        let before = try Data(contentsOf: place.file)
        let added = try place.run(["models", "add", place.file.path, "--task", "upscale", "--json"])
        #expect(added.status == 0, "\(added.errors)")
        let entry = try JSONDecoder().decode(ModelEntry.self, from: Data(added.output.utf8))
        #expect(entry.name == "Sharp2" && entry.licence.id == "unknown" && !entry.licence.commercialUse)
        #expect((100...20_000).contains(entry.upscaling?.bytesPerPixel ?? 0))
        #expect(place.own == [entry.file, "models.json"])
        #expect(try Data(contentsOf: place.file) == before)

        let list = try place.run(["models", "list"])
        let line = list.output.split(separator: "\n").first { $0.hasPrefix("Sharp2 ") }
        #expect(line?.contains("verified") == true && line?.contains("unknown") == true)
        let verified = try place.run(["models", "verify"])
        #expect(verified.status == 0 && verified.output.contains("Sharp2: verified"))
        #expect(try place.run(["doctor"]).output.contains("Sharp2: unknown, no commercial use"))

        let crop = place.folder("crop.tif")
        _ = try place.run(["frame", Folder.example("chris.tif"), "--crop", "200,200,90x70", "--out", crop.path])
        let enlarged = try place.run(
            ["upscale", crop.path, "--model", "Sharp2", "--out", place.folder("large.tif").path, "--json"])
        #expect(enlarged.status == 0, "\(enlarged.errors)")
        let report = try JSONDecoder().decode(Enlargement.Report.self, from: Data(enlarged.output.utf8))
        #expect(report.width == 180 && report.model == "Sharp2" && report.licence == "unknown")

        let again = try place.run(["models", "add", place.file.path])
        #expect(again.status == 2 && again.errors.contains("Sharp2: a model has this name or alias already"))
        #expect(try place.run(["models", "remove", "Sharp2"]).output == "Sharp2: removed\n")
        #expect(place.own == ["models.json"])
        let gone = try place.run(["models", "verify", "Sharp2"])
        #expect(gone.status == 2 && gone.errors.contains("is no model that is known here"))
    }

    @Test("the recipe's swinir_medium is filled by a file, takes part in a work, and its licence is on record")
    func recipe() throws {
        let place = try Place(.windows, named: "any.onnx")
        let recipe = place.folder("recipe.json")
        try Data(#"{"upsampler": "swinir_medium", "output_resolution": [1000, 1000]}"#.utf8).write(to: recipe)
        let compose = [
            "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--recipe",
            recipe.path, "--out", place.folder("work").path, "--tile-size", "256", "--crop", "200,100,400x500",
        ]
        let missing = try place.run(compose)
        #expect(missing.status == 2)
        #expect(missing.errors.contains("likeness models add swinir_medium.onnx --task upscale --name swinir_medium"))
        #expect(!missing.errors.contains("nothing yet that runs it"))

        let added = try place.run([
            "models", "add", place.file.path, "--name", "swinir_medium", "--licence", "Apache-2.0",
            "--commercial-use", "--source", "https://example.org/swinir",
        ])
        #expect(added.status == 0, "\(added.errors)")
        #expect(added.output.contains("enlarges 2 times, sides in multiples of 8, RGB, 0…1"))
        #expect(added.output.contains("licence Apache-2.0: works made with it may be sold"))

        let made = try place.run(compose)
        #expect(made.status == 0, "\(made.errors)")
        let record = try WorkRecord(ofWorkAt: place.folder("work"))
        let use = try #require(record.models.first { $0.name == "swinir_medium" })
        #expect(use.licence == "Apache-2.0" && use.commercialUse && record.commercialUse && use.sha256.count == 64)
    }

    @Test("a work made with a model of unknown licence is on record as not for sale")
    func notForSale() throws {
        let place = try Place(.wideBGR)
        let added = try place.run(["models", "add", place.file.path])
        #expect(added.output.contains("BGR, 0…255"), "\(added.errors)")
        let compose = [
            "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--out",
            place.folder("work").path, "--upsampler", "Sharp2", "--crop", "200,100,400x500", "--tile-size", "256",
        ]
        // The examples' rights beside the pictures are for a work that is sold.
        let sold = try place.run(compose)
        #expect(sold.status == 2 && sold.errors.contains("forbids commercial use"), "\(sold.errors)")
        let rights = place.folder("rights.json")
        try String(contentsOfFile: Folder.example("rights.json"), encoding: .utf8)
            .replacing("\"commercial\": true", with: "\"commercial\": false")
            .write(to: rights, atomically: true, encoding: .utf8)
        let made = try place.run(compose + ["--rights", rights.path])
        #expect(made.status == 0, "\(made.errors)")
        #expect(try !WorkRecord(ofWorkAt: place.folder("work")).commercialUse)
    }

    @Test(
        "what cannot be added is refused by name with exit code 2, and nothing is left behind",
        arguments: [
            (SmallNetwork.sameSize, [], "Sharp2.onnx: is no upscaler: it made [1, 3, 61, 67]"),
            (.otherPicture, [], "Sharp2.onnx: is no upscaler, or wants its pixels"),
            (.plain, ["--scale", "4"], "Sharp2.onnx: enlarges 2 times, --scale says 4"),
            (.plain, ["--name", "lanczos"], "--name: \"lanczos\" cannot stand in a recipe"),
            (.plain, ["--name", "blazeface"], "blazeface: a model has this name"),
            (.plain, ["--commercial-use"], "--commercial-use: needs a licence"),
            (.plain, ["--licence", "mine & only mine"], "--licence: \"mine & only mine\" is no SPDX"),
            (.plain, ["--source", "example"], "--source: \"example\" is no address"),
            (.plain, ["--range", "1,0"], "--range"), (.plain, ["--colors", "GBR"], "--colors"),
            (.plain, ["--task", "swap"], "--task"), (.plain, ["--scale", "1"], "--scale: give 2 to 16"),
        ] as [(SmallNetwork, [String], String)])
    func refused(_ network: SmallNetwork, _ arguments: [String], says: String) throws {
        let place = try Place(network)
        let outcome = try place.run(["models", "add", place.file.path] + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(place.own.isEmpty)
    }

    @Test("a file that is no model, or not there, is refused")
    func noModel() throws {
        let place = try Place(.plain)
        try Data("no model".utf8).write(to: place.file)
        let words = try place.run(["models", "add", place.file.path])
        #expect(words.status == 1 && words.errors.contains("Sharp2.onnx: OpenVINO failed to read the file"))
        let missing = try place.run(["models", "add", place.folder("none.onnx").path])
        #expect(missing.status == 2 && missing.errors.contains("none.onnx: there is no such file"))
        let folder = try place.run(["models", "add", place.folder.url.path])
        #expect(folder.status == 2 && folder.errors.contains("the ending says no model"))
        let other = try place.run(["models", "add", Folder.example("ana.webp")])
        #expect(other.status == 2 && other.errors.contains("ana.webp: the ending says no model"))
        #expect(place.own.isEmpty)
    }
}
