import Foundation
import Testing
import Works

@Suite("upscale and framed, enlarged works")
struct UpscaleTests {
    private static let model = ["--model", "realesr-animevideov3", "--tile-size", "128", "--tile-overlap", "48"]

    /// A part of an example portrait, small enough for a test.
    private static func crop(in folder: Folder) throws -> URL {
        let picture = folder("crop.tif")
        let outcome = try Binary.run(
            ["frame", Folder.example("chris.tif"), "--crop", "200,200,160x120", "--out", picture.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return picture
    }

    @Test("a 16-bit picture is enlarged in 16 bits with its profile, the same each time")
    func enlarged() throws {
        let folder = try Folder()
        let picture = try Self.crop(in: folder)
        for name in ["one.tif", "two.tif"] {
            let outcome = try Binary.run(["upscale", picture.path, "--out", folder(name).path] + Self.model)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("640×480, realesr_animevideov3_4x"))
        }
        let header = try Oracle.run("vipsheader", ["-a", folder("one.tif").path])
        #expect(header.contains("width: 640") && header.contains("height: 480") && header.contains("format: ushort"))
        let profile = { (url: URL) in try Oracle.run("exiftool", ["-s3", "-ICC_Profile:ProfileDescription", url.path]) }
        #expect(try profile(folder("one.tif")) == profile(picture))
        #expect(try Data(contentsOf: folder("one.tif")) == Data(contentsOf: folder("two.tif")))
    }

    @Test("a box is filled in two passes when one is not enough, and the report says what was done")
    func twoPasses() throws {
        let folder = try Folder()
        let picture = try Self.crop(in: folder)
        let outcome = try Binary.run(
            ["upscale", picture.path, "--size", "900x900", "--out", folder("large.png").path, "--json"] + Self.model)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try JSONDecoder().decode(Enlargement.Report.self, from: Data(outcome.output.utf8))
        #expect(report.width == 900 && report.height == 675 && report.passes.count == 2)
        #expect(report.passes.allSatisfy { $0.share > 0.05 && $0.tiles >= 2 })
    }

    @Test(
        "what cannot be done is refused before any work, and nothing is written",
        arguments: [
            (["--out", "x.gif"], "x.gif: the ending says no format"),
            (["--out", "x.tif", "--model", "nobody"], "nobody"),
            (["--out", "x.tif", "--model", "blazeface"], "is a model for face_detection"),
            (["--out", "x.webp", "--size", "20000x20000"], "more than the 16383 pixels a side"),
            (["--out", "crop.tif", "--overwrite"], "is a picture that was given"),
            (["--out", "x.tif", "--tile-size", "64", "--tile-overlap", "64"], "leaves nothing between the overlaps"),
        ])
    func refused(_ arguments: [String], says: String) throws {
        let folder = try Folder()
        let picture = try Self.crop(in: folder)
        var arguments = arguments
        arguments[1] = folder(arguments[1]).path
        let outcome = try Binary.run(["upscale", picture.path] + Self.model + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("").path) == ["crop.tif"])
    }

    @Test("a work is cropped to its subject, then enlarged by the recipe's model, and can be drawn as a sheet")
    func composed() throws {
        let folder = try Folder()
        let outcome = try Binary.run([
            "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--out",
            folder("work").path, "--crop", "1:1", "--upsampler", "realesr-animevideov3-x2", "--output-resolution",
            "1200x1200", "--keep-mask", "--precision", "fast",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let record = try WorkRecord(ofWorkAt: folder("work"))
        let steps = record.steps.map(\.step)
        let order = ["mask", "crop", "upscale", "output_resolution"].map { steps.firstIndex(of: $0) ?? -1 }
        #expect(order == order.sorted() && !order.contains(-1), "\(steps)")
        #expect(record.models.contains { $0.name == "realesr_animevideov3_2x" && $0.licence == "BSD-3-Clause" })
        for file in record.files where ["master", "image", "mask"].contains(file.role) {
            #expect(file.width == 1200 && file.height == 1200)
        }
        let sheet = try Binary.run([
            "sheet", folder("work").path, "--source", Folder.example("ana.webp"), "--target",
            Folder.example("chris.tif"), "--out", folder("sheet.png").path,
        ])
        #expect(sheet.status == 0, "\(sheet.errors)")
    }
}
