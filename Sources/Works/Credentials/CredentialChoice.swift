import Foundation
import Inference
import Provenance

/// Whose credentials a work is signed with. There is no choice without any.
public struct CredentialChoice: Sendable {
    public enum Holder: Sendable {
        /// The person's own; made at the first work when there are none.
        case own
        /// A folder that `credentials init` made.
        case folder(URL)
        /// A certificate chain and its private key, PEM.
        case key(certificates: URL, key: URL)
        /// A certificate chain, and a command that signs: `Signer.init(certificates:command:timeStamps:)`.
        case command(certificates: URL, command: [String])
    }

    public var holder: Holder
    /// The service that is asked for time stamps (RFC 3161): the one thing that reaches the network.
    public var timeStamps: URL?

    public init(_ holder: Holder = .own, timeStamps: URL? = nil) {
        self.holder = holder
        self.timeStamps = timeStamps
    }
}

extension Installation {
    /// The variable that names the folder of the person's own credentials.
    package static let credentialVariable = "LIKENESS_CREDENTIALS"
    private static let libraryVariable = "LIKENESS_C2PA"

    /// The folder of the person's own credentials: what the variable says, or `~/.config/likeness/credentials` (or under
    /// `XDG_CONFIG_HOME`).
    package var credentialFolder: URL {
        if let folder = override(Self.credentialVariable) { return folder }
        let configuration =
            override("XDG_CONFIG_HOME") ?? override("HOME")?.appending(path: ".config")
            ?? workingDirectory.appending(path: ".config")
        return configuration.appending(path: "likeness/credentials")
    }

    /// What a person should know who makes another picture of one with Content Credentials.
    func remarks(onCredentialsOf picture: URL) -> [String] {
        guard let report = try? credentialLibrary().report(on: picture), report.state != .absent else { return [] }
        return [
            "\(picture.lastPathComponent) has Content Credentials, which do not hold for another picture and stay behind; "
                + "compose makes works larger, and signs them, with --upsampler"
        ]
    }

    /// The C2PA library that set-up brought, or that `LIKENESS_C2PA` names.
    /// - Throws: `CredentialError.libraryNotFound`, `.libraryUnusable`.
    package func credentialLibrary() throws(CredentialError) -> CredentialLibrary {
        if let place = override(Self.libraryVariable) { return try CredentialLibrary(at: place) }
        let places = folders(named: "c2pa")
        let place = places.first { FileManager.default.fileExists(atPath: $0.path) }
        return try CredentialLibrary(at: place ?? workingDirectory.appending(path: ".deps/c2pa"))
    }
}
