import Foundation
import Provenance
import Testing

@Suite("Credential authority")
struct CredentialAuthorityTests {
    private let begin = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("openssl reads and verifies the certificates, and finds the profile that C2PA asks for")
    func profile() throws {
        let folder = try Credentials.Folder()
        let authority = try CredentialAuthority.create(
            in: folder["a"], organization: "Atelier Été", signer: "Ana Lima", from: begin,
            lasting: .init(root: 3650, signer: 397))
        let moment = ["-attime", "1800000001"]
        try Credentials.run(
            "openssl",
            ["verify", "-x509_strict", "-purpose", "smimesign", "-CAfile", authority.root.path] + moment
                + [authority.chain.path])
        let options = ["-noout", "-text", "-nameopt", "utf8,sep_comma_plus_space"]
        let leaf = try Credentials.run("openssl", ["x509", "-in", authority.chain.path] + options)
        for part in [
            "Version: 3", "ecdsa-with-SHA256", "O=Atelier Été, CN=Ana Lima", "X509v3 Key Usage: critical",
            "Digital Signature", "E-mail Protection", "X509v3 Authority Key Identifier", "CA:FALSE",
            "ASN1 OID: prime256v1", "Not Before: Jan 15 08:00:00 2027 GMT", "Not After : Feb 16 08:00:00 2028 GMT",
        ] {
            #expect(leaf.contains(part), "\(part)")
        }
        #expect(!leaf.contains("Certificate Sign"))
        let root = try Credentials.run("openssl", ["x509", "-in", authority.root.path] + options)
        for part in ["CA:TRUE", "Certificate Sign", "O=Atelier Été, CN=Atelier Été root"] {
            #expect(root.contains(part), "\(part)")
        }
        let publicKeys = try [
            Credentials.run("openssl", ["pkey", "-in", authority.key.path, "-pubout"]),
            Credentials.run("openssl", ["x509", "-in", authority.chain.path, "-noout", "-pubkey"]),
        ]
        #expect(publicKeys[0] == publicKeys[1])
        let chain = try String(contentsOf: authority.chain, encoding: .utf8)
        #expect(chain.hasSuffix(try String(contentsOf: authority.root, encoding: .utf8)))
    }

    @Test("the folder and the key are their owner's alone, and the authority's key is not kept")
    func permissions() throws {
        let folder = try Credentials.Folder()
        let authority = try CredentialAuthority.create(
            in: folder["a"], organization: "Atelier", signer: "Ana", from: begin)
        func mode(_ url: URL) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder["a"]) == 0o700)
        #expect(try mode(authority.key) == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder["a"].path).sorted()
        #expect(names == ["chain.pem", "key.pem", "root.pem"])
        for name in ["chain.pem", "root.pem"] {
            #expect(!(try String(contentsOf: folder["a"].appending(path: name), encoding: .utf8)).contains("PRIVATE"))
        }
    }

    @Test("nothing is written over, into a link or into a folder that others may open")
    func refusals() throws {
        let folder = try Credentials.Folder()
        let make = { (place: URL) throws in
            _ = try CredentialAuthority.create(in: place, organization: "Atelier", signer: "Ana", from: begin)
        }
        try make(folder["a"])
        let key = try Data(contentsOf: folder["a"].appending(path: "key.pem"))
        #expect(throws: CredentialError.authorityExists(file: "root.pem")) { try make(folder["a"]) }
        #expect(try Data(contentsOf: folder["a"].appending(path: "key.pem")) == key)

        try FileManager.default.createDirectory(
            at: folder["open"], withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        #expect(throws: CredentialError.folderNotPrivate(folder: "open")) { try make(folder["open"]) }

        try FileManager.default.createDirectory(
            at: folder["link"], withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try FileManager.default.createSymbolicLink(
            at: folder["link"].appending(path: "key.pem"), withDestinationURL: folder["elsewhere"])
        #expect(throws: CredentialError.authorityExists(file: "key.pem")) { try make(folder["link"]) }
        #expect(!FileManager.default.fileExists(atPath: folder["elsewhere"].path))
    }

    @Test("names and days out of range are said to be so", arguments: ["", "a\nb", String(repeating: "x", count: 65)])
    func badNames(_ name: String) throws {
        let folder = try Credentials.Folder()
        let problem = "must be 1 to 64 characters on one line"
        #expect(throws: CredentialError.badAuthority(field: "organization", problem: problem)) {
            try CredentialAuthority.create(in: folder["a"], organization: name, signer: "Ana", from: begin)
        }
        #expect(throws: CredentialError.badAuthority(field: "signer", problem: problem)) {
            try CredentialAuthority.create(in: folder["a"], organization: "Atelier", signer: name, from: begin)
        }
        #expect(throws: CredentialError.self) {
            try CredentialAuthority.create(
                in: folder["a"], organization: "Atelier", signer: "Ana", from: begin,
                lasting: .init(root: 10, signer: 11))
        }
        #expect(folder.names.isEmpty)
    }
}
