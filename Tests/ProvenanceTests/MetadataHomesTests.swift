import Foundation
import Provenance
import Testing

private typealias Pictures = MetadataPictures

@Suite("Homes of metadata", .enabled(if: MetadataPictures.hasTools, "exiftool and vips are not installed"))
struct MetadataHomesTests {
    @Test("what exiftool wrote is read from every home", arguments: ["a.jpg", "a.png", "a.webp", "a.tif", "MM.tif"])
    func fromExiftool(name: String) throws {
        let folder = try Pictures.Folder()
        var url = try folder.picture(name == "MM.tif" ? "II.tif" : name)
        if name == "MM.tif" {
            try Pictures.run("tiffcp", ["-B", url.path, folder[name].path])
            url = folder[name]
        }
        var arguments = [
            "-overwrite_original", "-q", "-q", "-m", "-codedcharacterset=utf8", "-IFD0:Artist=Zoë 界",
            "-IFD0:ImageDescription=D ü", "-IFD0:Copyright=©", "-IFD0:Software=S",
            "-IFD0:ModifyDate=2026:11:24 12:30:00",
            "-XMP-dc:Creator=Zoë 界", "-XMP-dc:Title=T", "-XMP-dc:Title-de=Titel", "-XMP-dc:Description=D ü",
            "-XMP-dc:Rights=©", "-XMP-dc:Subject=k1", "-XMP-dc:Subject=k&2", "-XMP-xmp:CreatorTool=S",
            "-XMP-xmp:CreateDate=2026:11:24 13:30:00+01:00",
            "-XMP-iptcExt:DigitalSourceType=\(DigitalSourceType.trainedAlgorithmicMedia.uri)",
        ]
        let hasIPTC = !name.hasSuffix("webp") && !name.hasSuffix("png")
        if hasIPTC {
            arguments += [
                "-IPTC:By-line=Zoë 界", "-IPTC:ObjectName=T", "-IPTC:Caption-Abstract=D ü", "-IPTC:CopyrightNotice=©",
                "-IPTC:Keywords=k1", "-IPTC:Keywords=k&2", "-IPTC:DateCreated=2026:11:24",
                "-IPTC:TimeCreated=14:30:00+02:00",
            ]
        }
        if name.hasSuffix("png") { arguments += ["-PNG:Artist=Zoë 界", "-PNG:Title=T", "-PNG:Description=D ü"] }
        try Pictures.run("exiftool", arguments + [url.path])
        let homes = try MetadataHomes(of: url)
        let whole = Metadata(
            artist: "Zoë 界", title: "T", description: "D ü", copyright: "©", keywords: ["k1", "k&2"],
            creatorTool: "S", created: 1_795_523_400,
            aiLabel: AILabel(digitalSourceType: .trainedAlgorithmicMedia))
        #expect(homes[.xmp] == whole)
        let first = Metadata(
            artist: "Zoë 界", description: "D ü", copyright: "©", creatorTool: "S", created: 1_795_523_400)
        #expect(homes[name.hasSuffix("tif") ? .tiff : .exif] == first)
        let iptc = Metadata(
            artist: "Zoë 界", title: "T", description: "D ü", copyright: "©", keywords: ["k1", "k&2"],
            created: 1_795_523_400)
        #expect(homes[.iptc] == (hasIPTC ? iptc : nil))
        if name.hasSuffix("png") {
            #expect(homes[.text] == Metadata(artist: "Zoë 界", title: "T", description: "D ü"))
            #expect(homes.agreement.map(\.field) == [.copyright, .creatorTool])
        } else {
            #expect(homes.agreement.isEmpty)
        }
    }

    @Test("XMP that exiftool spread over a JPEG file's segments is put together, and refused with a part missing")
    func extended() throws {
        let folder = try Pictures.Folder()
        let url = try folder.picture("a.jpg")
        let text = String(repeating: "界", count: 100_000)
        try Data(text.utf8).write(to: folder["text"])
        try Pictures.run(
            "exiftool",
            ["-overwrite_original", "-XMP-dc:Description<=\(folder["text"].path)", "-XMP-dc:Title=T", url.path])
        #expect(try MetadataHomes(of: url)[.xmp]?.description == text)
        try MetadataFile.write(Metadata(title: "T", description: text), to: url)
        #expect(try MetadataHomes(of: url)[.xmp]?.description == text)
        // The number of one part is changed: it no longer fits.
        var bytes = try Data(contentsOf: url)
        let parts = bytes.ranges(of: Data("http://ns.adobe.com/xmp/extension/\0".utf8))
        #expect(parts.count > 3)
        bytes[parts[1].upperBound + 38] ^= 1
        try bytes.write(to: url)
        #expect(try MetadataHomes(of: url)[.xmp]?.description == nil)
        #expect(try MetadataHomes(of: url)[.xmp]?.title == "T")
    }

    @Test(
        "tags for TIFF are read by exiftool and by us, classic and BigTIFF, in both byte orders",
        arguments: [ByteOrder.little, .big], [false, true])
    func tiff(order: ByteOrder, isBig: Bool) throws {
        let folder = try Pictures.Folder()
        let url = folder["a.tif"]
        var metadata = Pictures.metadata
        metadata.description = String(repeating: "界🙂", count: 9_363)
        let tags = try TIFFTags(metadata)
        #expect(tags.iptc?.count.isMultiple(of: 4) == true && tags.dateTime == "2026:11:24 12:30:00")
        try Data(SmallTIFF(order: order, isBig: isBig).bytes(with: tags)).write(to: url)
        let homes = try MetadataHomes(of: url)
        #expect(Set(homes.stated.keys) == [.tiff, .xmp, .iptc])
        #expect(homes.findings(against: metadata).isEmpty)
        let read = try Pictures.exiftool(url)
        #expect(read["IFD0:Artist"] == metadata.artist && read["IFD0:ImageDescription"] == metadata.description)
        #expect(read["XMP-dc:Description"] == metadata.description && read["IPTC:ObjectName"] == metadata.title)
        #expect(read["IPTC:By-line"] == metadata.artist)
        // Of a BigTIFF file exiftool knows no place that would be the usual one.
        if !isBig { #expect(read["ExifTool:Validate"]?.contains("1 Warning") == true) }
        #expect(isBig || read["ExifTool:Warning"]?.contains("IPTC By-line too long (59 bytes") == true)
    }

    @Test("the packets for TIFF, put in by exiftool, are sound and read whole")
    func tiffPackets() throws {
        let folder = try Pictures.Folder()
        let url = try folder.picture("a.tif", options: "")
        var metadata = Pictures.metadata
        metadata.artist = "Zoë"
        metadata.description = String(repeating: "界", count: 22_000)
        let tags = try TIFFTags(metadata)
        try Data(tags.xmp).write(to: folder["xmp"])
        try Data(try #require(tags.iptc)).write(to: folder["iptc"])
        try Data((tags.imageDescription ?? "").utf8).write(to: folder["text"])
        try Pictures.run(
            "exiftool",
            [
                "-overwrite_original", "-XMP<=\(folder["xmp"].path)", "-IPTC<=\(folder["iptc"].path)",
                "-IFD0:ImageDescription<=\(folder["text"].path)", "-IFD0:Artist=Zoë",
                "-IFD0:Copyright=\(tags.copyright ?? "")", "-IFD0:Software=\(tags.software ?? "")",
                "-IFD0:ModifyDate=\(tags.dateTime ?? "")", url.path,
            ])
        #expect(try Pictures.exiftool(url)["ExifTool:Validate"] == "OK")
        #expect(try MetadataHomes(of: url).findings(against: metadata).isEmpty)
    }

    @Test("AVIF's items are read as an encoder and as exiftool write them")
    func avif() throws {
        let folder = try Pictures.Folder()
        let jpeg = try folder.picture("a.jpg")
        try MetadataFile.write(Pictures.metadata, to: jpeg)
        let url = folder["a.avif"]
        try Pictures.run("vips", ["heifsave", jpeg.path, url.path, "--compression", "av1"])
        let homes = try MetadataHomes(of: url)
        #expect(homes.format == .avif && Set(homes.stated.keys) == [.exif, .xmp])
        #expect(homes.findings(against: Pictures.metadata).isEmpty, "\(homes.agreement)")
        try Pictures.run("exiftool", ["-overwrite_original", "-IFD0:Artist=Eve", "-XMP-dc:Title=New", url.path])
        let changed = try MetadataHomes(of: url)
        #expect(changed[.exif]?.artist == "Eve" && changed[.xmp]?.title == "New")
        #expect(changed.agreement.map(\.home) == [.exif])
        let packets = try AVIFPackets(Pictures.metadata, width: 61, height: 43, hasProfile: true)
        #expect(EXIFBlock.metadata(in: packets.exif) == homes[.exif])
        #expect(XMPPacket.metadata(in: packets.xmp) == Pictures.metadata)
    }

    @Test(
        "no byte that is cut, changed or made up stops a reader",
        arguments: ["a.jpg", "a.png", "a.webp", "a.tif", "a.avif"])
    func hostile(name: String) throws {
        let folder = try Pictures.Folder()
        let jpeg = try folder.picture("source.jpg", options: "")
        let metadata = Metadata(
            artist: "Ann", title: "T", description: "D", keywords: ["a", "b"], created: 0,
            aiLabel: Pictures.metadata.aiLabel)
        try MetadataFile.write(metadata, to: jpeg)
        let url = folder[name]
        let saver =
            name == "a.avif"
            ? ["heifsave", jpeg.path, url.path, "--compression", "av1"] : ["copy", jpeg.path, url.path]
        try Pictures.run("vips", saver)
        if name != "a.tif", name != "a.avif" { try MetadataFile.write(metadata, to: url) }
        let sound = [UInt8](try Data(contentsOf: url))
        var random = Dice(seed: 20_261_124)
        var read = 0
        func attempt(_ bytes: [UInt8]) {
            let source = MemoryBytes(bytes)
            if let homes = try? MetadataHomes(source, file: name) { read += homes.agreement.count >= 0 ? 1 : 0 }
            _ = try? JPEGContainer(source, file: name).rewritten(with: metadata)
            _ = try? PNGContainer(source, file: name).rewritten(with: metadata)
            _ = try? WebPContainer(source, file: name).rewritten(with: metadata)
            _ = IPTCRecord.metadata(in: bytes)
            _ = PhotoshopResources.iptc(in: bytes)
            _ = EXIFBlock.metadata(in: bytes)
        }
        attempt(sound)
        #expect(read == 1)
        for length in stride(from: 0, to: sound.count, by: max(1, sound.count / 150)) {
            attempt(Array(sound.prefix(length)))
        }
        for _ in 0..<400 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                // Most of what is read stands at the front.
                let place = Int.random(
                    in: 0..<(Bool.random(using: &random) ? min(600, bytes.count) : bytes.count), using: &random)
                bytes[place] =
                    [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: .min ... .max, using: &random)].randomElement(
                        using: &random) ?? 0
            }
            attempt(bytes)
        }
        for _ in 0..<100 {
            let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            attempt(Array(sound.prefix(12)) + noise)
        }
    }
}

/// The same numbers on each run (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
