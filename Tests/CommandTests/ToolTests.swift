import Foundation
import Testing

@Suite("inspect, sheet, models, doctor, bench")
struct ToolTests {
    @Test("inspect tells of faces as text and as JSON, and draws them without touching the picture")
    func inspect() throws {
        let folder = try Folder()
        let text = try Binary.run(["inspect", Folder.example("ana.webp"), "--draw", folder("faces.png").path])
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.output.contains("1536×2048, 8 bits, sRGB (assumed)") && text.output.contains("good"))
        #expect(try Oracle.run("exiftool", ["-s3", "-ImageSize", folder("faces.png").path]).hasPrefix("1536x2048"))

        let again = try Binary.run(["inspect", Folder.example("ana.webp"), "--draw", folder("faces.png").path])
        #expect(again.status == 2 && again.errors.contains("--overwrite"))

        let copy = folder("copy.webp")
        try FileManager.default.copyItem(atPath: Folder.example("ana.webp"), toPath: copy.path)
        let over = try Binary.run(["inspect", copy.path, "--draw", copy.path, "--overwrite"])
        #expect(over.status == 2 && over.errors.contains("never touched"))
        #expect(try Data(contentsOf: copy) == Data(contentsOf: URL(filePath: Folder.example("ana.webp"))))

        let json = try Binary.run(["inspect", Folder.example("ana.webp"), Folder.example("chris.tif"), "--json"])
        let reports = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(reports.map { $0["file"] as? String } == ["ana.webp", "chris.tif"])
        let faces = try #require(reports[0]["faces"] as? [[String: Any]])
        #expect(faces.count == 1 && faces[0]["pose"] is [String: Any] && faces[0]["landmarks5"] is [[Double]])
        #expect(folder.entries == ["copy.webp", "faces.png"])
    }

    @Test("drawings are PNG and go into no file of another ending")
    func drawings() throws {
        let folder = try Folder()
        let ana = Folder.example("ana.webp")
        for arguments in [
            ["inspect", ana, "--draw"], ["frame", ana, "--preview"], ["sheet", "upscalers", ana, "--out"],
        ] {
            let outcome = try Binary.run(arguments + [folder("faces.jpg").path])
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.errors.contains("faces.jpg: the ending says no format") && outcome.errors.contains(".png"))
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("inspect goes on after a picture that it cannot read, and says so at the end")
    func inspectSeveral() throws {
        let folder = try Folder()
        try Data("not a picture".utf8).write(to: folder("words.jpg"))
        let all = [
            Folder.example("ana.webp"), folder("words.jpg").path, folder("none.jpg").path, Folder.example("chris.tif"),
        ]
        let text = try Binary.run(["inspect"] + all)
        #expect(text.status == 2)
        #expect(text.output.contains("ana.webp: 1536×2048") && text.output.contains("chris.tif: 768×1024"))
        #expect(text.errors.contains("words.jpg: is no picture") && text.errors.contains("none.jpg: there is no"))

        let json = try Binary.run(["inspect"] + all + ["--json"])
        #expect(json.status == 2)
        let reports = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(reports.map { $0["file"] as? String } == ["ana.webp", "words.jpg", "none.jpg", "chris.tif"])
        #expect(reports.map { $0["error"] != nil } == [false, true, true, false])
        #expect((reports[3]["faces"] as? [[String: Any]])?.count == 1)
    }

    @Test("sheet finds the inputs by their digest and refuses others")
    func sheet() throws {
        let folder = try Folder()
        let (ana, chris) = (Folder.example("ana.webp"), Folder.example("chris.tif"))
        let made = try Binary.run(["compose", "--source", ana, "--target", chris, "--out", folder("work").path])
        #expect(made.status == 0, "\(made.errors)")
        let lost = try Binary.run(["sheet", folder("work").path, "--out", folder("sheet.png").path])
        #expect(lost.status == 2 && lost.errors.contains("chris.tif: not found") && lost.errors.contains("--target"))
        let other = try Binary.run(
            ["sheet", folder("work").path, "--source", ana, "--target", ana, "--out", folder("sheet.png").path])
        #expect(other.status == 2 && other.errors.contains("is not the chris.tif"))
        let drawn = try Binary.run(
            ["sheet", folder("work").path, "--source", ana, "--target", chris, "--out", folder("sheet.png").path])
        #expect(drawn.status == 0, "\(drawn.errors)")
        #expect(try Oracle.run("exiftool", ["-s3", "-FileType", folder("sheet.png").path]) == "PNG\n")
        #expect(folder.entries == ["sheet.png", "work"])
    }

    @Test("models verify vouches for the bundled files and names what is damaged or missing")
    func models() throws {
        let sound = try Binary.run(["models", "verify"])
        #expect(sound.status == 0 && sound.output.contains("face_landmark: verified"))
        let missing = try Binary.run(["models", "verify", "inswapper_128"])
        #expect(missing.status == 1 && missing.output.contains("non-commercial"))
        #expect(missing.output.hasPrefix("inswapper_128: MISSING: is not here"))
        let unknown = try Binary.run(["models", "verify", "inswaper"])
        #expect(unknown.status == 2 && unknown.errors.contains("inswaper"))

        let folder = try Folder()
        try Data("no model".utf8).write(to: folder("face_landmark.tflite"))
        let damaged = try Binary.run(
            ["models", "verify", "face_landmark"], environment: ["LIKENESS_MODELS": folder.url.path])
        #expect(damaged.status == 1 && damaged.output.contains("DAMAGED") && damaged.output.contains("SHA-256"))

        let list = try Binary.run(["models", "list", "--json"])
        let entries = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
        #expect(entries.allSatisfy { ($0["licence"] as? [String: Any])?["commercial_use"] is Bool })
    }

    @Test("commands that look for faces alone take the engine that reads those models, whichever is asked for")
    func facesUnderOtherEngine() throws {
        let folder = try Folder()
        let environment = ["LIKENESS_ENGINE": "onnxruntime"]
        let ben = Folder.example("ben.webp")
        let inspected = try Binary.run(["inspect", ben], environment: environment)
        #expect(inspected.status == 0, "\(inspected.errors)")
        let preview = folder("frame.png").path
        let framed = try Binary.run(["frame", ben, "--crop", "1:1", "--preview", preview], environment: environment)
        #expect(framed.status == 0, "\(framed.errors)")
    }

    @Test("doctor is content after set-up, and says what to do when the engine is away")
    func doctor() throws {
        let sound = try Binary.run(["doctor"])
        #expect(sound.status == 0, "\(sound.output)")
        for name in [
            "libvips 8", "Little CMS 2", "libtiff 4", "ISA-L 2", "libdeflate 1", "OpenVINO 2026", "face_landmark",
        ] {
            #expect(sound.output.contains(name), "\(name)")
        }
        let away = try Binary.run(["doctor", "--json"], environment: ["LIKENESS_OPENVINO": "/nowhere"])
        #expect(away.status == 1)
        let findings = try #require(try JSONSerialization.jsonObject(with: Data(away.output.utf8)) as? [[String: Any]])
        let engine = try #require(findings.first { $0["name"] as? String == "OpenVINO" })
        #expect(engine["state"] as? String == "missing")
        #expect((engine["remedy"] as? String)?.contains("setup.sh") == true)
    }

    @Test("bench tells our time, the peer's and the ratio")
    func bench() throws {
        let pictures = ["--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif")]
        let pipeline = try Binary.run(
            ["bench", "pipeline", "--megapixels", "1", "--rounds", "1", "--json"] + pictures)
        #expect(pipeline.status == 0, "\(pipeline.errors)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(pipeline.output.utf8)) as? [String: Any])
        let (ours, theirs) = (report["seconds"] as? Double ?? 0, report["libvips_seconds"] as? Double ?? 0)
        #expect(ours > 0 && theirs > 0 && abs((report["ratio"] as? Double ?? 0) - ours / theirs) < 1e-6)
        #expect((report["peak_megabytes"] as? Double ?? 0) > 10)

        let analysis = try Binary.run(
            ["bench", "analysis", "--megapixels", "1", "--rounds", "2", "--picture", Folder.example("ben.webp")])
        #expect(analysis.status == 0 && analysis.output.contains("1 face"), "\(analysis.errors)")
    }

    @Test("bench upscale says which script brings the peers, and what it cannot compare")
    func benchUpscale() throws {
        let picture = ["--picture", Folder.example("ben.webp")]
        let away = try Binary.run(
            ["bench", "upscale", "--model", "realesr_animevideov3_4x"] + picture,
            environment: ["LIKENESS_PEERS": "/nowhere"])
        #expect(away.status == 2 && away.output.isEmpty)
        #expect(away.errors.contains("/nowhere") && away.errors.contains("./Scripts/bench_peers.sh"))

        let large = try Binary.run(
            ["bench", "upscale", "--tile", "1024", "--picture", Folder.example("chris.tif")])
        #expect(large.status == 2 && large.errors.contains("chris.tif") && large.errors.contains("--tile"))

        let overhead = try Binary.run(
            ["bench", "upscale", "--rounds", "0", "--size", "256x192", "--json"] + picture)
        #expect(overhead.status == 0, "\(overhead.errors)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(overhead.output.utf8)) as? [String: [[String: Any]]])
        let figures = try #require(report["overhead"]?.first)
        #expect(report["networks"]?.isEmpty == true && report["overhead"]?.count == 1)
        let (all, network) = (figures["seconds"] as? Double ?? 0, figures["network"] as? Double ?? 0)
        #expect(network > 0 && network < all)
    }
}
