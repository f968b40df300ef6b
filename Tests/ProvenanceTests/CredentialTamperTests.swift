import Foundation
import Provenance
import Testing

@Suite("Tampering", .enabled(if: Credentials.hasLibrary, "the C2PA library is not in .deps/c2pa"))
struct CredentialTamperTests {
    private static let pictures = ["classic.tif", "big.tif", "a.png", "a.webp", "a.jpg", "a.avif"]

    private static func signed(
        _ name: String, in folder: Credentials.Folder, seed: Int = 1, by signer: Signer? = nil
    ) throws -> URL {
        let file = try Credentials.picture(name, in: folder, seed: seed)
        let signer = try signer ?? Credentials.signer(Credentials.authority(in: folder))
        try Credentials.library().sign(file, with: Credentials.created(), by: signer, at: Credentials.now)
        return file
    }

    @Test("no changed byte of pixels or statements passes; what passes is padding", arguments: pictures)
    func bytes(_ name: String) throws {
        let folder = try Credentials.Folder()
        let library = try Credentials.library()
        let file = try Self.signed(name, in: folder)
        let bytes = [UInt8](try Data(contentsOf: file))
        var passed: [Int] = []
        var state: UInt64 = 1
        for step in 0..<200 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let position = Int((state >> 33) % UInt64(bytes.count))
            var changed = bytes
            changed[position] ^= UInt8(1 + step % 255)
            try Data(changed).write(to: folder["changed"])
            // A file whose first bytes are gone is no picture any more: that is said otherwise.
            guard let report = try? library.report(on: folder["changed"]) else {
                #expect(position < 12, "\(position)")
                continue
            }
            if report.state == .valid || report.state == .trusted { passed.append(position) }
        }
        // COSE pads signatures with zeros that nothing signs; AVIF's list of brands and a few lengths are not hashed.
        // Which bytes are tried depends on the file's length, and that on the signature, which differs each time.
        let unhashed = name.hasSuffix(".avif") ? 4 : 1
        let padding = passed.filter { bytes[max(0, $0 - 8)...min(bytes.count - 1, $0 + 8)].allSatisfy { $0 == 0 } }
        #expect(passed.count - padding.count <= unhashed, "\(name): \(passed) of \(bytes.count)")
    }

    @Test("every part of a picture counts: pixels, the author's name, a statement of the manifest")
    func places() throws {
        let folder = try Credentials.Folder()
        let file = try Credentials.picture("classic.tif", in: folder)
        try Credentials.run("exiftool", ["-q", "-overwrite_original", "-Artist=Ana Lima of Faro", file.path])
        let authority = try Credentials.authority(in: folder)
        var manifest = Credentials.created()
        manifest.assertions = ["org.example.work": .object(["note": .string("a sentence to change")])]
        let library = try Credentials.library()
        try library.sign(file, with: manifest, by: Credentials.signer(authority), at: Credentials.now)
        let bytes = try Data(contentsOf: file)
        for (text, codes) in [
            ("Ana Lima of Faro", ["assertion.dataHash.mismatch"]),
            ("a sentence to change", ["assertion.hashedURI.mismatch"]),
        ] {
            let place = try #require(bytes.firstRange(of: Data(text.utf8)))
            var changed = bytes
            changed[place.lowerBound] ^= 2
            try changed.write(to: folder["changed.tif"])
            let report = try library.report(on: folder["changed.tif"])
            #expect(report.state == .invalid)
            #expect(report.failures.map(\.code) == codes)
            #expect(report.failures.allSatisfy { $0.meaning.hasSuffix(".") && $0.explanation != nil })
        }
    }

    @Test("the manifest of another picture is invalid", arguments: ["a.png", "a.webp"])
    func transplant(_ name: String) throws {
        let (one, two) = (try Credentials.Folder(), try Credentials.Folder())
        let signer = try Credentials.signer(Credentials.authority(in: one))
        let files = try [
            Self.signed(name, in: one, seed: 1, by: signer), Self.signed(name, in: two, seed: 2, by: signer),
        ]
        let bytes = try files.map { [UInt8](try Data(contentsOf: $0)) }
        let chunks = bytes.map { Self.credentials(of: $0, isPNG: name.hasSuffix(".png")) }
        let (from, into) = (try #require(chunks[0]), try #require(chunks[1]))
        #expect(from.count == into.count)
        var mixed = bytes[1]
        mixed.replaceSubrange(into, with: bytes[0][from])
        try Data(mixed).write(to: one["mixed"])
        let report = try Credentials.library().report(on: one["mixed"])
        #expect(report.state == .invalid)
        #expect(report.failures.map(\.code) == ["assertion.dataHash.mismatch"])
    }

    /// Where the chunk with the credentials lies: PNG's `caBX` (length, name, data, sum) or RIFF's `C2PA`.
    private static func credentials(of bytes: [UInt8], isPNG: Bool) -> Range<Int>? {
        var position = isPNG ? 8 : 12
        while position + 8 <= bytes.count {
            let number = { (at: Int) in bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
            let little = { (at: Int) in bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | Int($1) } }
            let length = isPNG ? number(position) + 12 : little(position + 4) + 8
            let name = bytes[(isPNG ? position + 4 : position)...].prefix(4)
            if name.elementsEqual((isPNG ? "caBX" : "C2PA").utf8) { return position..<position + length }
            position += isPNG ? length : length + length % 2
        }
        return nil
    }

    @Test("a file that is cut short anywhere is never valid, and nothing traps", arguments: pictures)
    func cuts(_ name: String) throws {
        let folder = try Credentials.Folder()
        let library = try Credentials.library()
        let bytes = try Data(contentsOf: Self.signed(name, in: folder))
        for step in 0..<60 {
            try bytes.prefix(bytes.count * step / 60).write(to: folder["cut"])
            let state = try? library.report(on: folder["cut"]).state
            #expect(state != .valid && state != .trusted, "cut at \(bytes.count * step / 60)")
        }
    }

    @Test("what is said of a file without credentials, of no picture and of none")
    func absent() throws {
        let folder = try Credentials.Folder()
        let library = try Credentials.library()
        let file = try Credentials.picture("a.jpg", in: folder)
        let report = try library.report(on: file)
        #expect(report.state == .absent && report.failures.isEmpty && report.active == nil)
        try Data("words".utf8).write(to: folder["words.jpg"])
        #expect(throws: CredentialError.unknownFormat(file: "words.jpg")) {
            try library.report(on: folder["words.jpg"])
        }
        #expect(throws: CredentialError.unreadable(file: "none.jpg", reason: "No such file or directory")) {
            try library.report(on: folder["none.jpg"])
        }
        #expect(throws: CredentialError.libraryNotFound(place: folder["x"].path)) {
            try CredentialLibrary(at: folder["x"])
        }
        #expect(throws: CredentialError.self) { try CredentialLibrary(at: file) }
        #expect(library.version.contains("c2pa-rs/"))
    }
}
