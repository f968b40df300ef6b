import Foundation
import Testing
import Works

@Suite("verify")
struct VerifyTests {
    private static let date = ["SOURCE_DATE_EPOCH": "1700000000"]
    private static let examples = URL(filePath: Folder.example("ana.webp")).deletingLastPathComponent().path

    private static func make(_ name: String, in folder: Folder) throws {
        let outcome = try Binary.run(
            [
                "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--recipe",
                Folder.example("recipe.json"), "--out", folder(name).path, "--description", "描述 😀", "--keywords",
                "portrait, 中文", "--title", "No. {number:03}", "--number", "7",
            ], environment: date)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("a work holds, and every edit by other programs shows with its place")
    func edits() throws {
        let folder = try Folder()
        try Self.make("work", in: folder)
        let work = folder("work")
        let whole = try Binary.run(["verify", work.path, "--inputs", Self.examples])
        #expect(whole.status == 0 && whole.output.contains("work: holds"), "\(whole.output)\(whole.errors)")

        for (name, arguments, words) in [
            ("master.tif", ["-Artist=x"], "artist in tiff"), ("preview.jpg", ["-XMP:all="], "in xmp"),
            ("image.webp", ["-XMP-iptcExt:DigitalSourceType="], "AI label"),
            ("thumbnail.webp", ["-EXIF:Copyright=x"], "copyright in exif"),
        ] {
            let file = work(name)
            let before = try Data(contentsOf: file)
            _ = try Oracle.run("exiftool", ["-q", "-overwrite_original"] + arguments + [file.path])
            let outcome = try Binary.run(["verify", work.path])
            #expect(outcome.status == 1)
            for part in ["FAILED  \(name): sha256", "FAILED  \(name): credentials", words] {
                #expect(outcome.output.contains(part), "\(part) in \(outcome.output)")
            }
            try before.write(to: file)
        }
        var bytes = try Data(contentsOf: work("image.webp"))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: work("image.webp"))
        let json = try Binary.run(["verify", work("image.webp").path, "--json"])
        #expect(
            json.status == 1 && json.output.contains(#""holds": false"#) && json.output.contains("dataHash.mismatch"))
    }

    @Test("other programs read every text from every file")
    func homes() throws {
        let folder = try Folder()
        try Self.make("work", in: folder)
        for name in ["master.tif", "image.webp", "preview.jpg", "thumbnail.webp"] {
            let tags = try Oracle.run(
                "exiftool",
                [
                    "-s3", "-Artist", "-Title", "-Description", "-Copyright", "-Subject", "-DigitalSourceType",
                    folder("work")(name).path,
                ])
            #expect(
                tags.split(separator: "\n").map(String.init) == [
                    "Your name", "No. 007", "描述 😀", "© Your name", "portrait, 中文",
                    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
                ], "\(name): \(tags)")
            let aigc = try Oracle.run("exiftool", ["-s3", "-XMP-TC260:all", folder("work")(name).path])
            #expect(aigc.contains(#""Label":"1""#) && aigc.contains(#""ContentProducer":"Your name""#), "\(name)")
        }
    }

    @Test("reproduce gives the same bytes, and credentials can be made, looked into and pinned")
    func credentials() throws {
        let folder = try Folder()
        let made = try Binary.run(
            ["credentials", "init", "--name", "Ana Example", "--organization", "Studio", "--out", folder("keys").path])
        #expect(made.status == 0, "\(made.errors)")
        let again = try Binary.run(["credentials", "init", "--name", "Ana", "--out", folder("keys").path])
        #expect(again.status == 2 && again.errors.contains("pem"))
        let keys = folder("keys")
        let outcome = try Binary.run(
            [
                "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--out",
                folder("work").path, "--cert", keys("chain.pem").path, "--key", keys("key.pem").path,
            ], environment: Self.date)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let pinned = try Binary.run(["verify", folder("work")("master.tif").path, "--trust", keys("root.pem").path])
        #expect(pinned.status == 0, "\(pinned.output)")
        let shown = try Binary.run(
            ["credentials", "show", folder("work")("master.tif").path, "--trust", keys("root.pem").path])
        for line in [
            "state: trusted", "signed by: Ana Example, Studio", "action: c2pa.opened",
            "ingredient: chris.tif, parentOf",
            "cawg.data_mining: notAllowed",
        ] {
            #expect(shown.output.contains(line), "\(line) in \(shown.output)")
        }
        let same = try Binary.run(["reproduce", folder("work").path, "--inputs", Self.examples])
        #expect(same.status == 0 && same.output.split(separator: "\n").allSatisfy { $0.hasPrefix("same") }, "\(same)")
        let lost = try Binary.run(["reproduce", folder("work").path])
        #expect(lost.status == 2 && lost.errors.contains("--inputs"))
    }

    @Test("a record of rights is added to and checked")
    func rights() throws {
        let folder = try Folder()
        let picture = folder("ana.webp")
        try FileManager.default.copyItem(atPath: Folder.example("ana.webp"), toPath: picture.path)
        try Data("signed".utf8).write(to: folder("release.pdf"))
        let added = try Binary.run(
            [
                "rights", "add", picture.path, "--role", "source", "--person", "Ana Example", "--basis",
                "signed_release", "--evidence", folder("release.pdf").path, "--use", "commercial", "--use",
                "derivative",
                "--expires", "2099-12-31", "--commercial",
            ])
        #expect(added.status == 0, "\(added.errors)")
        let record = folder("rights.json").path
        #expect(try Binary.run(["rights", "check", record]).status == 0)
        let token = try Binary.run(["rights", "check", record, "--use", "nft"])
        #expect(token.status == 1 && token.output.contains("nft"))
        try Data("changed".utf8).write(to: folder("release.pdf"))
        let changed = try Binary.run(["rights", "check", record])
        #expect(changed.status == 1 && changed.output.contains("release.pdf"))
        let wrong = try Binary.run(
            ["rights", "add", picture.path, "--role", "source", "--person", "fictional", "--basis", "licence"])
        #expect(wrong.status == 2 && wrong.errors.contains("evidence"))
    }
}
