import ArgumentParser
import Foundation
import Works

/// Whose credentials the files get.
struct CredentialOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder that credentials init made, in place of your own.", valueName: "folder"),
        completion: .directory)
    var credentials: Path?

    @Option(
        help: ArgumentHelp(
            "A certificate chain to sign with, the signer's first; with --key or --signer-command.", valueName: "pem"),
        completion: .file(extensions: ["pem", "crt"]))
    var cert: Path?

    @Option(
        help: ArgumentHelp("The private key of --cert, without a password.", valueName: "pem"),
        completion: .file(extensions: ["pem", "key"]))
    var key: Path?

    @Option(
        help: ArgumentHelp(
            "A program that signs for --cert: bytes on its standard input, the signature on its standard output.",
            valueName: "command"))
    var signerCommand: String?

    @Option(
        help: ArgumentHelp(
            "A time-stamping service (RFC 3161) to ask; nothing else ever reaches the network.", valueName: "url"))
    var timestampUrl: String?

    func validate() throws {
        let others = [key != nil, signerCommand != nil].count { $0 }
        if cert == nil, others > 0 { throw ValidationError("--key and --signer-command: need --cert beside them.") }
        if cert != nil, others != 1 {
            throw ValidationError("--cert: give either --key or --signer-command with it.")
        }
        if cert != nil, credentials != nil { throw ValidationError("--cert and --credentials: give one of the two.") }
        if let timestampUrl, URL(string: timestampUrl)?.host() == nil {
            throw ValidationError("--timestamp-url: \"\(timestampUrl)\" is no address. Give one like http://host/path.")
        }
    }

    var choice: CredentialChoice {
        let holder: CredentialChoice.Holder =
            if let cert, let key {
                .key(certificates: cert.url, key: key.url)
            } else if let cert, let signerCommand {
                .command(
                    certificates: cert.url,
                    command: signerCommand.split(whereSeparator: \.isWhitespace).map(String.init))
            } else if let credentials {
                .folder(credentials.url)
            } else {
                .own
            }
        return CredentialChoice(holder, timeStamps: timestampUrl.flatMap { URL(string: $0) })
    }
}
