import Foundation
import Raster
import Testing

@Suite("Damaged files")
struct DamageTests {
    /// What failed in the last strips used to pass most of the time, by chance.
    private static let tries = 20

    private static func isDamaged(_ url: URL) -> Bool {
        do {
            _ = try Photograph.open(url)
            return false
        } catch {
            guard case .damaged(file: url.lastPathComponent, _) = error else { return false }
            return true
        }
    }

    private static func plainTIFF(in folder: Fixture.Folder) throws -> URL {
        try Fixture.scattered(width: 500, height: 700).dithered(seed: 1).writePNG(to: folder["whole.png"])
        try Fixture.run("vips", ["copy", folder["whole.png"].path, folder["whole.tif"].path])
        return folder["whole.tif"]
    }

    @Test("a TIFF cut in its last strip is refused every time, in one strip or many", arguments: ["700", "3"])
    func lastStrip(_ rows: String) throws {
        let folder = try Fixture.Folder()
        _ = try Self.plainTIFF(in: folder)
        try Fixture.run("tiffcp", ["-r", rows, folder["whole.tif"].path, folder["strips.tif"].path])
        #expect(!Self.isDamaged(folder["strips.tif"]))
        // The pixels before the directory, as tiffcp has them, behind it: what is cut off then is pixels alone.
        let bytes = try Self.directoryFirst(Data(contentsOf: folder["strips.tif"]))
        try bytes.write(to: folder["first.tif"])
        #expect(!Self.isDamaged(folder["first.tif"]))
        for missing in [1, 2, 2000] {
            try bytes.dropLast(missing).write(to: folder["cut.tif"])
            for attempt in 0..<Self.tries {
                #expect(Self.isDamaged(folder["cut.tif"]), "\(missing) bytes missing, attempt \(attempt)")
            }
        }
    }

    /// The little-endian TIFF file with all of its pixels moved behind everything else.
    private static func directoryFirst(_ bytes: Data) -> Data {
        func integer(_ at: Int, _ count: Int) -> Int {
            bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        var result = bytes
        func set(_ value: Int, at: Int, bytes count: Int) {
            for index in 0..<count { result[at + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        }
        let directory = integer(4, 4)
        for index in 0..<integer(directory, 2) {
            let entry = directory + 2 + index * 12
            guard integer(entry, 2) == 273 else { continue }
            let (type, count) = (integer(entry + 2, 2) == 3 ? 2 : 4, integer(entry + 4, 4))
            precondition(type == 4, "offsets of these files are long")
            let place = count == 1 ? entry + 8 : integer(entry + 8, 4)
            let first = integer(place, 4)
            // Pixels lie from the first strip to the end of the last, before the directory.
            for strip in 0..<count {
                let at = place + 4 * strip
                set(integer(at, 4) - first + bytes.count, at: at, bytes: 4)
            }
            result.append(bytes[first..<directory])
        }
        return result
    }

    @Test("a TIFF whose last tile is corrupt is refused every time")
    func lastTile() throws {
        let folder = try Fixture.Folder()
        let plain = try Self.plainTIFF(in: folder)
        try Fixture.run(
            "tiffcp", ["-t", "-w", "128", "-l", "128", "-c", "zip", plain.path, folder["tiles.tif"].path])
        #expect(!Self.isDamaged(folder["tiles.tif"]))
        var bytes = try Data(contentsOf: folder["tiles.tif"])
        // The last tile lies right before the directory, whose offset stands in the header.
        let directory = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        for index in directory - 2000..<directory { bytes[index] = 0xA5 }
        try bytes.write(to: folder["corrupt.tif"])
        for attempt in 0..<Self.tries { #expect(Self.isDamaged(folder["corrupt.tif"]), "attempt \(attempt)") }
    }

    @Test("a turned file that is cut is refused every time")
    func turned() throws {
        let folder = try Fixture.Folder()
        try Fixture.scattered(width: 300, height: 400).dithered(seed: 1).writePNG(to: folder["turned.png"])
        try Fixture.run("exiftool", ["-q", "-n", "-overwrite_original", "-Orientation=6", folder["turned.png"].path])
        var bytes = try Data(contentsOf: folder["turned.png"])
        // In the last IDAT's content, before its checksum and IEND.
        let end = try #require(bytes.range(of: Data("IEND".utf8), options: .backwards)).lowerBound
        for index in end - 300..<end - 20 { bytes[index] ^= 0x5A }
        try bytes.write(to: folder["turned.png"])
        for attempt in 0..<Self.tries { #expect(Self.isDamaged(folder["turned.png"]), "attempt \(attempt)") }
    }

    @Test("a PNG cut within its end chunk is refused; bytes behind it do no harm")
    func lastChunk() throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.scattered(width: 40, height: 30)
        try picture.writePNG(to: folder["whole.png"])
        let bytes = try Data(contentsOf: folder["whole.png"])
        for missing in 1...40 {
            try bytes.dropLast(missing).write(to: folder["cut.png"])
            #expect(Self.isDamaged(folder["cut.png"]), "\(missing) bytes missing")
        }
        try (bytes + Data(repeating: 7, count: 99)).write(to: folder["more.png"])
        #expect(try Photograph.open(folder["more.png"]).values == picture.values)
    }

    @Test("a JPEG that ends half-way, with an end marker behind it, is refused", arguments: ["off", "on"])
    func halfJPEG(_ subsampling: String) throws {
        let folder = try Fixture.Folder()
        let bytes = try Self.jpeg("Q=90,subsample-mode=\(subsampling)", in: folder)
        for share in [0.3, 0.5, 0.9] {
            let part = bytes.prefix(Int(Double(bytes.count) * share))
            try (part + Data([0xFF, 0xD9])).write(to: folder["half.jpg"])
            for _ in 0..<Self.tries { #expect(Self.isDamaged(folder["half.jpg"]), "\(share) of it") }
        }
    }

    @Test("sound JPEG files of every coding are read, with what may stand between and behind their segments")
    func soundJPEG() throws {
        let folder = try Fixture.Folder()
        for options in ["Q=90", "Q=90,interlace", "Q=90,optimize-coding", "Q=60,restart-interval=4", "Q=100,strip"] {
            let bytes = try Self.jpeg(options, in: folder)
            let wanted = try Photograph.open(folder["whole.jpg"]).values
            let (start, rest) = (bytes.prefix(2), bytes.dropFirst(2))
            // JFIF's segment, of version 2.01.
            let jfif = Data([0xFF, 0xE0, 0, 16]) + Data("JFIF".utf8) + Data([0, 2, 1, 0, 0, 1, 0, 1, 0, 0])
            // Behind the first segment, whose length does not count its marker.
            let first = (Int(bytes[4]) << 8 | Int(bytes[5])) + 2
            let variants: [(name: String, parts: [Data])] = [
                ("fill bytes", [start, Data([0xFF, 0xFF, 0xFF]), rest]),
                ("a comment", [start, Data([0xFF, 0xFE, 0, 4, 0x68, 0x69]), rest]),
                ("an unknown segment", [start, Data([0xFF, 0xEF, 0, 6, 1, 2, 3, 4]), rest]),
                ("stray bytes", [start, rest.prefix(first), Data([1, 2, 3]), rest.dropFirst(first)]),
                ("another JFIF version", [start, jfif, rest]),
                ("bytes behind the end", [bytes, Data(repeating: 0, count: 99)]),
            ]
            for (name, parts) in variants {
                let odd = parts.reduce(Data(), +)
                try odd.write(to: folder["odd.jpg"])
                #expect((try? Photograph.open(folder["odd.jpg"]))?.values == wanted, "\(options), \(name)")
            }
        }
    }

    private static func jpeg(_ options: String, in folder: Fixture.Folder) throws -> Data {
        try Fixture.scattered(width: 160, height: 240).dithered(seed: 3).writePNG(to: folder["pixels.png"])
        try Fixture.run("vips", ["copy", folder["pixels.png"].path, folder["whole.jpg"].path + "[\(options)]"])
        return try Data(contentsOf: folder["whole.jpg"])
    }

    @Test("the library's words follow ours, in brackets")
    func words() throws {
        let folder = try Fixture.Folder()
        try Fixture.scattered(width: 60, height: 60).dithered(seed: 0).writeLosslessWebP(to: folder["whole.webp"])
        try Data(contentsOf: folder["whole.webp"]).dropLast(9).write(to: folder["cut.webp"])
        let error = #expect(throws: RasterError.self) { try Photograph.open(folder["cut.webp"]) }
        #expect(
            error?.description == "cut.webp: is damaged or cut short: its header cannot be read (webp: unable to parse "
                + "image). Get the picture again.")
    }
}
