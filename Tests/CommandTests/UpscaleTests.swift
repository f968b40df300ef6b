import Foundation
import Testing
import Works

@Suite("upscale and framed, enlarged works")
struct UpscaleTests {
    fileprivate static let model = ["--model", "realesr-animevideov3", "--tile-size", "128", "--tile-overlap", "48"]

    /// A part of an example portrait, small enough for a test.
    fileprivate static func crop(in folder: Folder) throws -> URL {
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

extension UpscaleTests {
    @Test("the texts of a picture survive being enlarged and cropped", arguments: ["tif", "png", "webp", "avif"])
    func textsSurvive(_ kind: String) throws {
        let folder = try Folder()
        let picture = try Self.crop(in: folder)
        _ = try Oracle.run(
            "exiftool",
            ["-q", "-overwrite_original", "-Artist=Zoë", "-Copyright=© Zoë", "-XMP-dc:Title=草稿 🎭", picture.path])
        let enlarged = folder("large.\(kind)")
        let outcome = try Binary.run(["upscale", picture.path, "--out", enlarged.path] + Self.model)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let read = try Oracle.run("exiftool", ["-s3", "-Title", "-Artist", "-Creator", "-Rights", enlarged.path])
        #expect(read.contains("草稿 🎭"))
        if kind == "tif" {
            #expect(read.contains("Zoë"))
            let cropped = try Binary.run(
                ["frame", enlarged.path, "--crop", "10,10,100x100", "--out", folder("again.tif").path])
            #expect(cropped.status == 0, "\(cropped.errors)")
            #expect(try Oracle.run("exiftool", ["-s3", "-Artist", folder("again.tif").path]).contains("Zoë"))
        }
    }

    @Test("an interrupted enlargement leaves nothing behind")
    func interrupted() throws {
        let folder = try Folder()
        let (output, errors) = (folder("out"), folder("err"))
        let process = try Binary.start(
            ["upscale", Folder.example("chris.tif"), "--out", folder("large.tif").path] + Self.model,
            output: output, errors: errors)
        // Far enough to have begun, not far enough to be done.
        for _ in 0..<2000 where !folder.entries.contains(where: { $0.hasPrefix(".large.tif") }) {
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(folder.entries.contains { $0.hasPrefix(".large.tif") })
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(folder.entries == ["err", "out"])
    }

    @Test("a disk that has no more room is said to, and nothing half-written is left", arguments: ["tif", "png"])
    func noRoom(_ kind: String) throws {
        let folder = try Folder()
        let picture = try Self.crop(in: folder)
        // A limit of the shell's on the size of files stands for the disk: writing fails in the same place.
        let outcome = try Binary.run(
            ["upscale", picture.path, "--out", folder("large.\(kind)").path] + Self.model, underLimit: 64)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("large.\(kind): cannot be written: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("free space"), "\(outcome.errors)")
        #expect(folder.entries == ["crop.tif"])

        let composed = try Binary.run(
            [
                "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--out",
                folder("work").path,
            ], underLimit: 64)
        #expect(composed.status == 1 && composed.errors.contains("cannot be written: "), "\(composed.errors)")
        #expect(folder.entries == ["crop.tif"])
    }

    @Test("the upscalers' sheet shows Lanczos and every model that is asked for, and says what they are")
    func upscalersSheet() throws {
        let folder = try Folder()
        let picture = try Self.crop(in: folder)
        let outcome = try Binary.run([
            "sheet", "upscalers", picture.path, "--region", "40,30,40x30", "--model", "realesr_animevideov3_2x",
            "--model", "realesr-animevideov3", "--out", folder("sheet.png").path, "--json",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let samples = try JSONDecoder().decode([UpscalerSheet.Sample].self, from: Data(outcome.output.utf8))
        #expect(Set(samples.map(\.scale)) == [4, 2] && samples.first?.scale == 4)
        #expect(try Oracle.run("vipsheader", [folder("sheet.png").path]).contains("uchar, 3 bands, srgb"))
        let outside = try Binary.run([
            "sheet", "upscalers", picture.path, "--region", "140,30,40x30", "--out", folder("no.png").path,
        ])
        #expect(outside.status == 2 && outside.errors.contains("--region: does not lie in crop.tif"))
    }
}
