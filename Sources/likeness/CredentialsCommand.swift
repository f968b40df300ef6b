import ArgumentParser
import Foundation
import Inference
import Provenance
import Works

struct CredentialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: "Make the certificate and key that sign your works, or look into a file's credentials.",
        subcommands: [Init.self, Show.self])

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a root of your own and a certificate under it.",
            discussion: """
                EXAMPLES
                  likeness credentials init --name "Ana Example" --organization "Studio Example"
                  likeness credentials init --name "Ana Example" --out keys

                The folder is private: root.pem is for others to pin (each work carries a copy), chain.pem and key.pem
                sign. Nothing is ever written over. Without --out it is the folder that compose signs with:
                ~/.config/likeness/credentials, or what LIKENESS_CREDENTIALS names.
                Viewers will call the signer unknown until they are given root.pem.
                """)

        @Option(help: "Your name, as viewers show it.")
        var name: String

        @Option(help: "Your studio or publisher, shown as the issuer; your name without it.")
        var organization: String?

        @Option(help: "How long the certificate lasts, in days.")
        var days = CredentialAuthority.Validity().signer

        @Option(help: ArgumentHelp("Another folder.", valueName: "folder"), completion: .directory)
        var out: Path?

        func run() throws {
            let folder = out?.url ?? Installation.current.credentialFolder
            var validity = CredentialAuthority.Validity()
            validity.signer = days
            validity.root = max(validity.root, days)
            let authority = try CredentialAuthority.create(
                in: folder, organization: organization ?? name, signer: name, from: Date(), lasting: validity)
            for file in [authority.root, authority.chain, authority.key] { print(file.path) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what a picture's Content Credentials say.",
            discussion: """
                EXAMPLES
                  likeness credentials show work/master.tif
                  likeness credentials show photo.jpg --trust root.pem
                """)

        @Argument(help: "A picture.", completion: .file())
        var picture: Path

        @Option(
            help: ArgumentHelp("Certificates that are trusted.", valueName: "pem"),
            completion: .file(extensions: ["pem"]))
        var trust: Path?

        func run() throws {
            let library = try Installation.current.credentialLibrary()
            let anchors = try trust.map { try CredentialLibrary.anchors(in: $0.url) }
            let report = try library.report(on: picture.url, trusting: anchors)
            for line in report.lines { print(line) }
            if report.state == .absent || report.state == .invalid { throw ExitCode.failure }
        }
    }
}

extension CredentialReport {
    /// The report for people.
    fileprivate var lines: [String] {
        var lines = ["state: \(state.rawValue)"]
        lines += failures.map { "failed: \($0.code): \($0.meaning)" }
        if let signer {
            lines.append(
                "signed by: " + [signer.commonName, signer.organization].compactMap { $0 }.joined(separator: ", "))
        }
        if let signingTime { lines.append("time stamp: \(signingTime)") }
        guard let active else { return lines }
        lines.append("manifest: \(active.label)")
        if let generator = active.generator { lines.append("made with: \(generator)") }
        lines += active.actions.map { "action: \($0.actionWords)" }
        lines += active.ingredients.map { ingredient in
            let credentials = ingredient.state == .absent ? "" : ", credentials \(ingredient.state.rawValue)"
            return
                "ingredient: \(ingredient.title ?? "untitled"), \(ingredient.relationship ?? "related")\(credentials)"
        }
        lines += active.permissions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return lines
    }
}

extension JSONValue {
    fileprivate var actionWords: String {
        guard case .object(let members) = self, case .string(let action) = members["action"] else {
            return text(.compact)
        }
        guard case .string(let description) = members["description"] else { return action }
        return "\(action) (\(description))"
    }
}
