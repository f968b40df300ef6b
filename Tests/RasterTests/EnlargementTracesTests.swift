import Foundation
import Raster
import Testing

/// How many enlarged pictures are found and how many are not: docs/upscaling.md.
@Suite("Traces of enlargement")
struct EnlargementTracesTests {
    /// No file's: what the header says is nothing.
    private static let nowhere = FileManager.default.temporaryDirectory.appending(path: "nowhere.tif")

    private static func factor(_ picture: Photograph) -> Double? {
        EnlargementTraces(of: picture, at: nowhere).factor
    }

    private static func example(_ name: String) throws -> Photograph {
        try Photograph.open(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Examples/\(name)"))
    }

    /// The face and its surroundings.
    private static func crop(of name: String) throws -> Photograph {
        let whole = try example(name)
        return whole.cropped(
            to: PixelBox(x: whole.size.width / 4, y: whole.size.height / 6, width: 700, height: 900))
    }

    /// What is left after JPEG at a quality.
    private static func saved(_ picture: Photograph, quality: Int) throws -> Photograph {
        let folder = try Fixture.Folder()
        try picture.writeJPEG(to: folder["saved.jpg"], quality: quality)
        return try Photograph.open(folder["saved.jpg"])
    }

    @Test(
        "pictures as they are, blurred, turned, made smaller or compressed show none",
        arguments: ["ana.webp", "ben.webp", "chris.tif"])
    func innocent(_ name: String) throws {
        let folder = try Fixture.Folder()
        let whole = try Self.example(name)
        let found = Self.factor(whole)
        #expect(found == nil)
        try whole.writePNG(to: folder["whole.png"])
        for (operation, argument) in [
            ("copy", nil), ("gaussblur", "1"), ("resize", "0.7"), ("resize", "0.5"), ("rot", "d90"),
        ] {
            try Fixture.run(
                "vips", [operation, folder["whole.png"].path, folder["made.png"].path] + [argument].compactMap { $0 })
            let made = try Photograph.open(folder["made.png"])
            let pictures = try [made] + [90, 75, 50].map { try Self.saved(made, quality: $0) }
            let found = pictures.map(Self.factor)
            #expect(found == [nil, nil, nil, nil], "\(operation) \(argument ?? "")")
        }
    }

    /// The limit shows in Ben, who is softer: four times his size there are too few pixels with detail.
    @Test(
        "enlarged pictures tell how much, also after JPEG 90",
        arguments: [
            ("ana.webp", 1.5), ("ana.webp", 2), ("ana.webp", 2.5), ("ana.webp", 3), ("ana.webp", 4), ("ben.webp", 1.5),
            ("ben.webp", 2), ("ben.webp", 2.5), ("ben.webp", 3),
        ])
    func enlarged(_ name: String, by factor: Double) throws {
        let folder = try Fixture.Folder()
        let crop = try Self.crop(of: name)
        try crop.writePNG(to: folder["crop.png"])
        try Fixture.run("vips", ["resize", folder["crop.png"].path, folder["large.png"].path, "\(factor)"])
        let large = try Photograph.open(folder["large.png"])
        // Our own: Lanczos in linear light, 16 bits.
        let ours = crop.resized(to: PixelSize(width: Int(700 * factor), height: Int(900 * factor)))
        for (kind, picture) in [("PNG", large), ("JPEG", try Self.saved(large, quality: 90)), ("ours", ours)] {
            let found = Self.factor(picture)
            #expect(abs((found ?? 0) / factor - 1) < 0.01, "\(kind): \(found ?? 0)")
        }
    }

    /// Noise, in which nothing but the interpolation has a period; interpolated here, straight from its definition.
    @Test("a period is told from the interpolation alone", arguments: [1.44, 1.5, 2, 2.2, 2.9, 3, 3.4, 4])
    func noise(factor: Double) throws {
        let small = 300
        var state: UInt64 = 1
        let values = (0..<small * small).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24)
        }
        let large = Int(Double(small) * factor)
        func place(_ at: Int) -> (Int, Double) {
            let place = min(max(0, (Double(at) + 0.5) / factor - 0.5), Double(small) - 1.001)
            return (Int(place), place - place.rounded(.down))
        }
        let places = (0..<large).map(place)
        func picture(_ side: Int, _ value: (Int, Int) -> Double) -> Photograph {
            Fixture.photograph(width: side, height: side) {
                UInt16(20_000 + 20_000 * value($0 / 3 % side, $0 / 3 / side))
            }
        }
        let none = Self.factor(picture(small) { values[$1 * small + $0] })
        #expect(none == nil)
        let found = Self.factor(
            picture(large) { x, y in
                let ((left, u), (top, v)) = (places[x], places[y])
                let at = top * small + left
                let (upper, lower) = (
                    values[at] + (values[at + 1] - values[at]) * u,
                    values[at + small] + (values[at + small + 1] - values[at + small]) * u
                )
                return upper + (lower - upper) * v
            })
        #expect(abs((found ?? 0) / factor - 1) < 0.01, "\(found ?? 0)")
    }

    @Test("flat, tiny and regular pictures show none")
    func strange() {
        for (width, height) in [(1, 1), (100, 400), (255, 255), (300, 300), (601, 500)] {
            for picture in [
                Fixture.smooth(width: width, height: height), Fixture.scattered(width: width, height: height),
                Fixture.scattered(width: width, height: height, channels: 4),
                Fixture.photograph(width: width, height: height) { _ in 9000 },
                Fixture.photograph(width: width, height: height) { $0 / 3 % width % 2 == 0 ? 0 : 65_535 },
                Fixture.photograph(width: width, height: height) { $0 / 3 % width / 3 % 2 == 0 ? 0 : 65_535 },
                Fixture.photograph(width: width, height: height) {
                    ($0 / 3 % width / 4 + $0 / 3 / width / 4) % 2 == 0 ? 0 : 65_535
                },
            ] {
                let (wide, narrow) = (Self.factor(picture), Self.factor(picture.dithered(seed: 1)))
                #expect(wide == nil && narrow == nil, "\(width) × \(height)")
            }
        }
    }

    @Test("what is said names the factor, what shows it and what the header names")
    func words() throws {
        let folder = try Fixture.Folder()
        let crop = try Self.crop(of: "ana.webp")
        for (factor, times) in [(1.5, "1.5"), (2, "2")] {
            let large = crop.resized(to: PixelSize(width: Int(700 * factor), height: Int(900 * factor)))
            #expect(
                EnlargementTraces(of: large, at: Self.nowhere).words
                    == "was enlarged before, about \(times) times (its spectrum shows it)")
            try large.writeTIFF(to: folder["large.tif"], tags: FileTags(software: "Upscayl 2.11"))
            #expect(
                EnlargementTraces(of: large, at: folder["large.tif"]).words
                    == "was enlarged before, about \(times) times (its header names Upscayl; its spectrum shows it)")
            #expect(
                EnlargementTraces(of: crop, at: folder["large.tif"]).words
                    == "was enlarged before (its header names Upscayl)")
        }
        #expect(EnlargementTraces(of: crop, at: Self.nowhere).words == nil)
    }

    @Test(
        "a header that names an upscaler tells on it, whatever the format; others do not",
        arguments: [
            ("a.tif", "-Software=Topaz Gigapixel AI 7.1", "Topaz"),
            ("a.jpg", "-XMP-xmp:CreatorTool=upscayl", "Upscayl"),
            ("a.png", "-PNG:Comment=model: realesrgan-x4plus", "Real-ESRGAN"),
            ("a.webp", "-XMP-dc:Description=done with Super-Resolution", "Super Resolution"),
            ("a.tif", "-Software=likeness 0.1.0 upscale real_esrgan_4x", "Real-ESRGAN"),
            ("a.tif", "-Software=likeness 0.1.0 upscale swift", "likeness upscale"),
            ("a.tif", "-Software=likeness 0.1.0", nil), ("a.jpg", "-EXIF:Software=Adobe Photoshop 26.0", nil),
        ])
    func header(_ name: String, tag: String, program: String?) throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 60, height: 40)
        switch name.suffix(3) {
        case "tif": try picture.writeTIFF(to: folder[name])
        case "png": try picture.writePNG(to: folder[name])
        case "jpg": try picture.dithered(seed: 0).writeJPEG(to: folder[name], quality: 90)
        default: try picture.dithered(seed: 0).writeLosslessWebP(to: folder[name])
        }
        #expect(EnlargementTraces(of: picture, at: folder[name]).program == nil)
        try Fixture.run("exiftool", ["-q", "-overwrite_original", tag, folder[name].path])
        #expect(EnlargementTraces(of: picture, at: folder[name]).program == program)
    }
}
