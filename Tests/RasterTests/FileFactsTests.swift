import Foundation
import Raster
import Testing

/// What a photograph says of the file that it was read from.
@Suite("Facts of files")
struct FileFactsTests {
    @Test("the depth is the file's, whatever it was converted to")
    func depth() throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 24, height: 16)
        try picture.writeTIFF(to: folder["sixteen.tif"])
        try picture.dithered(seed: 0).writePNG(to: folder["eight.png"])
        let (sixteen, eight) = (folder["sixteen.tif"].path, folder["eight.png"].path)
        let profile = ["--output-profile", "cmyk"]
        try Fixture.run("vips", ["icc_export", eight, folder["cmyk.jpg"].path] + profile)
        try Fixture.run("vips", ["icc_export", sixteen, folder["cmyk.tif"].path, "--depth", "16"] + profile)
        try Fixture.run("vips", ["linear", sixteen, folder["float.tif"].path, "\(1.0 / 65_535)", "0"])
        try Fixture.run("vips", ["extract_band", eight, folder["grey.png"].path + "[strip]", "0"])
        try Fixture.run("vips", ["copy", folder["grey.png"].path, folder["two.png"].path + "[bitdepth=2]"])
        for (name, fileDepth, depth) in [
            ("sixteen.tif", 16, 16), ("eight.png", 8, 8), ("cmyk.jpg", 8, 16), ("cmyk.tif", 16, 16),
            ("float.tif", 32, 16), ("grey.png", 8, 8), ("two.png", 2, 8),
        ] {
            let read = try Photograph.open(folder[name])
            #expect(read.fileDepth == fileDepth && read.depth == depth, "\(name): \(read.fileDepth), \(read.depth)")
            #expect(read.cropped(to: PixelBox(x: 1, y: 1, width: 2, height: 2)).fileDepth == fileDepth)
        }
    }

    @Test("inks without a profile, and further pages, are told")
    func remarks() throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 24, height: 16)
        try picture.writeTIFF(to: folder["one.tif"])
        let one = folder["one.tif"].path
        try Fixture.run("vips", ["icc_export", one, folder["inks.tif"].path, "--output-profile", "cmyk"])
        try Fixture.run("vips", ["copy", folder["inks.tif"].path, folder["bare.tif"].path + "[strip]"])
        try Fixture.run("tiffcp", [one, one, one, folder["pages.tif"].path])
        #expect(try Photograph.open(folder["one.tif"]).remarks.isEmpty)
        #expect(try Photograph.open(folder["inks.tif"]).remarks.isEmpty)
        let bare = try Photograph.open(folder["bare.tif"])
        #expect(bare.profileOrigin == .converted(from: "CMYK"))
        #expect(
            bare.remarks == [
                "has no colour profile: its inks are taken for those of libvips' generic CMYK profile"
            ])
        #expect(
            try Photograph.open(folder["pages.tif"]).remarks == ["holds 3 pictures, of which the first is taken"])
    }

    @Test("a profile that cannot be used is an error in PNG as in JPEG", arguments: ["png", "jpg"])
    func unfitProfile(_ kind: String) throws {
        let folder = try Fixture.Folder()
        try Fixture.smooth(width: 24, height: 16).dithered(seed: 0).writePNG(to: folder["rgb.png"])
        let file = folder["unfit.\(kind)"]
        try Fixture.run("vips", ["copy", folder["rgb.png"].path, file.path + "[strip]"])
        let broken = Data(repeating: 7, count: 300)
        if kind == "png" {
            try Self.add(profile: broken, toPNG: file)
        } else {
            // The first of one part, in a segment of its own behind the start of the image (ICC.1:2022, B.4).
            let content = Data("ICC_PROFILE".utf8) + [0, 1, 1] + broken
            let length = content.count + 2
            var bytes = try Data(contentsOf: file)
            bytes.insert(contentsOf: Data([0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 255)]) + content, at: 2)
            try bytes.write(to: file)
        }
        #expect(throws: RasterError.badProfile(file: file.lastPathComponent)) { try Photograph.open(file) }
    }

    @Test("a PNG's profile that libpng drops counts all the same: RGB on grey pixels, as in JPEG")
    func droppedProfile() throws {
        let folder = try Fixture.Folder()
        try Fixture.smooth(width: 24, height: 16).dithered(seed: 0).writePNG(to: folder["rgb.png"])
        let file = folder["grey.png"]
        try Fixture.run("vips", ["extract_band", folder["rgb.png"].path, file.path + "[strip]", "0"])
        try Self.add(profile: Data(ColorSpace.displayP3.profile), toPNG: file)
        let read = try Photograph.open(file)
        #expect(read.colorSpace == .displayP3 && read.profileOrigin == .converted(from: "grey") && read.depth == 8)
    }

    /// Puts an iCCP chunk behind the header, in one stored block (RFC 1950, RFC 1951).
    private static func add(profile: Data, toPNG url: URL) throws {
        var stream = Data([0x78, 0x01, 0x01])
        let count = UInt16(profile.count)
        for value in [count, ~count] { stream += [UInt8(value & 255), UInt8(value >> 8)] }
        let (a, b) = profile.reduce((1, 0)) { sums, byte in
            let a = (sums.0 + Int(byte)) % 65_521
            return (a, (sums.1 + a) % 65_521)
        }
        stream += profile + Data([UInt8(b >> 8), UInt8(b & 255), UInt8(a >> 8), UInt8(a & 255)])
        let content = Data("iCCPx".utf8) + [0, 0] + stream
        let length = content.count - 4
        let bigEndian = { (value: UInt32) in (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let chunk = Data(bigEndian(UInt32(length))) + content + bigEndian(Self.crc32(content))
        var bytes = try Data(contentsOf: url)
        // The signature's 8 bytes and the header chunk's 25.
        bytes.insert(contentsOf: chunk, at: 33)
        try bytes.write(to: url)
    }

    private static func crc32(_ bytes: Data) -> UInt32 {
        ~bytes.reduce(~0 as UInt32) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    @Test("kinds of values that are not handled are said to be so, not damage")
    func otherValues() throws {
        let folder = try Fixture.Folder()
        try Fixture.smooth(width: 24, height: 16).writeTIFF(to: folder["codes.tif"])
        let codes = folder["codes.tif"].path
        try Fixture.run("vips", ["cast", codes, folder["double.tif"].path, "double"])
        try Fixture.run("vips", ["colourspace", codes, folder["lab.tif"].path, "lab"])
        for (name, kind) in [("double.tif", "64-bit floating-point values"), ("lab.tif", "CIELAB colours")] {
            #expect(throws: RasterError.unsupported(file: name, kind: kind)) { try Photograph.open(folder[name]) }
        }
    }
}
