import Foundation
import Provenance
import Testing

@Suite("Signer", .enabled(if: Credentials.hasLibrary, "the C2PA library is not in .deps/c2pa"))
struct SignerTests {
    /// Makes a chain and a key with openssl, which stand for what an authority gives.
    private static func chain(
        _ kind: [String], in folder: Credentials.Folder, extensions: String? = nil
    ) throws -> (chain: URL, key: URL) {
        let profile =
            extensions
                ?? """
                basicConstraints=critical,CA:FALSE
                keyUsage=critical,digitalSignature
                extendedKeyUsage=emailProtection
                authorityKeyIdentifier=keyid
                """
        try profile.write(to: folder["profile.cnf"], atomically: true, encoding: .utf8)
        let at = { (arguments: [String]) throws in _ = try Credentials.run("openssl", arguments, in: folder.url) }
        try at(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "root.key"])
        try at(
            ["req", "-x509", "-new", "-key", "root.key", "-days", "30", "-subj", "/O=Test/CN=Root", "-out", "root.pem"])
        try at(["genpkey"] + kind + ["-out", "leaf.key"])
        try at(["req", "-new", "-key", "leaf.key", "-subj", "/O=Test/CN=Leaf", "-out", "leaf.csr"])
        try at(
            [
                "x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days",
                "20", "-sha256", "-extfile", "profile.cnf", "-out", "leaf.pem",
            ])
        let text = try ["leaf.pem", "root.pem"].map { try String(contentsOf: folder[$0], encoding: .utf8) }.joined()
        try text.write(to: folder["chain.pem"], atomically: true, encoding: .utf8)
        return (folder["chain.pem"], folder["leaf.key"])
    }

    private static let kinds: [(SigningAlgorithm, [String])] = [
        (.es256, ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        (.es384, ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        (.ps256, ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        (.ed25519, ["-algorithm", "ED25519"]),
    ]

    @Test("the algorithm follows the certificate's key, and its signature holds", arguments: kinds)
    func algorithms(_ algorithm: SigningAlgorithm, _ kind: [String]) throws {
        let folder = try Credentials.Folder()
        let (chain, key) = try Self.chain(kind, in: folder)
        let signer = try Signer(certificates: chain, key: key)
        #expect(signer.algorithm == algorithm)
        let file = try Credentials.picture("a.png", in: folder)
        let library = try Credentials.library()
        try library.sign(file, with: Credentials.created(), by: signer, at: Credentials.now)
        let root = try String(contentsOf: folder["root.pem"], encoding: .utf8)
        let report = try library.report(on: file, trusting: root)
        #expect(report.state == .trusted)
        #expect(report.signer?.algorithm?.lowercased() == algorithm.rawValue)
    }

    @Test("keys in the older forms of openssl sign too", arguments: ["ec", "rsa"])
    func olderForms(_ form: String) throws {
        let folder = try Credentials.Folder()
        let (chain, key) = try Self.chain(Self.kinds[form == "ec" ? 0 : 2].1, in: folder)
        let conversion = form == "ec" ? ["ec"] : ["rsa", "-traditional"]
        try Credentials.run("openssl", conversion + ["-in", key.path, "-out", folder["old.key"].path])
        let text = try String(contentsOf: folder["old.key"], encoding: .utf8)
        #expect(text.contains(form == "ec" ? "BEGIN EC PRIVATE KEY" : "BEGIN RSA PRIVATE KEY"))
        let file = try Credentials.picture("a.png", in: folder)
        let signer = try Signer(certificates: chain, key: folder["old.key"])
        let report = try Credentials.library().sign(
            file, with: Credentials.created(), by: signer, at: Credentials.now)
        #expect(report.state == .valid)
    }

    @Test("a command signs: ECDSA as openssl writes it (DER), RSA-PSS and Ed25519", arguments: kinds)
    func commands(_ algorithm: SigningAlgorithm, _ kind: [String]) throws {
        let folder = try Credentials.Folder()
        let (chain, key) = try Self.chain(kind, in: folder)
        let command: [String] =
            switch algorithm {
            case .es256, .es512: ["openssl", "dgst", "-sha256", "-sign", key.path]
            case .es384: ["openssl", "dgst", "-sha384", "-sign", key.path]
            case .ps256:
                [
                    "openssl", "dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32",
                    "-sign", key.path,
                ]
            case .ed25519: ["openssl", "pkeyutl", "-sign", "-rawin", "-in", "/dev/stdin", "-inkey", key.path]
            }
        let signer = try Signer(certificates: chain, command: command)
        let file = try Credentials.picture("a.png", in: folder)
        let library = try Credentials.library()
        try library.sign(file, with: Credentials.created(), by: signer, at: Credentials.now)
        let root = try String(contentsOf: folder["root.pem"], encoding: .utf8)
        #expect(try library.report(on: file, trusting: root).state == .trusted)
    }

    @Test("a command may write r‖s", .enabled(if: Credentials.hasOracle, "no Python with c2pa in .deps/oracles"))
    func rawSignature() throws {
        let folder = try Credentials.Folder()
        let authority = try Credentials.authority(in: folder)
        let script = """
            import sys
            from cryptography.hazmat.primitives import hashes, serialization
            from cryptography.hazmat.primitives.asymmetric import ec, utils
            key = serialization.load_pem_private_key(open(sys.argv[1], "rb").read(), None)
            r, s = utils.decode_dss_signature(key.sign(sys.stdin.buffer.read(), ec.ECDSA(hashes.SHA256())))
            sys.stdout.buffer.write(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
            """
        let signer = try Signer(
            certificates: authority.chain, command: [Credentials.python.path, "-c", script, authority.key.path])
        let file = try Credentials.picture("a.png", in: folder)
        let report = try Credentials.library().sign(
            file, with: Credentials.created(), by: signer, at: Credentials.now)
        #expect(report.state == .valid)
    }

    @Test("a command that does not sign is named, with the reason")
    func failingCommands() throws {
        let folder = try Credentials.Folder()
        let authority = try Credentials.authority(in: folder)
        let other = try CredentialAuthority.create(
            in: folder["other"], organization: "O", signer: "S", from: Credentials.now.addingTimeInterval(-60))
        let file = try Credentials.picture("a.png", in: folder)
        let bytes = try Data(contentsOf: file)
        let cases: [([String], String)] = [
            (["false"], "it ended with code 1"),
            (["true"], "it wrote nothing"),
            (["cat", "/dev/zero"], "it wrote more than any signature has"),
            (["echo", "hello"], "what it wrote is no signature of the bytes by the certificate's key"),
            (
                ["openssl", "dgst", "-sha256", "-sign", other.key.path],
                "what it wrote is no signature of the bytes by the certificate's key"
            ),
            (["/no/such/program"], "No such file or directory"),
        ]
        for (command, reason) in cases {
            let signer = try Signer(certificates: authority.chain, command: command)
            #expect(throws: CredentialError.signingCommandFailed(command: command[0], reason: reason)) {
                try Credentials.library().sign(
                    file, with: Credentials.created(), by: signer, at: Credentials.now)
            }
        }
        #expect(throws: CredentialError.self) { try Signer(certificates: authority.chain, command: []) }
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test("files that do not belong together, or are something else, are told apart")
    func badFiles() throws {
        let folder = try Credentials.Folder()
        let authority = try Credentials.authority(in: folder)
        let other = try CredentialAuthority.create(
            in: folder["other"], organization: "O", signer: "S", from: Credentials.now)
        #expect(throws: CredentialError.keyOfAnother(key: "key.pem", certificates: "chain.pem")) {
            try Signer(certificates: authority.chain, key: other.key)
        }
        #expect(throws: CredentialError.unreadable(file: "none.pem", reason: "No such file or directory")) {
            try Signer(certificates: folder["none.pem"], key: authority.key)
        }
        try Credentials.run(
            "openssl",
            ["pkcs8", "-topk8", "-in", authority.key.path, "-passout", "pass:x", "-out", folder["locked.pem"].path])
        #expect(throws: CredentialError.badKey(file: "locked.pem", problem: "it is locked with a password")) {
            try Signer(certificates: authority.chain, key: folder["locked.pem"])
        }
        #expect(throws: CredentialError.badKey(file: "chain.pem", problem: "it cannot be read as a PEM private key")) {
            try Signer(certificates: authority.chain, key: authority.chain)
        }
        #expect(
            throws: CredentialError.badCertificate(file: "key.pem", problem: "it cannot be read as a PEM certificate")
        ) {
            try Signer(certificates: authority.key, key: authority.key)
        }
        #expect(throws: CredentialError.badTimeStampURL(url: "file:///x")) {
            try Signer(certificates: authority.chain, key: authority.key, timeStamps: URL(string: "file:///x"))
        }
        let signer = try Credentials.signer(authority)
        #expect("\(signer)" == "signer with es256")
        var dumped = ""
        dump(signer, to: &dumped)
        #expect(!dumped.contains("PRIVATE"))
    }

    @Test(
        "certificates outside C2PA's profile are refused before anything is signed",
        arguments: [
            ("keyUsage=digitalSignature\nauthorityKeyIdentifier=keyid", "its purpose is not given"),
            (
                "keyUsage=digitalSignature\nextendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid",
                "its purpose is"
            ),
            (
                "keyUsage=digitalSignature\nextendedKeyUsage=emailProtection,anyExtendedKeyUsage\n"
                    + "authorityKeyIdentifier=keyid", "its purpose is"
            ),
            (
                "keyUsage=keyEncipherment\nextendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid",
                "its key is not meant for digital signatures"
            ),
            ("extendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid", "its key is not meant"),
            (
                "keyUsage=digitalSignature\nextendedKeyUsage=emailProtection\nauthorityKeyIdentifier=none",
                "it does not name its authority's key"
            ),
            ("basicConstraints=CA:TRUE\nkeyUsage=digitalSignature,keyCertSign", "it is an authority's certificate"),
        ])
    func profile(_ extensions: String, _ problem: String) throws {
        let folder = try Credentials.Folder()
        let (chain, key) = try Self.chain(Self.kinds[0].1, in: folder, extensions: extensions)
        let error = #expect(throws: CredentialError.self) { try Signer(certificates: chain, key: key) }
        #expect("\(error.map(\.description) ?? "")".hasPrefix("chain.pem: \(problem)"))
    }

    @Test(
        "the purposes that are not the library's default sign and hold too",
        arguments: ["1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1"])
    func purposes(_ purpose: String) throws {
        let folder = try Credentials.Folder()
        let (chain, key) = try Self.chain(
            Self.kinds[0].1, in: folder,
            extensions: "keyUsage=critical,digitalSignature\nextendedKeyUsage=\(purpose)\nauthorityKeyIdentifier=keyid")
        let file = try Credentials.picture("a.png", in: folder)
        let library = try Credentials.library()
        let report = try library.sign(
            file, with: Credentials.created(), by: Signer(certificates: chain, key: key), at: Credentials.now)
        #expect(report.state == .valid)
        let root = try String(contentsOf: folder["root.pem"], encoding: .utf8)
        #expect(try library.report(on: file, trusting: root).state == .trusted)
    }

    @Test("a certificate signs only in its time")
    func time() throws {
        let folder = try Credentials.Folder()
        let signer = try Credentials.signer(Credentials.authority(in: folder))
        try signer.validate(at: Credentials.now)
        for offset: TimeInterval in [-7200, 3_650 * 86_400] {
            #expect(throws: CredentialError.self) {
                try signer.validate(at: Credentials.now.addingTimeInterval(offset))
            }
        }
    }
}
