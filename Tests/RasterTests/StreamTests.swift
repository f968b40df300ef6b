import Foundation
import Raster
import Testing

@Suite("Pictures row by row")
struct StreamTests {
    private struct Broken: Error {}

    /// Gives some rows, then fails.
    private struct Breaking: RowSource {
        var rows: PhotographRows
        var left: Int
        var form: PictureForm { rows.form }

        mutating func next() throws -> RowBand? {
            guard left > 0 else { throw Broken() }
            left -= 1
            return rows.next()
        }
    }

    /// Reads on a thread of its own, as encoders do.
    private static func read(_ source: any RowSource, pause: TimeInterval = 0) async throws -> [UInt16] {
        try await withTaskExecutorPreference(NativeExecutor(threads: 1)) { try all(source, pause) }
    }

    private static func all(_ source: any RowSource, _ pause: TimeInterval) throws -> [UInt16] {
        var (source, codes) = (source, [UInt16]())
        while let band = try source.next() {
            codes += band.codes
            if pause > 0 { Thread.sleep(forTimeInterval: pause) }
        }
        return codes
    }

    /// Whether reading ends with the source's own error.
    private static func breaks(_ source: any RowSource) async -> Bool {
        do {
            _ = try await read(source)
            return false
        } catch {
            return error is Broken
        }
    }

    @Test("every reader of a shared picture gets all of it, whatever its pace")
    func shared() async throws {
        let picture = Fixture.scattered(width: 30, height: 3000)
        let shared = SharedRows(PhotographRows(picture), readers: 3)
        let readers: [any RowSource] = [shared.reader(0), shared.reader(1), shared.reader(2)]
        async let quick = Self.read(readers[0])
        async let slow = Self.read(readers[1], pause: 0.002)
        async let other = Self.read(readers[2])
        let all = try await [quick, slow, other]
        #expect(all.allSatisfy { $0 == picture.codes16 })
    }

    @Test("a reader that goes holds nobody up, and a failure reaches all of them")
    func sharedEnds() async throws {
        let picture = Fixture.scattered(width: 30, height: 3000)
        let left = SharedRows(PhotographRows(picture), readers: 2)
        do {
            var early = left.reader(0)
            _ = try early.next()
        }
        #expect(try await Self.read(left.reader(1)) == picture.codes16)

        let failing = SharedRows(Breaking(rows: PhotographRows(picture), left: 10), readers: 2)
        let readers: [any RowSource] = [failing.reader(0), failing.reader(1)]
        async let first = Self.breaks(readers[0])
        async let second = Self.breaks(readers[1])
        let ends = await [first, second]
        #expect(ends == [true, true])
    }

    @Test("what ends a picture early ends its encoding with the same error", arguments: ["tif", "png", "webp"])
    func failingSource(_ kind: String) throws {
        let folder = try Fixture.Folder()
        let source = Breaking(rows: PhotographRows(Fixture.scattered(width: 300, height: 2000)), left: 5)
        #expect(throws: Broken.self) {
            switch kind {
            case "tif": try TIFFPages([.init(source)]).write(to: folder["x.tif"])
            case "png": try WebImage.png16.write(source, to: folder["x.png"])
            default: try WebImage.losslessWebP.write(source, to: folder["x.webp"])
            }
        }
    }

    @Test(
        "pages, packing and smaller versions are read by libtiff and libvips",
        arguments: TIFFCompression.allCases, [false, true])
    func layouts(_ compression: TIFFCompression, isDense: Bool) throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 1301, height: 900)
        let other = Fixture.scattered(width: 1301, height: 900, in: .displayP3)
        let mask = Mask(width: 13, height: 9, values: (0..<117).map { $0 < 60 ? 0 : Float($0) / 117 })
        try TIFFPages([
            .init(PhotographRows(picture), title: "composite"), .init(PhotographRows(other), title: "target"),
            .init(MaskRows(mask, at: picture.size), title: "mask"),
        ]).write(
            to: folder["master.tif"],
            layout: TIFFLayout(compression: compression, isDense: isDense, hasPyramid: true))

        let information = try Fixture.run("tiffinfo", [folder["master.tif"].path])
        for title in ["composite", "target", "mask"] { #expect(information.contains("PageName: \(title)")) }
        let scheme = compression == .zstd ? "Compression Scheme: ZSTD" : "Compression Scheme: AdobeDeflate"
        // Two halvings of each picture; a mask has none.
        #expect(information.components(separatedBy: scheme).count - 1 == 3 + 4)
        #expect(information.components(separatedBy: "reduced-resolution image").count - 1 == 4)

        for (page, wanted) in [picture, other].enumerated() {
            try Fixture.run(
                "tiffcp", ["-c", "none", "\(folder["master.tif"].path),\(page)", folder["\(page).tif"].path])
            #expect(try Photograph.open(folder["\(page).tif"]).values == wanted.values)
        }
        #expect(try Photograph.open(folder["master.tif"]).values == picture.values)
        let level = folder["level.tif"].path
        try Fixture.run("vips", ["copy", "\(folder["master.tif"].path)[subifd=0]", level])
        let half = try Photograph.open(folder["level.tif"])
        #expect(half.size == PixelSize(width: 651, height: 450))
        // A slope's mean light is, to a code or so, its middle.
        let found = half.pixel(300, 200)
        let mean = (0..<3).map { channel in
            [(600, 400), (601, 400), (600, 401), (601, 401)].map { picture.pixel($0.0, $0.1)[channel] }
                .reduce(0, +) / 4
        }
        for (a, b) in zip(found, mean) { #expect(abs(a - b) <= 24, "\(found) for \(mean)") }
    }

    @Test("what nothing packs is kept, and what was packed before leaves no trace", arguments: [1, 255, 256, 700])
    func packs(side: Int) throws {
        let folder = try Fixture.Folder()
        var state: UInt64 = 1
        let noise = Fixture.photograph(width: side, height: side, channels: 3, in: .sRGB) { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt16(state >> 48)
        }
        try noise.writeTIFF(to: folder["noise.tif"])
        #expect(try Photograph.open(folder["noise.tif"]).values == noise.values)
        let smooth = Fixture.smooth(width: side, height: side)
        try smooth.writeTIFF(to: folder["first.tif"])
        let first = try Data(contentsOf: folder["first.tif"])
        for attempt in 1..<16 {
            // Memory of about a compressor's size, full of small numbers, which the next ones are given.
            for count in stride(from: 30_000, through: 60_000, by: 1_000) {
                let filled = (0..<8).map { _ in [UInt16](repeating: UInt16(attempt), count: count) }
                #expect(filled.count == 8)
            }
            try smooth.writeTIFF(to: folder["again.tif"])
            #expect(try Data(contentsOf: folder["again.tif"]) == first)
        }
    }

    @Test("a mask's rows are 0 exactly where it is, and never fade to it")
    func maskRows() throws {
        let mask = Mask(width: 4, height: 1, values: [0, 1e-7, 0.5, 1])
        var rows = MaskRows(mask, at: mask.size)
        #expect(rows.next()?.codes == [0, 1, 32_768, 65_535])
    }

    @Test("a change between the middles of a smaller picture's pixels stays in the mask, as far as Lanczos carries it")
    func smallerMask() {
        // Column 12 of 40: its neighbours at a quarter of the size lie in the middle of columns 13 and 14, 9 and 10.
        let mask = Mask(width: 40, height: 8, values: (0..<320).map { $0 % 40 == 12 ? 1 : 0 })
        var rows = MaskRows(mask, at: PixelSize(width: 10, height: 2))
        let line: [UInt16] = [1, 1, 6144, 10_240, 1, 1, 0, 0, 0, 0]
        #expect(rows.next()?.codes == line + line)
    }

    @Test(
        "a resized mask is 0 exactly where no change lies under the resampling filter",
        arguments: [(10, 6), (13, 24), (97, 161), (160, 9)])
    func maskReach(_ width: Int, _ height: Int) {
        /// The filter's width from its definition: three lobes of the wider spacing.
        func isUnder(_ at: Int, _ source: Int, from: Int, to: Int) -> Bool {
            guard from != to else { return source == at }
            let scale = Double(from) / Double(to)
            return abs(Double(source) + 0.5 - (Double(at) + 0.5) * scale) < 3 * max(1, scale)
        }
        let (size, changes) = (PixelSize(width: width, height: height), [(x: 12, y: 5), (x: 33, y: 21)])
        var mask = Mask(width: 40, height: 24)
        for (x, y) in changes { mask[x, y] = 1 }
        var (rows, codes) = (MaskRows(mask, at: size), [UInt16]())
        while let band = rows.next() { codes += band.codes }
        #expect(codes.count == size.area)

        let values = mask.values
        let before = Fixture.photograph(width: 40, height: 24) { _ in 20_000 }.resized(to: size).codes16
        let after = Fixture.photograph(width: 40, height: 24) { values[$0 / 3] > 0 ? 60_000 : 20_000 }
            .resized(to: size).codes16
        let missed = codes.indices.filter { pixel in
            codes[pixel] == 0 && (0..<3).contains { before[pixel * 3 + $0] != after[pixel * 3 + $0] }
        }
        #expect(missed.isEmpty)
        let wrong = codes.indices.filter { pixel in
            let isReached = changes.contains { x, y in
                isUnder(pixel % width, x, from: 40, to: width) && isUnder(pixel / width, y, from: 24, to: height)
            }
            return (codes[pixel] > 0) != isReached
        }
        #expect(wrong.isEmpty)
    }

    @Test("a picture's own texts are read, and go with it into every format", arguments: ["jpg", "tif", "png", "webp"])
    func textsSurvive(_ kind: String) throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 60, height: 40)
        let from = folder["from.jpg"]
        try picture.dithered(seed: 0).writeJPEG(to: from, quality: 90)
        try Fixture.run(
            "exiftool",
            [
                "-q", "-overwrite_original", "-EXIF:Artist=Zoë (the second)", "-EXIF:Copyright=© Zoë",
                "-EXIF:ImageDescription=A, ASCII, mask", "-EXIF:Make=Camera", "-EXIF:Orientation#=6",
                "-XMP-dc:Title=Metamorphosis", "-XMP-dc:Subject=mask", "-IPTC:Keywords=mask", from.path,
            ])
        let tags = FileTags(readFrom: from)
        #expect(tags.artist == "Zoë (the second)" && tags.copyright == "© Zoë")
        #expect(tags.description == "A, ASCII, mask")

        let to = folder["to.\(kind)"]
        switch kind {
        case "tif": try picture.writeTIFF(to: to, tags: tags)
        case "png": try picture.writePNG(to: to, tags: tags)
        case "webp": try picture.dithered(seed: 0).writeLosslessWebP(to: to, tags: tags)
        default: try picture.dithered(seed: 0).writeJPEG(to: to, quality: 90, tags: tags)
        }
        let read = { (tag: String) in
            try Fixture.run("exiftool", ["-s3", "-a", tag, to.path]).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try read("-XMP-dc:Title") == "Metamorphosis")
        #expect(try read("-EXIF:Artist").hasPrefix("Zoë"))
        // The pixels are upright already.
        #expect(try ["", "Horizontal (normal)"].contains(read("-EXIF:Orientation")))
        if kind == "tif" {
            let again = FileTags(readFrom: to)
            #expect(again.artist == tags.artist && again.description == tags.description)
            #expect(again.packets.xmp == tags.packets.xmp)
        }
    }
}
