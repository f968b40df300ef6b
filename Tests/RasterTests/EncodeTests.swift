import Foundation
import Raster
import Testing

@Suite("Writing files")
struct EncodeTests {
    @Test("the archive TIFF is 16-bit Deflate with differencing, tagged, as other tools read it")
    func tags() throws {
        let folder = try Fixture.Folder()
        let file = folder["master.tif"]
        let tags = FileTags(
            artist: "Zoë Ångström", copyright: "© 2026 Zoë", description: "Mask: nº 3", software: "likeness 1",
            dateTime: "2026:01:02 03:04:05")
        try Fixture.scattered(width: 300, height: 200, channels: 4).writeTIFF(to: file, tags: tags)
        let read = try Fixture.run(
            "exiftool",
            [
                "-n", "-S", "-BitsPerSample", "-Compression", "-Predictor", "-Artist", "-Copyright",
                "-ImageDescription", "-Software", "-ModifyDate", "-XResolution", "-ExtraSamples", file.path,
            ])
        let wanted = [
            "BitsPerSample: 16 16 16 16", "Compression: 8", "Predictor: 2", "Artist: Zoë Ångström",
            "Copyright: © 2026 Zoë", "ImageDescription: Mask: nº 3", "Software: likeness 1",
            "ModifyDate: 2026:01:02 03:04:05", "XResolution: 300", "ExtraSamples: 2",
        ]
        #expect(read.split(separator: "\n").map(String.init) == wanted)
    }

    @Test("the web formats carry the same texts", arguments: ["png", "webp", "jpg"])
    func webTags(_ kind: String) throws {
        let folder = try Fixture.Folder()
        let file = folder["web.\(kind)"]
        let tags = FileTags(
            artist: "Zoë (the second)", copyright: "© 2026 Zoë &amp; <Co>", description: "Mask: nº 3 (草稿), red",
            software: "likeness 1", dateTime: "2026:01:02 03:04:05")
        let picture = Fixture.smooth(width: 30, height: 20).dithered(seed: 0)
        switch kind {
        case "png": try picture.writePNG(to: file, tags: tags)
        case "webp": try picture.writeLosslessWebP(to: file, tags: tags)
        default: try picture.writeJPEG(to: file, quality: 90, tags: tags)
        }
        let names = ["Creator", "Rights", "Description", "CreatorTool", "ModifyDate"]
        let read = try Fixture.run("exiftool", ["-S"] + names.map { "-XMP:\($0)" } + [file.path])
        let wanted = [
            "Creator: Zoë (the second)", "Rights: © 2026 Zoë &amp; <Co>", "Description: Mask: nº 3 (草稿), red",
            "CreatorTool: likeness 1", "ModifyDate: 2026:01:02 03:04:05",
        ]
        #expect(read.split(separator: "\n").map(String.init) == wanted)
    }

    @Test("strips of every shape are decoded by libtiff to the codes that went in", arguments: [1, 63, 64, 65, 1100])
    func strips(_ height: Int) throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.scattered(width: 33, height: height, channels: 3 + height % 2)
        try picture.writeTIFF(to: folder["ours.tif"])
        try Fixture.run("tiffcp", ["-c", "none", folder["ours.tif"].path, folder["plain.tif"].path])
        #expect(try Photograph.open(folder["ours.tif"]).values == picture.values)
        #expect(try Photograph.open(folder["plain.tif"]).values == picture.values)
    }

    @Test("the same picture gives the same bytes", arguments: ["tif", "png", "webp", "jpg"])
    func determinism(_ kind: String) throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 500, height: 700)
        let files = try (0..<2).map { index in
            let file = folder["\(index).\(kind)"]
            switch kind {
            case "tif": try picture.writeTIFF(to: file)
            case "png": try picture.writePNG(to: file)
            case "webp": try picture.dithered(seed: 9).writeLosslessWebP(to: file)
            default: try picture.dithered(seed: 9).writeJPEG(to: file, quality: 90)
            }
            return try Data(contentsOf: file)
        }
        #expect(files[0] == files[1])
    }

    @Test("a full disk and a missing folder are said to be so", arguments: ["tif", "png", "webp", "jpg"])
    func fullDisk(_ kind: String) throws {
        let folder = try Fixture.Folder()
        let full = folder["full.\(kind)"]
        // Linux's device that has no space left.
        try FileManager.default.createSymbolicLink(at: full, withDestinationURL: URL(filePath: "/dev/full"))
        let picture = Fixture.scattered(width: 200, height: 200)
        for file in [full, folder["none/x.\(kind)"]] {
            let error = #expect(throws: RasterError.self) {
                switch kind {
                case "tif": try picture.writeTIFF(to: file)
                case "png": try picture.writePNG(to: file)
                case "webp": try picture.dithered(seed: 0).writeLosslessWebP(to: file)
                default: try picture.dithered(seed: 0).writeJPEG(to: file, quality: 90)
                }
            }
            guard case .cannotWrite(file: file.lastPathComponent, let reason) = error else {
                Issue.record("what cannot be written is said to be so, not \(String(describing: error))")
                return
            }
            #expect(!reason.contains(folder.url.path))
        }
    }

    @Test("WebP's largest size is a plain error, not a broken file")
    func webPLimit() throws {
        let folder = try Fixture.Folder()
        let wide = Fixture.photograph(width: 16_384, height: 1) { _ in 0 }.dithered(seed: 0)
        #expect(throws: RasterError.tooLargeForFormat(file: "wide.webp", size: wide.size, limit: 16_383)) {
            try wide.writeLosslessWebP(to: folder["wide.webp"])
        }
    }
}
