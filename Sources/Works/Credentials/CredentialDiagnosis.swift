import Foundation
import Inference
import Provenance
import Raster

/// Looks at what signs works on this machine and tells what it finds, never failing itself.
struct CredentialDiagnosis {
    /// The library, the person's own credentials, the font of visible labels.
    let findings: [Finding]

    init(of installation: Installation) {
        findings = [Self.library(installation), Self.own(installation), Self.font]
    }

    private static var font: Finding {
        do {
            let font = try LabelFont.find()
            return Finding(name: "label font", state: .ok, detail: "\(font.family); \(font.file.path)")
        } catch {
            return Finding(
                name: "label font", state: .absent, detail: error.description, remedy: "Run \(Installation.setUp).")
        }
    }

    private static func library(_ installation: Installation) -> Finding {
        do {
            let library = try installation.credentialLibrary()
            return Finding(
                name: "libc2pa", state: .ok, version: library.version, detail: "signs works; \(library.file.path)")
        } catch {
            var state = Finding.State.wrong
            if case .libraryNotFound = error { state = .missing }
            return Finding(
                name: "libc2pa", state: state, detail: error.description, remedy: "Run \(Installation.setUp).")
        }
    }

    private static func own(_ installation: Installation) -> Finding {
        let folder = installation.credentialFolder
        let authority = CredentialAuthority(in: folder)
        guard FileManager.default.fileExists(atPath: authority.key.path) else {
            return Finding(
                name: "credentials", state: .absent, detail: "none of your own yet; the first work makes them",
                remedy: "Make them with your name: likeness credentials init --name NAME")
        }
        do {
            let signer = try Signer(certificates: authority.chain, key: authority.key)
            try signer.validate(at: Date())
            return Finding(name: "credentials", state: .ok, detail: "\(signer.name.words); \(folder.path)")
        } catch {
            return Finding(
                name: "credentials", state: .wrong, detail: error.description,
                remedy: "Move \(folder.path) away and run likeness credentials init.")
        }
    }
}
