import Foundation
import Inference
import Provenance
import Raster
import StandIns
import Testing
import Works

@Suite("Verification")
struct VerificationTests {
    private typealias Folder = ComposerTests.Folder

    private static let date = CompositionDate(seconds: 1_700_000_000)

    private static func verifier(trusting trust: URL? = nil, on date: CompositionDate = date) throws -> WorkVerifier {
        try WorkVerifier(
            trusting: trust, inputsIn: [ComposerTests.example("ana.webp").deletingLastPathComponent()], on: date)
    }

    /// A work with papers.
    private static func work(
        _ recipe: Recipe = Recipe(), in folder: Folder, keepsMask: Bool = false
    ) async throws -> Work {
        var commission = ComposerTests.commission(recipe, in: folder)
        commission.rights = ComposerTests.example("rights.json")
        commission.keepsMask = keepsMask
        return try await ComposerTests.composer(recipe).make(commission)
    }

    private static var described: Recipe {
        var recipe = Recipe()
        recipe.title = "Metamorphosis #{number:03}"
        recipe.number = 7
        recipe.artist = "did:pkh:eip155:1:0xb9c5714089478a327f09197987f16f9e5d936e8a"
        recipe.copyright = "© {year} Studio"
        recipe.description = "Ana, drawn over {target}: 描述 😀"
        recipe.keywords = ["portrait", "中文"]
        return recipe
    }

    @Test("a new work holds, trusted only where its root is pinned, and says the recipe's texts filled")
    func holds() async throws {
        let folder = try Folder()
        let work = try await Self.work(Self.described, in: folder, keepsMask: true)
        let report = try Self.verifier().verify(folder.work)
        #expect(report.holds, "\(report.failures)")
        // Nobody pinned the root; the tests' model is in no list.
        #expect(report.notes.map(\.question) == ["signer", "licence"], "\(report.notes)")
        #expect(work.record.metadata.title == "Metamorphosis #007" && work.record.metadata.copyright == "© 2023 Studio")
        #expect(work.record.metadata.description == "Ana, drawn over chris: 描述 😀")
        #expect(try Self.verifier(trusting: TestCredentials.root).verify(folder.work).holds)

        let stranger = try Folder()
        let other = try CredentialAuthority.create(
            in: stranger.url.appending(path: "keys"), organization: "Other", signer: "Other", from: Date())
        let untrusted = try Self.verifier(trusting: other.root).verify(folder.work)
        #expect(Set(untrusted.failures.map(\.question)) == ["credentials"])
        #expect(untrusted.failures.allSatisfy { $0.expected == "trusted" && $0.found?.hasPrefix("valid") == true })
    }

    @Test("every changed byte of every kind of file is caught", arguments: ["tiff", "png", "jpeg", "webp", "avif"])
    func flippedBytes(kind: String) async throws {
        let folder = try Folder()
        var recipe = Self.described
        recipe.outputResolution = PixelSize(width: 300, height: 200)
        switch kind {
        case "tiff": recipe.outputFormat = .tiff
        case "png": recipe.outputFormat = .png
        case "jpeg": recipe.outputFormat = .jpeg
        case "webp": recipe.outputFormat = .webp
        default: recipe.imageFormat = .avif
        }
        let work = try await Self.work(recipe, in: folder)
        let wanted = kind == "tiff" || kind == "png" ? "master" : "image"
        let name = try #require(work.record.files.first { $0.role == wanted }).file
        let url = folder.work.appending(path: name)
        let verifier = try Self.verifier()
        let original = [UInt8](try Data(contentsOf: url))
        #expect(try verifier.verify(url).holds)
        var random = SystemRandomNumberGenerator()
        var missed: [Int] = []
        for _ in 0..<200 {
            let place = Int.random(in: original.indices, using: &random)
            var bytes = original
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            try Data(bytes).write(to: url)
            if try verifier.verify(url).holds { missed.append(place) }
        }
        #expect(missed.isEmpty, "\(kind): \(missed)")
    }

    @Test("a file alone, without its record, shows changed labels, texts and pixels by what it carries itself")
    func alone() async throws {
        let folder = try Folder()
        _ = try await Self.work(Self.described, in: folder)
        let alone = folder.url.appending(path: "alone.jpg")
        try FileManager.default.copyItem(at: folder.work.appending(path: "preview.jpg"), to: alone)
        let verifier = try Self.verifier()
        #expect(try verifier.verify(alone).holds)

        // A picture without papers.
        let bare = folder.url.appending(path: "bare.jpg")
        try Photograph.open(alone).writeJPEG(to: bare, quality: 90)
        let report = try verifier.verify(bare)
        #expect(!report.holds && report.failures.contains { $0.question == "credentials" && $0.found == "none" })
    }

    @Test("a manifest that was taken from another file of the same work is caught, as is one that is cut out")
    func movedManifest() async throws {
        let folder = try Folder()
        var recipe = Self.described
        recipe.outputFormat = .png
        recipe.outputResolution = PixelSize(width: 300, height: 200)
        recipe.imageFormat = .png
        _ = try await Self.work(recipe, in: folder)
        let master = folder.work.appending(path: "master.png")
        let image = folder.work.appending(path: "image.png")
        let chunks = try [master, image].map { try PNGChunks(Data(contentsOf: $0)) }
        let alone = folder.url.appending(path: "alone.png")
        let verifier = try Self.verifier()

        try chunks[1].replacing("caBX", with: chunks[0]["caBX"]).write(to: alone)
        let moved = try verifier.verify(alone)
        #expect(moved.failures.contains { $0.question == "credentials" && $0.found?.hasPrefix("invalid") == true })
        try chunks[1].replacing("caBX", with: nil).write(to: alone)
        #expect(try verifier.verify(alone).failures.contains { $0.question == "credentials" && $0.found == "none" })
        try chunks[1].replacing("caBX", with: nil).write(to: image)
        #expect(try !verifier.verify(folder.work).holds)
    }

    @Test(
        "a record that says something else than what was signed is named by its place",
        arguments: [
            ("\"blend_ratio\": 0.92", "\"blend_ratio\": 0.93", "work.json: $.recipe.blend_ratio"),
            ("\"commercial_use\": true", "\"commercial_use\": false", "work.json: $.commercial_use"),
            ("compositeSynthetic", "digitalCapture", "work.json: $.label.digital_source_type"),
            ("\"version\": \"0.1.0\"", "\"version\": \"0.1.1\"", "work.json: $.tool.version"),
            ("2023-11-14", "2023-11-15", "work.json: $.created"),
        ])
    func changedRecord(from old: String, to new: String, place: String) async throws {
        let folder = try Folder()
        _ = try await Self.work(in: folder)
        let url = folder.work.appending(path: "work.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
        let report = try Self.verifier().verify(folder.work)
        #expect(report.failures.contains { $0.subject == place }, "\(report.failures)")
    }

    @Test("other inputs, missing papers, a changed root and files that nobody named are told")
    func companions() async throws {
        let folder = try Folder()
        _ = try await Self.work(in: folder)
        let near = folder.url.appending(path: "ana.webp")
        try Data("another picture".utf8).write(to: near)
        try Data("x".utf8).write(to: folder.work.appending(path: "stray.txt"))
        try Data("-----".utf8).write(to: folder.work.appending(path: "root.pem"))
        let report = try WorkVerifier(on: Self.date).verify(folder.work)
        #expect(
            report.failures.map(\.subject).sorted() == ["root.pem", "root.pem", "work.json: $.sources[0]"],
            "\(report.failures)")
        #expect(report.notes.contains { $0.subject == "stray.txt" })
        #expect(report.notes.contains { $0.question == "input chris.tif" })
        try FileManager.default.removeItem(at: folder.work.appending(path: "rights.json"))
        let without = try WorkVerifier(on: Self.date).verify(folder.work)
        #expect(without.failures.contains { $0.subject == "rights.json" })
    }

    @Test("a record that others may read otherwise does not hold: keys twice, keys that are unknown, other white space")
    func otherText() async throws {
        let folder = try Folder()
        _ = try await Self.work(in: folder)
        let url = folder.work.appending(path: "work.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        for changed in [
            text.replacing("\n}\n", with: ",\n  \"metadata\": {\"title\": \"forged\"}\n}\n"),
            text.replacing("{\n  \"commercial_use\"", with: "{\n  \"note\": 1,\n  \"commercial_use\""), text + " ",
        ] {
            #expect(changed != text)
            try changed.write(to: url, atomically: true, encoding: .utf8)
            #expect(try !Self.verifier().verify(folder.work).holds)
        }
    }

    @Test("a picture that the record does not know, a stranger's root and a lost record are failures")
    func strangers() async throws {
        let folder = try Folder()
        _ = try await Self.work(in: folder)
        let verifier = try Self.verifier()
        let stray = folder.work.appending(path: "stray.webp")
        try FileManager.default.copyItem(at: ComposerTests.example("ana.webp"), to: stray)
        #expect(try verifier.verify(folder.work).failures.map(\.subject) == ["stray.webp"])
        try FileManager.default.removeItem(at: stray)

        // A root of somebody else's, put into the record too.
        let record = folder.work.appending(path: "work.json")
        let root = folder.work.appending(path: "root.pem")
        let (text, own) = (try String(contentsOf: record, encoding: .utf8), try Data(contentsOf: root))
        let other = try CredentialAuthority.create(
            in: folder.url.appending(path: "keys"), organization: "Other", signer: "Other", from: Date())
        try Data(contentsOf: other.root).write(to: root)
        try text.replacing(Digest(of: own).hexadecimal, with: try Digest(ofFile: root).hexadecimal)
            .write(to: record, atomically: true, encoding: .utf8)
        let subjects = Set(try verifier.verify(folder.work).failures.map(\.subject))
        #expect(subjects == ["root.pem", "work.json: $.credentials.root_sha256"])
        try own.write(to: root)

        try FileManager.default.removeItem(at: record)
        #expect(try verifier.verify(folder.work).failures.contains { $0.subject == "work.json" })
    }

    @Test("a folder of works and pictures is verified whole; an empty one is refused")
    func folders() async throws {
        let folder = try Folder()
        _ = try await Self.work(in: folder)
        try FileManager.default.copyItem(
            at: folder.work.appending(path: "preview.jpg"), to: folder.url.appending(path: "preview.jpg"))
        let report = try Self.verifier().verify(folder.url)
        #expect(report.holds && Set(report.checks.map(\.subject)).isSuperset(of: ["work/master.tif", "preview.jpg"]))
        let empty = try Folder()
        #expect(throws: WorkError.self) { try Self.verifier().verify(empty.url) }
    }

    @Test("building a work again gives the same bytes, within limits of bytes too")
    func reproduced() async throws {
        let folder = try Folder()
        var recipe = Self.described
        recipe.maxBytes = [.image: 400_000, .thumbnail: 60_000]
        let work = try await Self.work(recipe, in: folder, keepsMask: true)
        for file in work.record.files {
            #expect(file.bytes <= recipe.maxBytes[DeliverableRole(rawValue: file.role) ?? .master] ?? .max)
        }
        let inputs = [ComposerTests.example("ana.webp").deletingLastPathComponent()]
        let same = try await Reproducer().reproduce(
            folder.work, inputsIn: inputs, cast: { ComposerTests.composer($0).cast })
        #expect(same.isSame && same.files.count == 5 && same.differences.isEmpty, "\(same)")
        let other = try await Reproducer().reproduce(
            folder.work, inputsIn: inputs,
            cast: { recipe in
                var cast = ComposerTests.composer(recipe, swapper: PaintingSwapper(brightness: 0.2)).cast
                cast.engine.version = "2"
                return cast
            })
        #expect(!other.isSame && other.differences.first == "engine version: the record says 1, here it is 2")
    }
}

/// The chunks of a PNG file, to be put together otherwise.
private struct PNGChunks {
    private var chunks: [(type: String, bytes: Data)] = []
    private static let signature = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

    init(_ file: Data) throws {
        let file = Data(file)
        var place = Self.signature.count
        while place + 12 <= file.count {
            let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
            chunks.append((type, file[place..<place + 12 + length]))
            place += 12 + length
        }
    }

    subscript(type: String) -> Data? { chunks.first { $0.type == type }?.bytes }

    func replacing(_ type: String, with bytes: Data?) -> Data {
        Self.signature
            + chunks.map { $0.type == type ? bytes ?? Data() : $0.bytes }.reduce(Data(), +)
    }
}
