import Foundation
import Raster
import Testing

@Suite("Photograph")
struct PhotographTests {
    private static func file(_ name: String) -> URL {
        FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)")
    }

    private static func photograph(width: Int, height: Int, code: (Int) -> UInt16) -> Photograph {
        Photograph(
            size: PixelSize(width: width, height: height), channels: 3,
            values: .bits16((0..<width * height * 3).map(code)), colorSpace: .sRGB)
    }

    @Test("every code value survives decoding to light and back, resized to its own size or not")
    func exactCurves() {
        let all = Self.photograph(width: 256, height: 256) { UInt16($0 / 3) }
        let light = all.light(in: PixelBox(all.size))
        let mask = Mask(width: 256, height: 256, repeating: 1)
        let again = all.applying(Layer(region: PixelBox(all.size), pixels: light, mask: mask))
        #expect(again.values == all.values)
        #expect(all.resized(to: all.size).values == all.values)
    }

    @Test("dithering returns widened 8-bit codes exactly and keeps the mean of the others")
    func dither() throws {
        let eight = Photograph(
            size: PixelSize(width: 64, height: 64), channels: 3,
            values: .bits8((0..<64 * 64 * 3).map { UInt8($0 % 256) }), colorSpace: .sRGB)
        #expect(eight.widened.dithered(seed: 7).values == eight.values)

        let between = Self.photograph(width: 256, height: 256) { _ in 100 * 257 + 64 }
        guard case .bits8(let codes) = between.dithered(seed: 7).values else {
            Issue.record("dithering gives 8 bits")
            return
        }
        let mean = Double(codes.reduce(0) { $0 + Int($1) }) / Double(codes.count)
        #expect(abs(mean - (100 + 64.0 / 257)) < 0.005)
        #expect(Set(codes) == [100, 101])
        #expect(between.dithered(seed: 8).values != .bits8(codes))
    }

    @Test("resizing keeps flat areas flat and mixes light, not code values")
    func resize() {
        let flat = Self.photograph(width: 37, height: 23) { _ in 30_000 }
        for size in [PixelSize(width: 5, height: 9), PixelSize(width: 80, height: 61)] {
            guard case .bits16(let codes) = flat.resized(to: size).values else {
                Issue.record("resizing gives 16 bits")
                continue
            }
            #expect(codes.count == size.area * 3)
            #expect(codes.allSatisfy { abs(Int($0) - 30_000) <= 1 })
        }
        // Black and white columns in turn: half the light is code 48,1xx in sRGB, half the code would be 32,767.
        let stripes = Self.photograph(width: 64, height: 8) { $0 / 3 % 2 == 0 ? 0 : 65_535 }
        guard case .bits16(let codes) = stripes.resized(to: PixelSize(width: 8, height: 1)).values else {
            Issue.record("resizing gives 16 bits")
            return
        }
        #expect(codes[12...14].allSatisfy { (47_500...48_800).contains($0) })
    }

    @Test("TIFF and PNG keep 16-bit codes and the profile; lossless WebP keeps 8-bit codes")
    func roundTrips() throws {
        let picture = Self.photograph(width: 33, height: 130) { UInt16(truncatingIfNeeded: $0 &* 40_503) }
        let tiff = Self.file("a.tif")
        let png = Self.file("a.png")
        let webp = Self.file("a.webp")
        defer { for url in [tiff, png, webp] { try? FileManager.default.removeItem(at: url) } }
        try picture.writeTIFF(to: tiff, tags: FileTags(artist: "A", dateTime: "2026:01:01 00:00:00"))
        try picture.writePNG(to: png)
        let eight = picture.dithered(seed: 1)
        try eight.writeLosslessWebP(to: webp)
        for (url, original) in [(tiff, picture), (png, picture), (webp, eight)] {
            let read = try Photograph.open(url)
            #expect(read.values == original.values)
            #expect(read.colorSpace.profile == original.colorSpace.profile)
            #expect(read.profileOrigin == .embedded)
        }
    }

    @Test("a header beyond the limits is refused before its pixels are decoded")
    func limits() throws {
        let url = Self.file("a.png")
        defer { try? FileManager.default.removeItem(at: url) }
        try Self.photograph(width: 1200, height: 1000) { _ in 0 }.writePNG(to: url)
        let name = url.lastPathComponent
        #expect(throws: RasterError.tooManyPixels(file: name, size: PixelSize(width: 1200, height: 1000), limit: 1)) {
            try Photograph.open(url, limits: DecodingLimits(megapixels: 1, decodedBytes: 1 << 30))
        }
        #expect(throws: RasterError.tooManyBytes(file: name, bytes: 7_200_000, limit: 7_000_000)) {
            try Photograph.open(url, limits: DecodingLimits(megapixels: 300, decodedBytes: 7_000_000))
        }
    }

    @Test("missing, empty, foreign and cut-off files are told apart")
    func badFiles() throws {
        let folder = Self.file("folder")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = { (name: String) in folder.appending(path: name) }
        try Data().write(to: url("empty.jpg"))
        try Data("no picture".utf8).write(to: url("text.jpg"))
        try Self.photograph(width: 200, height: 200) { UInt16(truncatingIfNeeded: $0 &* 40_503) }
            .writePNG(to: url("whole.png"))
        let whole = try Data(contentsOf: url("whole.png"))
        try whole.prefix(whole.count / 2).write(to: url("cut.png"))
        #expect(throws: RasterError.missing(file: "none.jpg")) { try Photograph.open(url("none.jpg")) }
        #expect(throws: RasterError.empty(file: "empty.jpg")) { try Photograph.open(url("empty.jpg")) }
        #expect(throws: RasterError.unknownFormat(file: "text.jpg")) { try Photograph.open(url("text.jpg")) }
        #expect(throws: RasterError.notAFile(file: folder.lastPathComponent)) { try Photograph.open(folder) }
        let cut = #expect(throws: RasterError.self) { try Photograph.open(url("cut.png")) }
        guard case .damaged(file: "cut.png", _) = cut else {
            Issue.record("a cut-off file is damaged, not \(String(describing: cut))")
            return
        }
    }
}
