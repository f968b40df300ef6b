import Foundation
import Provenance
import Testing

@Suite("Signing", .enabled(if: Credentials.hasLibrary, "the C2PA library is not in .deps/c2pa"))
struct SigningTests {
    private static let pictures = ["classic.tif", "big.tif", "a.png", "a.webp", "a.jpg", "a.avif"]

    @Test("a picture of every format is signed, valid without and trusted with its authority", arguments: pictures)
    func formats(_ name: String) throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let file = try Credentials.picture(name, in: folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        #expect(try library.report(on: file).state == .absent)
        let before = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
        let names = folder.names

        let report = try library.sign(
            file, with: Credentials.created(name), by: Credentials.signer(authority), at: Credentials.now)
        #expect(report.state == .valid)
        #expect(report.failures.isEmpty)
        #expect(report.signer?.organization == "Atelier Été")
        #expect(report.signer?.commonName == "Ana Lima")
        #expect(report.active?.title == name)
        #expect(report.active?.generator == "Likeness 1.0.0")
        #expect(folder.names == names)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        // Without thumbnails a manifest is small: a callback's signature alone reserves 10 kB.
        let grown = try #require(attributes[.size] as? Int) - (before ?? 0)
        #expect(grown > 3000 && grown < 12_000, "\(grown) bytes")

        let root = try String(contentsOf: authority.root, encoding: .utf8)
        #expect(try library.report(on: file, trusting: root).state == .trusted)
        let other = try CredentialAuthority.create(
            in: folder["other"], organization: "Another", signer: "Bo", from: Credentials.now)
        #expect(
            try library.report(on: file, trusting: String(contentsOf: other.root, encoding: .utf8)).state == .valid)
    }

    @Test("what the manifest says is read back", .enabled(if: Credentials.hasLibrary))
    func content() throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let (base, donor) = (
            try Credentials.picture("base.tif", in: folder, seed: 2), try Credentials.picture("donor.jpg", in: folder)
        )
        let file = try Credentials.picture("classic.tif", in: folder)
        let model = Digest(of: Data("weights".utf8))
        var manifest = Manifest(
            identifier: UUID(), title: "Work 7", generator: Credentials.generator,
            actions: [
                ManifestAction(.opened, at: Credentials.now, ingredients: ["base"]),
                ManifestAction(
                    .edited, sourceType: .compositeWithTrainedAlgorithmicMedia,
                    by: .init(name: "mesh swapper", version: "3"), at: Credentials.now, description: "face exchanged",
                    parameters: ["org.example.blend": .number(0.92)], ingredients: ["donor", "model"]),
            ],
            ingredients: [
                ManifestIngredient(
                    identifier: "base", title: "street.tif", format: "image/tiff", relationship: .parentOf, file: base,
                    digest: try Digest(ofFile: base)),
                ManifestIngredient(
                    identifier: "donor", title: "face", format: "image/jpeg", relationship: .inputTo, file: donor),
                ManifestIngredient(
                    identifier: "model", title: "face_mesh", format: "application/octet-stream",
                    relationship: .inputTo, dataTypes: ["c2pa.types.model.tensorflow"], digest: model),
            ],
            assertions: ["org.example.work": .object(["edition": .number(7), "of": .array([.null, .string("é")])])],
            metadata: ["dc:creator": .array([.string("Ana Lima")]), "xmpRights:UsageTerms": .string("none")])
        manifest.permissions[0].use = .constrained("ask first")
        let report = try library.sign(
            file, with: manifest, by: Credentials.signer(authority), at: Credentials.now)
        let active = try #require(report.active)
        #expect(active.label == "urn:c2pa:\(manifest.identifier.uuidString.lowercased())")
        #expect(active.assertion("org.example.work") == manifest.assertions["org.example.work"])
        #expect(
            active.permissions == [
                "cawg.ai_training": "constrained", "cawg.ai_generative_training": "notAllowed",
                "cawg.ai_inference": "notAllowed", "cawg.data_mining": "notAllowed",
            ])
        let text = active.assertion("cawg.metadata")?.text(.compact)
        #expect(
            text == #"{"@context":{"dc":"http://purl.org/dc/elements/1.1/","#
                + #""xmpRights":"http://ns.adobe.com/xap/1.0/rights/"},"#
                + #""dc:creator":["Ana Lima"],"xmpRights:UsageTerms":"none"}"#)
        #expect(active.actions.count == 2)
        let edit = try #require(active.actions.last).text(.compact)
        for part in [
            #""action":"c2pa.edited""#, #"digitalsourcetype/compositeWithTrainedAlgorithmicMedia""#,
            #""name":"mesh swapper","version":"3""#, #""description":"face exchanged""#, #""org.example.blend":0.92"#,
            "c2pa.ingredient.v3",
        ] {
            #expect(edit.contains(part), "\(part) in \(edit)")
        }
        let ingredients = Dictionary(uniqueKeysWithValues: active.ingredients.map { ($0.title ?? "", $0) })
        #expect(ingredients["street.tif"]?.relationship == "parentOf")
        #expect(ingredients["street.tif"]?.digest == (try Digest(ofFile: base)).hexadecimal)
        #expect(ingredients["face"]?.state == .absent)
        #expect(ingredients["face_mesh"]?.digest == model.hexadecimal)
        #expect(ingredients["face_mesh"]?.dataTypes == ["c2pa.types.model.tensorflow"])
    }

    @Test("a delivered copy names the signed master as its parent, whose credentials it keeps")
    func delivery() throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let signer = try Credentials.signer(authority)
        let master = try Credentials.picture("classic.tif", in: folder)
        let first = try library.sign(master, with: Credentials.created(), by: signer, at: Credentials.now)
        for name in ["a.webp", "a.png", "a.jpg", "a.avif"] {
            let copy = try Credentials.picture(name, in: folder)
            let manifest = try Manifest.delivery(
                of: master, digest: Digest(ofFile: master), identifier: UUID(), title: name,
                generator: Credentials.generator, date: Credentials.now)
            let report = try library.sign(copy, with: manifest, by: signer, at: Credentials.now)
            let parent = try #require(report.active?.ingredients.first)
            #expect(parent.relationship == "parentOf")
            #expect(parent.manifest == first.active?.label)
            #expect(parent.state == .valid)
            #expect(report.manifests.count == 2)
            #expect(report.active?.actions.map { $0.text(.compact).contains("redacted") } == [false, false])
        }
    }

    @Test("a broken parent is recorded as broken; the new signature still holds")
    func brokenIngredient() throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let signer = try Credentials.signer(authority)
        let master = try Credentials.picture("classic.tif", in: folder)
        try library.sign(master, with: Credentials.created(), by: signer, at: Credentials.now)
        var bytes = try Data(contentsOf: master)
        bytes[5000] ^= 1
        try bytes.write(to: master)
        #expect(try library.report(on: master).state == .invalid)
        let copy = try Credentials.picture("a.png", in: folder)
        let manifest = try Manifest.delivery(
            of: master, digest: Digest(ofFile: master), identifier: UUID(), title: "a.png",
            generator: Credentials.generator, date: Credentials.now)
        let report = try library.sign(copy, with: manifest, by: signer, at: Credentials.now)
        #expect(report.state == .valid)
        #expect(report.active?.ingredients.first?.state == .invalid)
        #expect(report.active?.ingredients.first?.failures.map(\.code) == ["assertion.dataHash.mismatch"])
    }

    @Test("a refusal leaves the file as it was and nothing beside it")
    func refusals() throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let signer = try Credentials.signer(authority)
        let file = try Credentials.picture("a.png", in: folder)
        var cut = try Data(contentsOf: file)
        cut.removeLast(cut.count / 2)
        try cut.write(to: folder["cut.png"])
        let (names, bytes) = (folder.names, try Data(contentsOf: file))

        var manifest = Credentials.created()
        manifest.actions = []
        #expect(throws: CredentialError.badManifest(.noActions)) {
            try library.sign(file, with: manifest, by: signer, at: Credentials.now)
        }
        #expect(throws: CredentialError.self) {
            try library.sign(folder["cut.png"], with: Credentials.created(), by: signer, at: Credentials.now)
        }
        let gone = ManifestIngredient(
            identifier: "x", title: "x", format: "image/png", relationship: .componentOf, file: folder["gone.png"])
        #expect(throws: CredentialError.unreadable(file: "gone.png", reason: "No such file or directory")) {
            let manifest = Credentials.created(
                ingredients: [gone], actions: [ManifestAction(.placed, ingredients: ["x"])])
            try library.sign(file, with: manifest, by: signer, at: Credentials.now)
        }
        #expect(throws: CredentialError.unknownFormat(file: "chain.pem")) {
            try library.sign(authority.chain, with: Credentials.created(), by: signer, at: Credentials.now)
        }
        #expect(throws: CredentialError.self) {
            try library.sign(
                file, with: Credentials.created(), by: signer, at: Credentials.now.addingTimeInterval(-7200))
        }
        #expect(folder.names == names)
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test("a link stays a link, and a work that is signed again keeps one active manifest")
    func linkAndAgain() throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let signer = try Credentials.signer(authority)
        let file = try Credentials.picture("a.png", in: folder)
        try FileManager.default.createSymbolicLink(at: folder["link.png"], withDestinationURL: file)
        try library.sign(folder["link.png"], with: Credentials.created(), by: signer, at: Credentials.now)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder["link.png"].path)
        #expect(attributes[.type] as? FileAttributeType == .typeSymbolicLink)
        #expect(try library.report(on: file).state == .valid)
        let second = Credentials.created()
        let report = try library.sign(file, with: second, by: signer, at: Credentials.now)
        #expect(report.active?.label == "urn:c2pa:\(second.identifier.uuidString.lowercased())")
        #expect(report.manifests.count == 1)
    }
}
