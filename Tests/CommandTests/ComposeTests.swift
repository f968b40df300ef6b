import Foundation
import Testing
import Works

@Suite("compose")
struct ComposeTests {
    private static let pictures = [
        "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"),
    ]
    private static let date = ["SOURCE_DATE_EPOCH": "1700000000"]

    @Test("a work holds what other tools read: tags, depth, profile, lossless WebP, digests")
    func delivered() throws {
        let folder = try Folder()
        let outcome = try Binary.run(
            ["compose"] + Self.pictures + [
                "--out", folder("work").path, "--artist", "Žofie Ångström", "--copyright", "© 2026 Žofie",
                "--title", "Ana as Chris", "--description", "A composite", "--keep-mask",
            ], environment: Self.date)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("master.tif") && outcome.output.contains("768×1024"))
        #expect(outcome.errors.contains("ana.webp: has no colour profile and is taken as sRGB"))

        let work = folder("work")
        let tags = try Oracle.run(
            "exiftool",
            ["-s", "-charset", "exif=utf8", "-IFD0:all", "-ICC_Profile:ProfileDescription", work("master.tif").path])
        for line in [
            "Žofie Ångström", "© 2026 Žofie", "A composite", Tool.signature, "2023:11:14 22:13:20",
            "16 16 16", "Adobe Deflate", "Horizontal differencing",
        ] {
            #expect(tags.contains(line), "\(line) in \(tags)")
        }
        for file in ["image.webp", "preview.jpg", "thumbnail.webp"] {
            let tags = try Oracle.run("exiftool", ["-s", "-XMP:all", work(file).path])
            #expect(tags.contains("Žofie Ångström") && tags.contains("© 2026 Žofie"), "\(file): \(tags)")
        }
        #expect(try Oracle.run("webpinfo", [work("image.webp").path]).contains("Format: Lossless"))

        let record = try WorkRecord(ofWorkAt: work)
        #expect(record.files.count == 5)
        for file in record.files {
            #expect(try Oracle.run("sha256sum", [work(file.file).path]).hasPrefix(file.sha256))
        }
        #expect(record.sources[0].sha256 == String(try Oracle.run("sha256sum", [Self.pictures[1]]).prefix(64)))
        #expect(record.commercialUse && record.models.count == 4 && record.models.allSatisfy(\.commercialUse))
    }

    @Test("two runs give the same bytes in every file before it is signed")
    func deterministic() throws {
        let folder = try Folder()
        for name in ["one", "two"] {
            let outcome = try Binary.run(
                ["compose"] + Self.pictures + [
                    "--out", folder(name).path, "--blend", "poisson", "--shape-transfer", "0.5",
                ],
                environment: Self.date)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let digests = try ["one", "two"].map { try WorkRecord(ofWorkAt: folder($0)).files.map(\.unsignedSha256) }
        #expect(digests[0].count == 4 && digests[0] == digests[1])
    }

    @Test("the recipe that artists pass around says which models are missing, and runs with the bundled ones")
    func template() throws {
        let folder = try Folder()
        let recipe = folder("recipe.json")
        try Data(
            """
            {"face_detector":"retinaface","face_encoder":"inswapper_128_fp16","blend_ratio":0.92,\
            "color_correction":"histogram_matching","sharpness_preserve":true,"output_resolution":[3840,2160],\
            "upsampler":"swinir_medium","output_format":"tiff"}
            """.utf8
        ).write(to: recipe)
        let arguments = ["compose", "--recipe", recipe.path] + Self.pictures + ["--out", folder("work").path]
        let refused = try Binary.run(arguments)
        #expect(refused.status == 2)
        let lines = refused.errors.split(separator: "\n")
        #expect(lines.count == 4)
        for (line, words) in zip(
            lines,
            [
                ["face_detector", "retinaface", "InsightFace", "--default-models"],
                ["swapper", "inswapper_128_fp16", "non-commercial", "models pull"],
                ["face_recognizer", "arcface_w600k_r50", "models pull"],
                ["upsampler", "swinir_medium", "Apache", "curl"],
            ]
        ) {
            for word in words { #expect(line.contains(word), "\(word) in \(line)") }
        }
        #expect(folder.entries == ["recipe.json"])

        let made = try Binary.run(arguments + ["--default-models", "--output-resolution", "600x400"])
        #expect(made.status == 0, "\(made.errors)")
        let record = try WorkRecord(ofWorkAt: folder("work"))
        #expect(record.substitutions.map(\.asked) == ["retinaface", "inswapper_128_fp16", "swinir_medium"])
        #expect(record.substitutions.map(\.used) == ["blazeface", "mesh", "lanczos"])
        #expect(record.files.first { $0.role == "master" }.map { [$0.width, $0.height] } == [300, 400])
    }

    @Test("an interrupted run leaves nothing behind and ends with 130")
    func interrupted() throws {
        let folder = try Folder()
        let (output, errors) = (folder("out"), folder("err"))
        let process = try Binary.start(
            ["compose"] + Self.pictures + ["--out", folder("work").path, "--output-resolution", "6000x6000"],
            output: output, errors: errors)
        // Far enough to have begun, not far enough to be done.
        for _ in 0..<2000 where !folder.entries.contains(where: { $0.hasPrefix(".work") }) {
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(folder.entries.contains { $0.hasPrefix(".work") })
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(folder.entries == ["err", "out"])
        #expect(try String(contentsOf: errors, encoding: .utf8).contains("interrupted"))
    }

    @Test("JSON output is the record that the work holds")
    func json() throws {
        let folder = try Folder()
        let outcome = try Binary.run(["compose"] + Self.pictures + ["--out", folder("work").path, "--json"])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(Data(outcome.output.utf8) == (try Data(contentsOf: folder("work")("work.json"))))
    }
}

extension URL {
    func callAsFunction(_ name: String) -> URL { appending(path: name) }
}
