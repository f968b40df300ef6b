import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// Where `@` stands, a path in the test's folder follows; where `#`, an example.
        var arguments: [String]
        /// What the message says.
        var says: [String]

        var testDescription: String { name }
    }

    private static let target = ["--target", "#chris.tif"]
    private static let both = ["--source", "#ana.webp", "--target", "#chris.tif"]

    static let cases: [Case] = [
        Case(name: "missing", arguments: ["--source", "@none.jpg"] + target, says: ["none.jpg", "no such file"]),
        Case(name: "folder", arguments: ["--source", "@folder"] + target, says: ["folder: is a folder"]),
        Case(name: "device", arguments: ["--source", "/dev/zero"] + target, says: ["zero: is a folder or a device"]),
        Case(name: "empty", arguments: ["--source", "@empty.jpg"] + target, says: ["empty.jpg: is empty"]),
        Case(name: "words", arguments: ["--source", "@words.jpg"] + target, says: ["words.jpg: is no picture"]),
        Case(
            name: "cut TIFF", arguments: ["--source", "#ana.webp", "--target", "@cut.tif"],
            says: ["cut.tif: is damaged"]),
        Case(name: "cut WebP", arguments: ["--source", "@cut.webp"] + target, says: ["cut.webp: is damaged"]),
        Case(name: "lying", arguments: ["--source", "@huge.png"] + target, says: ["60000×60000", "--max-megapixels"]),
        Case(
            name: "too large", arguments: both + ["--max-decoded-bytes", "1000"],
            says: ["ana.webp: would decode to 9437184 bytes"]),
        Case(name: "no face", arguments: ["--source", "@grey.png"] + target, says: ["no face was found"]),
        Case(
            name: "no such face", arguments: both + ["--face", "3"], says: ["face asks for \"index 3\"", "has 1 face"]),
        Case(
            name: "no such face in three words", arguments: both + ["--face", "index", "3"],
            says: ["face asks for \"index 3\"", "has 1 face"]),
        Case(name: "no source", arguments: target, says: ["--source"]),
        Case(name: "unknown flag", arguments: both + ["--blendratio", "1"], says: ["--blendratio"]),
        Case(
            name: "flags out of range", arguments: both + ["--blend-ratio", "92", "--mask-blur", "wide"],
            says: ["$.blend_ratio: found 92", "$.mask_blur"]),
        Case(
            name: "paste of a moved target", arguments: both + ["--blend", "paste", "--shape-transfer", "0.5"],
            says: ["$.shape_transfer: found 0.5 with blend \"paste\""]),
        Case(
            name: "recipe", arguments: both + ["--recipe", "@typo.json"],
            says: ["$.blend_ration: no such key. Did you mean \"blend_ratio\"?", "$.output_resolution[1]: found 0"]),
    ]

    @Test("is refused with exit code 2, by name, and nothing is written", arguments: cases)
    func refused(_ bad: Case) throws {
        let folder = try Folder()
        try Self.fill(folder)
        let before = folder.entries
        let arguments = bad.arguments.map { argument -> String in
            switch argument.first {
            case "@": folder(String(argument.dropFirst())).path
            case "#": Folder.example(String(argument.dropFirst()))
            default: argument
            }
        }
        let outcome = try Binary.run(["compose"] + arguments + ["--out", folder("new/such/work").path])
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        for words in bad.says { #expect(outcome.errors.contains(words), "\(words) in \(outcome.errors)") }
        #expect(!outcome.errors.contains(folder.url.path), "paths of the machine stay out")
        #expect(folder.entries == before)
    }

    @Test("what stands at the output is never taken away")
    func occupied() throws {
        let folder = try Folder()
        try Data("mine".utf8).write(to: folder("taken"))
        try FileManager.default.createDirectory(at: folder("notes"), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: folder("notes")("a.txt"))
        let pictures = ["--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif")]
        for name in ["taken", "notes"] {
            let outcome = try Binary.run(["compose"] + pictures + ["--out", folder(name).path, "--overwrite"])
            #expect(outcome.status == 2 && outcome.errors.contains(name))
        }
        #expect(try Data(contentsOf: folder("taken")) == Data("mine".utf8))
        #expect(try Data(contentsOf: folder("notes")("a.txt")) == Data("mine".utf8))
    }

    private static func fill(_ folder: Folder) throws {
        let files = FileManager.default
        try files.createDirectory(at: folder("folder"), withIntermediateDirectories: true)
        try Data().write(to: folder("empty.jpg"))
        try Data("not a picture".utf8).write(to: folder("words.jpg"))
        for (name, cut) in [("chris.tif", "cut.tif"), ("ana.webp", "cut.webp")] {
            try Data(contentsOf: URL(filePath: Folder.example(name))).prefix(60_000).write(to: folder(cut))
        }
        try Data(#"{"blend_ration": 0.9, "output_resolution": [3840, 0]}"#.utf8).write(to: folder("typo.json"))
        _ = try Oracle.run("vips", ["black", folder("grey.png").path, "400", "300", "--bands", "3"])
        // The same with a header that claims 60000 × 60000 pixels, its checksum right.
        var bytes = [UInt8](try Data(contentsOf: folder("grey.png")))
        bytes.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
        bytes.replaceSubrange(29..<33, with: Self.checksum(bytes[12..<29]))
        try Data(bytes).write(to: folder("huge.png"))
    }

    /// CRC-32 as PNG has it (ISO 15948, annex D), most significant byte first.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc = ~crc
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: crc >> $0) }
    }
}
