import Foundation
import Provenance
import Testing

@Suite(
    "Time stamps",
    .enabled(if: Credentials.hasLibrary && Credentials.hasOracle, "no C2PA library or no Python in .deps"))
struct TimeStampTests {
    /// A time-stamping service on this machine: openssl's, behind a server of one thread.
    private static let service = """
        import http.server, subprocess, sys
        class Service(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                open("query", "wb").write(query)
                answer = subprocess.run(["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "query"],
                                        capture_output=True, check=True).stdout
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            def log_message(self, *rest): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Service)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    private static let configuration = """
        [tsa]
        default_tsa = main
        [main]
        serial = serial
        signer_cert = stamp.pem
        signer_key = stamp.key
        certs = root.pem
        signer_digest = sha256
        default_policy = 1.2.3.4
        digests = sha256, sha384, sha512
        ess_cert_id_alg = sha256
        """

    @Test("a signer's service is asked for a time stamp, whose time is read back; nothing else reaches a network")
    func stamped() throws {
        let folder = try Credentials.Folder()
        let library = try Credentials.library()
        let at = { (arguments: [String]) throws in _ = try Credentials.run("openssl", arguments, in: folder.url) }
        try Self.configuration.write(to: folder["ts.cnf"], atomically: true, encoding: .utf8)
        try "01\n".write(to: folder["serial"], atomically: true, encoding: .utf8)
        let purpose = "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
        try (purpose + "authorityKeyIdentifier=keyid\n").write(
            to: folder["stamp.cnf"], atomically: true, encoding: .utf8)
        for name in ["root", "stamp"] {
            try at(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "\(name).key"])
        }
        try at(["req", "-x509", "-new", "-key", "root.key", "-days", "9", "-subj", "/O=T/CN=T", "-out", "root.pem"])
        try at(["req", "-new", "-key", "stamp.key", "-subj", "/O=T/CN=Stamp", "-out", "stamp.csr"])
        try at(
            [
                "x509", "-req", "-in", "stamp.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days",
                "8", "-extfile", "stamp.cnf", "-out", "stamp.pem",
            ])
        let process = Process()
        process.executableURL = Credentials.python
        process.arguments = ["-c", Self.service]
        process.currentDirectoryURL = folder.url
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)

        let authority = try Credentials.authority(in: folder)
        let signer = try Signer(
            certificates: authority.chain, key: authority.key, timeStamps: URL(string: "http://127.0.0.1:\(port)/"))
        let file = try Credentials.picture("a.png", in: folder)
        let report = try library.sign(file, with: Credentials.created(), by: signer, at: Credentials.now)
        #expect(report.state == .valid)
        #expect(report.notes.map(\.code).contains("timeStamp.untrusted"), "\(report.notes.map(\.code))")
        let time = try #require(report.signingTime)
        let date = try Date(time, strategy: .iso8601)
        #expect(abs(date.timeIntervalSinceNow) < 120)
        let anchors = try [authority.root, folder["root.pem"]].map { try String(contentsOf: $0, encoding: .utf8) }
        let trusted = try library.report(on: file, trusting: anchors.joined())
        #expect(trusted.state == .trusted)
        #expect(!trusted.notes.map(\.code).contains("timeStamp.untrusted"), "\(trusted.notes.map(\.code))")
    }

    @Test("a service that does not answer leaves the file unsigned")
    func silent() throws {
        let folder = try Credentials.Folder()
        let authority = try Credentials.authority(in: folder)
        let signer = try Signer(
            certificates: authority.chain, key: authority.key, timeStamps: URL(string: "http://127.0.0.1:9/"))
        let file = try Credentials.picture("a.png", in: folder)
        let bytes = try Data(contentsOf: file)
        #expect(throws: CredentialError.self) {
            try Credentials.library().sign(file, with: Credentials.created(), by: signer, at: Credentials.now)
        }
        #expect(try Data(contentsOf: file) == bytes)
    }
}
