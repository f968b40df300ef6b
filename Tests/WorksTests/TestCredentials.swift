import Foundation
import Provenance
import Raster
import Works

/// An authority of the tests' own, made once a run: nobody's home is touched.
enum TestCredentials {
    static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-tests-\(getpid())/credentials")
        do {
            _ = try CredentialAuthority.create(
                in: folder, organization: "Tests", signer: "Test signer", from: Date())
        } catch {
            preconditionFailure("no credentials could be made: \(error)")
        }
        atexit {
            try? FileManager.default.removeItem(at: TestCredentials.folder.deletingLastPathComponent())
        }
        return folder
    }()

    static var root: URL { CredentialAuthority(in: folder).root }
}

/// Gives every picture the same score.
struct FixedScorer: ContentScorer {
    var score: Float = 0.01
    var name: String { "fixed" }

    func score(of photograph: Photograph) throws -> Float { score }
}
