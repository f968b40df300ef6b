import Foundation
import Raster
import Testing

@Suite("Visible label")
struct VisibleLabelTests {
    /// Set-up installs it: these tests are nothing without it, so that its absence fails.
    static func font() throws -> LabelFont {
        do {
            return try LabelFont.find()
        } catch {
            Issue.record("The tests need the font: \(error)")
            throw error
        }
    }

    enum Ground: String, CaseIterable {
        case black, white, grey, noise, checks, blue
    }

    static func picture(
        _ ground: Ground, _ size: PixelSize, space: ColorSpace = .sRGB, channels: Int = 3
    ) -> Photograph {
        let codes = (0..<size.area * channels).map { index -> UInt16 in
            let (pixel, channel) = (index / channels, index % channels)
            if channel == 3 { return UInt16(truncatingIfNeeded: pixel &* 40_503) }
            return switch ground {
            case .black: 0
            case .white: 65_535
            case .grey: 30_000
            case .noise: UInt16((UInt32(truncatingIfNeeded: index) &* 2_654_435_761) >> 16)
            case .checks: (pixel % size.width + pixel / size.width) % 2 == 0 ? 0 : 65_535
            case .blue: channel == 2 ? 65_535 : 0
            }
        }
        return Photograph(size: size, channels: channels, values: .bits16(codes), colorSpace: space)
    }

    /// Bands that fit nothing.
    struct OddBands: RowSource {
        let picture: Photograph
        var done = 0

        var form: PictureForm { picture.form }

        mutating func next() -> RowBand? {
            let rows = done..<min(form.size.height, done + 7)
            guard !rows.isEmpty else { return nil }
            done = rows.upperBound
            let codes = picture.codes16[rows.lowerBound * form.rowLength..<rows.upperBound * form.rowLength]
            return RowBand(rows: rows, codes: Array(codes))
        }
    }

    /// WCAG 2.2's relative luminance of an sRGB pixel.
    static func luminance(_ codes: [UInt16], at pixel: Int) -> Double {
        zip([0.2126, 0.7152, 0.0722], 0..<3).reduce(0) { sum, part in
            let code = Double(codes[pixel * 3 + part.1]) / 65_535
            return sum + part.0 * (code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4))
        }
    }

    @Test(
        "capital letters are at least a twentieth of the shortest side high, and little more",
        arguments: [(640, 480), (1000, 2000), (1501, 1003), (240, 1000)])
    func height(_ width: Int, _ height: Int) throws {
        let size = PixelSize(width: width, height: height)
        let black = Self.picture(.black, size)
        let codes = try black.labelled(VisibleLabel("AI"), font: Self.font()).codes16
        let rows = (0..<height).filter { row in
            (0..<width).contains { codes[(row * width + $0) * 3] > 60_000 }
        }
        let needed = Double(min(width, height)) * 0.05
        #expect(Double(rows.count) >= needed)
        #expect(Double(rows.count) < max(12, needed) * 1.1 + 2)
        let chinese = try DrawnLabel(VisibleLabel("国"), on: size, font: Self.font())
        let ink = (0..<chinese.box.height).filter { row in
            chinese.letters[row * chinese.box.width..<(row + 1) * chinese.box.width].contains { $0 > 200 }
        }
        #expect(Double(ink.count) >= needed)
    }

    @Test("only the label's box changes, in every corner, in 16 and in 8 bits", arguments: VisibleLabel.Corner.allCases)
    func untouchedOutside(_ corner: VisibleLabel.Corner) throws {
        let size = PixelSize(width: 411, height: 307)
        let label = VisibleLabel("AI生成", corner: corner)
        let box = try DrawnLabel(label, on: size, font: Self.font()).box
        #expect((box.x < size.width / 2) == [.bottomLeft, .topLeft].contains(corner))
        #expect((box.y < size.height / 2) == [.topLeft, .topRight].contains(corner))
        #expect(box.intersection(PixelBox(size).expanded(by: -1)) == box)
        let deep = Self.picture(.noise, size)
        for before in [deep, deep.dithered(seed: 1)] {
            let after = try before.labelled(label, font: Self.font())
            #expect(after.depth == before.depth)
            let (found, given) = (after.codes16, before.codes16)
            var changed = 0
            for pixel in 0..<size.area {
                let isSame = (0..<3).allSatisfy { found[pixel * 3 + $0] == given[pixel * 3 + $0] }
                let (x, y) = (pixel % size.width, pixel / size.width)
                let isInside = box.x <= x && x < box.maxX && box.y <= y && y < box.maxY
                if !isSame { changed += 1 }
                if !isSame && !isInside {
                    Issue.record("changed outside the box at \(x), \(y)")
                    return
                }
            }
            #expect(changed > box.size.area / 2)
        }
    }

    @Test("letters stand out from everything about them, whatever lies below", arguments: Ground.allCases)
    func legible(_ ground: Ground) throws {
        let size = PixelSize(width: 500, height: 300)
        let label = VisibleLabel("AI生成")
        let drawn = try DrawnLabel(label, on: size, font: Self.font())
        let codes = try Self.picture(ground, size).labelled(label, font: Self.font()).codes16
        var darkest = 1.0
        var brightest = 0.0
        for index in 0..<drawn.box.size.area where drawn.plate[index] == 255 {
            let pixel = (drawn.box.y + index / drawn.box.width) * size.width + drawn.box.x + index % drawn.box.width
            let luminance = Self.luminance(codes, at: pixel)
            switch drawn.letters[index] {
            case 255: darkest = min(darkest, luminance)
            case 0: brightest = max(brightest, luminance)
            default: continue
            }
        }
        #expect((darkest + 0.05) / (brightest + 0.05) >= 4.5)
        // The rim of the letters is whole: no letter touches the plate's rim.
        for index in 0..<drawn.box.size.area where drawn.letters[index] > 0 { #expect(drawn.plate[index] == 255) }
    }

    @Test("a streamed picture gets the same label as one in memory, in any space, with or without alpha")
    func streaming() throws {
        let label = VisibleLabel("由人工智能生成", corner: .topRight)
        for (space, channels) in [(ColorSpace.sRGB, 3), (.displayP3, 3), (.proPhoto, 4)] {
            let picture = Self.picture(.noise, PixelSize(width: 600, height: 331), space: space, channels: channels)
            let drawn = try DrawnLabel(label, on: picture.size, font: Self.font())
            let streamed = try Photograph(LabelledRows(OddBands(picture: picture), with: drawn))
            let whole = try picture.labelled(label, font: Self.font())
            #expect(streamed.values == whole.values)
            #expect(whole.colorSpace == space)
            #expect(whole.channels == channels)
            guard channels == 4 else { continue }
            let index = try #require(drawn.letters.indices.first { drawn.letters[$0] == 255 })
            let pixel = (drawn.box.y + index / drawn.box.width) * 600 + drawn.box.x + index % drawn.box.width
            #expect(whole.codes16[pixel * 4 + 3] == 65_535)
        }
    }

    @Test("what the font cannot draw is said, not drawn as a box", arguments: ["AI😀", "AI⚡️生成", "العربية", "AI ᚠ"])
    func missingGlyphs(_ text: String) throws {
        let font = try Self.font()
        let size = PixelSize(width: 2000, height: 1000)
        #expect {
            try DrawnLabel(VisibleLabel(text), on: size, font: font)
        } throws: { error in
            guard case .missingGlyphs(let characters, let name)? = error as? LabelError else { return false }
            return name == "WenQuanYi Micro Hei" && !characters.isEmpty && !characters.contains("A")
        }
    }

    @Test(
        "Chinese, Japanese, Korean, Greek, Cyrillic and accented letters and markup's own signs are written",
        arguments: ["AI生成", "人工智能合成", "この画像", "인공지능", "Ωμέγα", "Создано ИИ", "généré par IA", "a < b & c > d"])
    func written(_ text: String) throws {
        let drawn = try DrawnLabel(
            VisibleLabel(text), on: PixelSize(width: 2000, height: 1000), font: Self.font())
        #expect(drawn.letters.contains(255))
    }

    @Test(
        "a text that is no single line of words is refused",
        arguments: ["", "  ", "\u{3000}", "two\nlines", "a\tb", "\u{E000}", String(repeating: "字", count: 41)])
    func badText(_ text: String) throws {
        let font = try Self.font()
        #expect {
            try DrawnLabel(VisibleLabel(text), on: PixelSize(width: 9000, height: 9000), font: font)
        } throws: { error in
            guard case .badText? = error as? LabelError else { return false }
            return true
        }
    }

    @Test("a label that has no room is refused with the room it needs")
    func noRoom() throws {
        let font = try Self.font()
        let size = PixelSize(width: 60, height: 400)
        #expect {
            try DrawnLabel(VisibleLabel("AI生成"), on: size, font: font)
        } throws: { error in
            guard case .doesNotFit(_, size, let needed)? = error as? LabelError else { return false }
            return needed.width > 60
        }
    }

    @Test("no font, or a file that is none or damaged, is an error that names it")
    func badFonts() throws {
        #expect(throws: LabelError.noFont(places: ["/nowhere/a.ttf"])) {
            try LabelFont.find(in: ["/nowhere/a.ttf"])
        }
        let good = try Data(contentsOf: Self.font().file)
        let file = FileManager.default.temporaryDirectory.appending(path: "font-\(UUID().uuidString).ttf")
        defer { try? FileManager.default.removeItem(at: file) }
        for bytes in [Data(), Data("no font".utf8), good.prefix(11), good.prefix(300)] {
            try bytes.write(to: file)
            #expect {
                try LabelFont(file: file)
            } throws: { error in
                guard case .badFont(file.lastPathComponent, _)? = error as? LabelError else { return false }
                return true
            }
        }
        // Damaged numbers may give another coverage, but never stop the program.
        for place in stride(from: 12, to: 2000, by: 7) {
            var bytes = good.prefix(4000)
            bytes[bytes.startIndex + place] ^= 0xFF
            _ = FontFile(bytes)
        }
    }

    @Test("the short character map (format 4) is read as the standard has it")
    func shortMap() throws {
        let font = try #require(FontFile(SmallFont.bytes))
        #expect(font.family == "Small")
        let covered = "ABCXZ"
        for scalar in (32..<128).compactMap({ Unicode.Scalar($0) }) {
            #expect(font.covers(scalar) == covered.unicodeScalars.contains(scalar))
        }
    }

    /// A font of two tables: A…C by difference, X…Z by a list in which Y is missing.
    enum SmallFont {
        static var bytes: Data {
            let map: [UInt16] =
                [4, 0, 0, 6, 0, 0, 0, 0x43, 0x5A, 0xFFFF, 0, 0x41, 0x58, 0xFFFF]
                + [UInt16(bitPattern: -0x40), 0, 1, 0, 4, 0, 7, 0, 8]
            let cmap: [UInt16] = [0, 1, 3, 1, 0, 12] + map
            let name: [UInt16] = [0, 1, 18, 3, 1, 0x409, 1, 10, 0] + Array("Small".utf16)
            let start = 12 + 32
            let header: [UInt16] = [0, 1, 2, 0, 0, 0]
            let tables: [UInt16] =
                [0x636D, 0x6170, 0, 0, 0, UInt16(start), 0, UInt16(cmap.count * 2)]
                + [0x6E61, 0x6D65, 0, 0, 0, UInt16(start + cmap.count * 2), 0, UInt16(name.count * 2)]
            return Data((header + tables + cmap + name).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
        }
    }
}
