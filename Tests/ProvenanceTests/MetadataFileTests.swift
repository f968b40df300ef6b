import Foundation
import Provenance
import Testing

private typealias Pictures = MetadataPictures

@Suite("Metadata in files", .enabled(if: MetadataPictures.hasTools, "exiftool and vips are not installed"))
struct MetadataFileTests {
    private static let files = ["a.jpg", "a.png", "a.webp", "lossless.webp"]

    private static func picture(_ name: String, in folder: Pictures.Folder) throws -> URL {
        try folder.picture(name, options: name == "lossless.webp" ? "[profile=srgb,lossless]" : "[profile=srgb]")
    }

    @Test("exiftool reads every field in every home, and has nothing to complain of", arguments: files)
    func written(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        var metadata = Pictures.metadata
        metadata.artist = "Zoë"
        try MetadataFile.write(metadata, to: url)
        let read = try Pictures.exiftool(url)
        #expect(read["ExifTool:Validate"] == "OK", "\(read.filter { $0.key.hasPrefix("ExifTool") })")
        let texts: [String: String?] = [
            "IFD0:Artist": metadata.artist, "IFD0:ImageDescription": metadata.description,
            "IFD0:Copyright": metadata.copyright, "IFD0:Software": metadata.creatorTool,
            "IFD0:ModifyDate": "2026:11:24 12:30:00", "ExifIFD:DateTimeOriginal": "2026:11:24 12:30:00",
            "ExifIFD:OffsetTimeOriginal": "+00:00", "ExifIFD:ExifImageWidth": "61", "ExifIFD:ExifImageHeight": "43",
            "XMP-dc:Creator": metadata.artist, "XMP-dc:Title": metadata.title,
            "XMP-dc:Description": metadata.description, "XMP-dc:Rights": metadata.copyright,
            "XMP-dc:Subject": metadata.keywords.joined(separator: "|"), "XMP-xmp:CreatorTool": metadata.creatorTool,
            "XMP-xmp:CreateDate": "2026:11:24 12:30:00Z",
            "XMP-iptcExt:DigitalSourceType":
                "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
            "XMP-iptcExt:AISystemUsed": "Likeness mesh", "XMP-iptcExt:AISystemVersionUsed": "1.0",
            "XMP-TC260:Aigc": metadata.aiLabel?.aigc?.json,
        ]
        for (tag, text) in texts { #expect(read[tag] == text, "\(tag)") }
        if name.hasSuffix("jpg") {
            #expect(read["IPTC:By-line"] == metadata.artist && read["IPTC:ObjectName"] == metadata.title)
            #expect(read["IPTC:Caption-Abstract"] == metadata.description)
            #expect(read["IPTC:CopyrightNotice"] == metadata.copyright)
            #expect(read["IPTC:Keywords"] == metadata.keywords.joined(separator: "|"))
            #expect(read["IPTC:TimeCreated"] == "12:30:00+00:00")
        }
        if name.hasSuffix("png") {
            #expect(read["PNG:Artist"] == metadata.artist && read["PNG:Title"] == metadata.title)
            #expect(read["PNG:Description"] == metadata.description && read["PNG:Copyright"] == metadata.copyright)
            #expect(read["PNG:AIGC"] == metadata.aiLabel?.aigc?.json)
        }
        // What a person types; no group is named.
        let plain = try Pictures.run(
            "exiftool", ["-s3", "-Artist", "-Title", "-Description", "-Copyright", "-Keywords", url.path])
        #expect(plain.split(separator: "\n").count == 5, "\(plain)")
    }

    @Test(
        "pixels, profile, orientation and print resolution stay; nothing else is left in the folder", arguments: files)
    func untouched(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        try Pictures.run("exiftool", ["-overwrite_original", "-Orientation#=6", "-XResolution=311", url.path])
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: url.path)
        let (pixels, tags) = (try folder.pixels(url), try Pictures.exiftool(url))
        try MetadataFile.write(Pictures.metadata, to: url)
        #expect(try folder.pixels(url) == pixels)
        let after = try Pictures.exiftool(url)
        #expect(after.filter { $0.key.hasPrefix("ICC") } == tags.filter { $0.key.hasPrefix("ICC") })
        #expect(after["ICC_Profile:ProfileDescription"] != nil || after["ICC-header:ProfileClass"] != nil)
        #expect(after["IFD0:Orientation"] == tags["IFD0:Orientation"] && after["IFD0:Orientation"] != nil)
        #expect(after["JFIF:XResolution"] == tags["JFIF:XResolution"])
        #expect(after["PNG-pHYs:PixelsPerUnitX"] == tags["PNG-pHYs:PixelsPerUnitX"])
        if name.hasSuffix("webp") { #expect(after["IFD0:XResolution"] == "311") }
        #expect(folder.entries == [name])
        let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test("what was there before leaves no trace: a second writing gives the file of the first", arguments: files)
    func replaced(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        try MetadataFile.write(Pictures.metadata, to: url)
        let once = try Data(contentsOf: url)
        let other = Metadata(artist: "Other", title: "Other", description: String(repeating: "x", count: 70_000))
        try MetadataFile.write(other, to: url)
        try Pictures.run(
            "exiftool", ["-overwrite_original", "-q", "-q", "-XMP-dc:Source=Hidden", "-PNG:Author=Hidden", url.path])
        try MetadataFile.write(Pictures.metadata, to: url)
        #expect(try Data(contentsOf: url) == once)
    }

    @Test("every home reads back what was written, with an identifier uncut", arguments: files)
    func homes(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        try MetadataFile.write(Pictures.metadata, to: url)
        let homes = try MetadataHomes(of: url)
        #expect(homes[.xmp] == Pictures.metadata && homes.combined == Pictures.metadata)
        #expect(Set(homes.format.homes) == Set(homes.stated.keys) && homes.unreadable.isEmpty)
        #expect(homes.agreement.isEmpty && homes.findings(against: Pictures.metadata).isEmpty)
        for home in homes.format.homes { #expect(homes[home]?.artist == Pictures.metadata.artist, "\(home)") }
    }

    @Test("64 KiB of description stand in every home that holds them, and exiftool reads them", arguments: files)
    func long(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        let metadata = Metadata(title: "T", description: String(repeating: "界🙂", count: 9_363), keywords: ["k"])
        #expect(metadata.description?.utf8.count == 65_541)
        try MetadataFile.write(metadata, to: url)
        let read = try Pictures.exiftool(url)
        #expect(read["ExifTool:Validate"] == "OK", "\(read.filter { $0.key.hasPrefix("ExifTool") })")
        #expect(read["XMP-dc:Description"] == metadata.description)
        let exif = try #require(read["IFD0:ImageDescription"])
        if name.hasSuffix("jpg") {
            #expect(exif.utf8.count > 59_990 && metadata.description?.hasPrefix(exif) == true)
            #expect(read["IPTC:Caption-Abstract"]?.utf8.count ?? 0 > 1_990)
        } else {
            #expect(exif == metadata.description)
        }
        if name.hasSuffix("png") { #expect(read["PNG:Description"] == metadata.description) }
        let homes = try MetadataHomes(of: url)
        #expect(homes.combined == metadata && homes.findings(against: metadata).isEmpty)
    }

    @Test("empty fields leave no home that says something, and nothing is left of control characters", arguments: files)
    func empty(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        try MetadataFile.write(Metadata(artist: "", title: " \n", keywords: [""], aiLabel: AILabel()), to: url)
        #expect(try Pictures.exiftool(url)["ExifTool:Validate"] == "OK")
        #expect(try MetadataHomes(of: url).combined == Metadata())
        let dirty = Metadata(artist: "\u{0}A\u{1}B\u{FFFE}\u{85}C\r\nD\t ", keywords: ["\u{7}", "k"])
        try MetadataFile.write(dirty, to: url)
        let homes = try MetadataHomes(of: url)
        #expect(homes.combined == Metadata(artist: "A B  C\nD", keywords: ["k"]))
        #expect(homes.findings(against: dirty).isEmpty)
        #expect(try Pictures.exiftool(url)["XMP-dc:Creator"] == "A B  C\nD")
    }

    @Test("a home that another tool changed or removed is named", arguments: files)
    func disagreement(name: String) throws {
        let folder = try Pictures.Folder()
        let url = try Self.picture(name, in: folder)
        let metadata = Metadata(artist: "Ann", title: "T", copyright: "C", keywords: ["a", "b"])
        try MetadataFile.write(metadata, to: url)
        try Pictures.run("exiftool", ["-overwrite_original", "-IFD0:Artist=Eve", url.path])
        let changed = MetadataFinding(home: .exif, field: .artist, stated: ["Eve"], expected: ["Ann"])
        #expect(try MetadataHomes(of: url).agreement == [changed])
        #expect(changed.description == "exif, artist: says \"Eve\", expected \"Ann\"")
        try MetadataFile.write(metadata, to: url)
        try Pictures.run("exiftool", ["-overwrite_original", "-XMP:All=", url.path])
        let homes = try MetadataHomes(of: url)
        #expect(homes[.xmp] == nil)
        #expect(
            Set(homes.findings(against: metadata).map { "\($0.home.rawValue).\($0.field.rawValue)" })
                == ["xmp.artist", "xmp.title", "xmp.copyright", "xmp.keywords"])
    }

    @Test("a simple WebP file with alpha becomes an extended one that webpinfo finds sound")
    func alpha() throws {
        let folder = try Pictures.Folder()
        let (png, webp) = (try folder.picture("a.png"), folder["a.webp"])
        let opaque = folder["opaque.webp"]
        try Pictures.run("vips", ["bandjoin_const", png.path, folder["rgba.png"].path, "77"])
        try Pictures.run("cwebp", ["-quiet", "-lossless", folder["rgba.png"].path, "-o", webp.path])
        try Pictures.run("cwebp", ["-quiet", folder["a.png"].path, "-o", opaque.path])
        for (url, alpha) in [(webp, "Alpha: 1"), (opaque, "Alpha: 0")] {
            #expect(try !Pictures.run("webpinfo", [url.path]).contains("VP8X"))
            try Pictures.run("dwebp", ["-quiet", url.path, "-pam", "-o", folder["before.pam"].path])
            try MetadataFile.write(Pictures.metadata, to: url)
            let report = try Pictures.run("webpinfo", [url.path])
            #expect(report.contains("No error detected") && report.contains(alpha) && report.contains("61 x 43"))
            #expect(report.contains("EXIF: 1") && report.contains("XMP: 1") && report.contains("ICCP: 0"))
            try Pictures.run("dwebp", ["-quiet", url.path, "-pam", "-o", folder["after.pam"].path])
            #expect(try Data(contentsOf: folder["before.pam"]) == Data(contentsOf: folder["after.pam"]))
        }
    }

    @Test("files that must not or cannot be changed are refused, and stand as they were")
    func refused() throws {
        let folder = try Pictures.Folder()
        let jpeg = try folder.picture("a.jpg")
        var bytes = try Data(contentsOf: jpeg)
        bytes.insert(contentsOf: [0xFF, 0xEB, 0, 14] + Array("JP......c2pa".utf8), at: 2)
        try bytes.write(to: jpeg)
        let png = folder["text.png"]
        try Data("no picture".utf8).write(to: png)
        let tiff = try folder.picture("a.tif")
        func error(_ url: URL, _ metadata: Metadata = Pictures.metadata) throws -> MetadataError? {
            let before = try? Data(contentsOf: url)
            defer { #expect((try? Data(contentsOf: url)) == before) }
            return #expect(throws: MetadataError.self) { try MetadataFile.write(metadata, to: url) }
        }
        #expect(try error(jpeg) == .signed(file: "a.jpg"))
        #expect(try error(png) == .unknownFormat(file: "text.png"))
        #expect(try error(tiff) == .notRewritten(file: "a.tif", format: "TIFF"))
        #expect(try error(folder["none.png"]) == .unreadable(file: "none.png", reason: "No such file or directory"))
        #expect(try error(folder.url)?.description.contains("folder or a device") == true)
        #expect(try error(jpeg, Metadata(created: .max)) == .dateOutOfRange(seconds: .max))
        let short = "did:pkh:eip155:1:0xabc123"
        #expect(
            try error(jpeg, Metadata(artist: short)) == .wrongIdentifier(.wrongLength(text: "0xabc123", bytes: 3)))
        #expect(folder.entries == ["a.jpg", "a.tif", "text.png"])
    }
}
