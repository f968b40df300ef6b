import Foundation
import Provenance
import Testing

@Suite(
    "Credentials, seen by others",
    .enabled(if: Credentials.hasLibrary && Credentials.hasOracle, "no C2PA library or no Python with c2pa in .deps"))
struct CredentialOracleTests {
    private static let pictures = ["classic.tif", "big.tif", "a.png", "a.webp", "a.jpg", "a.avif"]
    private static let types = [
        "tif": "image/tiff", "png": "image/png", "webp": "image/webp", "jpg": "image/jpeg", "avif": "image/avif",
    ]

    /// Prints the state without and with the authority, the failures, the label, the assertions and the issuer.
    private static let reader = """
        import json, sys
        from c2pa import Context, Reader, Settings
        path, mime, root = sys.argv[1:4]
        for anchors in (None, open(root).read()):
            settings = {"verify": {"remote_manifest_fetch": False}}
            if anchors: settings["trust"] = {"user_anchors": anchors}
            with open(path, "rb") as stream:
                reader = Reader(mime, stream, context=Context(Settings.from_dict(settings)))
                report = json.loads(reader.json())
            active = report["manifests"][report["active_manifest"]]
            print(report["validation_state"], *sorted(s["code"] for s in report.get("validation_status", [])))
        print(report["active_manifest"], *sorted(a["label"] for a in active["assertions"]
            if not a["label"].startswith("c2pa.hash")))
        print(active["signature_info"]["issuer"], "thumbnail" in active)
        """

    @Test("the c2pa package reads what we signed as we do", arguments: pictures)
    func reading(_ name: String) throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let file = try Credentials.picture(name, in: folder)
        var manifest = Credentials.created()
        manifest.assertions = ["org.example.work": .object(["edition": .number(1)])]
        manifest.metadata = ["dc:creator": .array([.string("Ana")])]
        try library.sign(file, with: manifest, by: Credentials.signer(authority), at: Credentials.now)
        let type = try #require(Self.types[file.pathExtension])
        let lines = try Credentials.oracle(Self.reader, file.path, type, authority.root.path)
            .split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "Valid signingCredential.untrusted", "Trusted",
                "urn:c2pa:\(manifest.identifier.uuidString.lowercased()) c2pa.actions.v2 cawg.metadata "
                    + "cawg.training-mining org.example.work",
                "Atelier Été False",
            ])
    }

    @Test("other programs still open the signed file, with the same pixels", arguments: pictures)
    func opening(_ name: String) throws {
        let folder = try Credentials.Folder()
        let file = try Credentials.picture(name, in: folder)
        try FileManager.default.copyItem(at: file, to: folder["before.\(file.pathExtension)"])
        let signer = try Credentials.signer(Credentials.authority(in: folder))
        try Credentials.library().sign(file, with: Credentials.created(), by: signer, at: Credentials.now)
        let script = """
            import sys
            kind, before, after = sys.argv[1:4]
            if kind == "tif":
                import tifffile
                a, b = (tifffile.imread(p) for p in (before, after))
            else:
                import numpy
                from PIL import Image
                a, b = (numpy.asarray(Image.open(p)) for p in (before, after))
            print(a.shape, a.dtype, (a == b).all())
            """
        let before = folder["before.\(file.pathExtension)"].path
        let seen = try Credentials.oracle(script, file.pathExtension, before, file.path)
        #expect(seen == "(160, 192, 3) \(file.pathExtension == "tif" ? "uint16" : "uint8") True\n")
        // A failure to open throws; warnings of the tag that is ours come first.
        let averages = try [file.path, before].map {
            try Credentials.run("vips", ["avg", $0]).split(separator: "\n").last
        }
        #expect(averages[0] == averages[1])
        #expect(try Credentials.run("exiftool", ["-s3", "-ImageSize", "-Warning", file.path]).hasPrefix("192x160\n"))
        if Program.exists("identify") {
            // The size and nothing else: a warning would stand before it.
            #expect(try Credentials.run("identify", ["-quiet", "-format", "%wx%h", file.path]) == "192x160")
        }
        if file.pathExtension == "tif" {
            #expect(try Credentials.run("tiffinfo", ["-D", file.path]).contains("Image Width: 192"))
        }
    }

    /// Signs with the package's own thumbnails: a donor's picture, and one made from it.
    private static let donors = """
        import json, sys
        from c2pa import Builder, C2paSignerInfo, Context, Settings, Signer
        chain, key = (open(p, "rb").read() for p in sys.argv[1:3])
        context = Context(Settings.from_dict({"builder": {"thumbnail": {"enabled": True}}}))
        def sign(source, target, actions, parent=None):
            definition = {"title": target, "format": "image/jpeg", "assertions": [
                {"label": "c2pa.actions.v2", "data": {"actions": actions}}]}
            builder = Builder(definition, context)
            if parent:
                with open(parent, "rb") as stream:
                    builder.add_ingredient(json.dumps({"title": parent, "relationship": "parentOf", "label": "p"}),
                                           "image/jpeg", stream)
            with open(source, "rb") as a, open(target, "w+b") as b:
                builder.sign(Signer.from_info(C2paSignerInfo(b"es256", chain, key, None)), "image/jpeg", a, b)
        kind = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
        sign("a.jpg", "donor.jpg", [{"action": "c2pa.created", "digitalSourceType": kind}])
        sign("a.jpg", "edited.jpg", [{"action": "c2pa.opened", "parameters": {"ingredientIds": ["p"]}}], "donor.jpg")
        """

    @Test("a donor's thumbnails do not travel in our credentials, and their removal is recorded")
    func thumbnails() throws {
        let folder = try Credentials.Folder()
        let (library, authority) = (try Credentials.library(), try Credentials.authority(in: folder))
        let signer = try Credentials.signer(authority)
        _ = try Credentials.picture("a.jpg", in: folder)
        try Credentials.oracle(Self.donors, authority.chain.path, authority.key.path, in: folder.url)
        let marker = Data([0xFF, 0xD8, 0xFF])
        func pictures(in file: URL) throws -> Int {
            let bytes = try Data(contentsOf: file)
            return bytes.indices.dropLast(2).count { bytes[$0..<$0 + 3] == marker }
        }
        var sizes: [ManifestIngredient.Thumbnails: Int] = [:]
        for thumbnails in [ManifestIngredient.Thumbnails.removed, .kept] {
            let file = try Credentials.picture("classic.tif", in: folder)
            let ingredients = ["donor", "edited"].map {
                ManifestIngredient(
                    identifier: $0, title: $0, format: "image/jpeg", relationship: .componentOf,
                    file: folder["\($0).jpg"], thumbnails: thumbnails)
            }
            let manifest = Credentials.created(
                ingredients: ingredients, actions: [ManifestAction(.placed, ingredients: ["donor", "edited"])])
            let report = try library.sign(file, with: manifest, by: signer, at: Credentials.now)
            #expect(report.state == .valid)
            #expect(report.active?.ingredients.map(\.state) == [.valid, .valid])
            #expect(report.manifests.count == 3)
            let removals = report.active?.actions.filter { $0.text(.compact).contains("c2pa.PII.present") }.count
            #expect(removals == (thumbnails == .removed ? 3 : 0))
            #expect(try (pictures(in: file) > 0) == (thumbnails == .kept))
            sizes[thumbnails] = try Data(contentsOf: file).count
            // A copy made from it has nothing left to remove.
            guard thumbnails == .removed else { continue }
            let copy = try Credentials.picture("a.png", in: folder)
            let delivery = try Manifest.delivery(
                of: file, digest: Digest(ofFile: file), identifier: UUID(), title: "a.png",
                generator: Credentials.generator, date: Credentials.now)
            let second = try library.sign(copy, with: delivery, by: signer, at: Credentials.now)
            #expect(second.state == .valid)
            #expect(second.active?.actions.count == 2)
            #expect(second.manifests.count == 4)
        }
        #expect((sizes[.kept] ?? 0) > (sizes[.removed] ?? 0) + 10_000)
    }

    @Test("credentials kept elsewhere are not fetched")
    func remote() throws {
        let folder = try Credentials.Folder()
        let authority = try Credentials.authority(in: folder)
        _ = try Credentials.picture("a.jpg", in: folder)
        let script = """
            import sys
            from c2pa import Builder, C2paSignerInfo, Context, Settings, Signer
            chain, key = (open(p, "rb").read() for p in sys.argv[1:3])
            kind = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
            builder = Builder({"title": "x", "format": "image/jpeg", "assertions": [{"label": "c2pa.actions.v2",
                "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": kind}]}}]},
                Context(Settings.from_dict({"verify": {"verify_after_sign": False}})))
            builder.set_no_embed()
            builder.set_remote_url("http://127.0.0.1:9/credentials.c2pa")
            with open("a.jpg", "rb") as a, open("remote.jpg", "w+b") as b:
                builder.sign(Signer.from_info(C2paSignerInfo(b"es256", chain, key, None)), "image/jpeg", a, b)
            """
        try Credentials.oracle(script, authority.chain.path, authority.key.path, in: folder.url)
        let report = try Credentials.library().report(on: folder["remote.jpg"])
        #expect(report.state == .invalid)
        #expect(report.failures.map(\.code) == ["manifest.inaccessible"], "\(report.failures)")
    }
}
